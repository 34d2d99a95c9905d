import { effect } from '@preact/signals-core';
import { silentLog, systemClock } from '@theke/kit';
import type { CallJoined, CallMedia, Signal } from '@theke/protocol';
import { type CallSession, createCall, openDevices } from '../index.ts';

/** What the test's page may call on the test: its stand-in for the server. */
export interface Outside {
  toServer(said: { signal: Signal } | { media: CallMedia } | { rejoin: true }): Promise<void>;
}

/** What the test may call on a page. */
export interface Harness {
  call: CallSession;
  joined(joined: CallJoined): void;
  frames(of: 'camera' | 'screen'): number;
  connections(): RTCPeerConnection[];
  /** What was given to setLocalDescription, over all connections. */
  described(): string[];
  share(): Promise<boolean>;
  denyDevices(): void;
}

declare global {
  interface Window extends Outside {
    harness: Harness;
  }
}

const connections: RTCPeerConnection[] = [];
const described: string[] = [];
const frames = { camera: 0, screen: 0 };

class WatchedConnection extends RTCPeerConnection {
  constructor(config?: RTCConfiguration) {
    super(config);
    connections.push(this);
  }
  override setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
    described.push(description?.type ?? `implicit in ${this.signalingState}`);
    return super.setLocalDescription(description);
  }
}
window.RTCPeerConnection = WatchedConnection;

const devices = openDevices({ mediaDevices: navigator.mediaDevices, side: 'visitor' });
let mayOpen = true;

const call = createCall({
  send: (signal) => void window.toServer({ signal }),
  openMedia: (want) =>
    mayOpen ? devices.openMedia(want) : Promise.reject(new DOMException('refused', 'NotAllowedError')),
  iceServers: async () => [],
  rejoin: () => void window.toServer({ rejoin: true }),
  tellMedia: (media) => void window.toServer({ media }),
  clock: systemClock(),
  log: silentLog,
});

function show(of: 'camera' | 'screen', read: () => MediaStream | null): void {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  document.body.append(video);
  const count = () => {
    frames[of] += 1;
    video.requestVideoFrameCallback(count);
  };
  video.requestVideoFrameCallback(count);
  effect(() => {
    const stream = read();
    if (video.srcObject !== stream) video.srcObject = stream;
  });
}
show('camera', () => call.remoteStream.value);
show('screen', () => call.remoteScreen.value);

window.harness = {
  call,
  joined: (joined) => call.joined(joined),
  frames: (of) => frames[of],
  connections: () => connections,
  described: () => described,
  async share() {
    const stream = await devices.openScreen();
    call.shareScreen(stream);
    return stream !== null;
  },
  denyDevices() {
    mayOpen = false;
  },
};
