/** The part of simple-peer 9.11.1 that we use. The published types name only the unbuilt form, which fails in a browser. */
declare module 'simple-peer/simplepeer.min.js' {
  export default class SimplePeer {
    static config: RTCConfiguration;
    constructor(options: { initiator: boolean; trickle: boolean; config: RTCConfiguration });
    protected _pc: RTCPeerConnection;
    destroy(error?: Error): void;
    on(name: 'error' | 'close', listener: (error?: Error) => void): this;
    protected _onIceStateChange(): void;
    protected _onConnectionStateChange(): void;
    protected _onSignalingStateChange(): void;
    protected _onIceCandidate(event: RTCPeerConnectionIceEvent): void;
    protected _onTrack(event: RTCTrackEvent): void;
    protected _debug(...words: unknown[]): void;
  }
}
