/// <reference path="./simplepeer.d.ts" />
import type { IceServer } from '@theke/protocol';
import SimplePeer from 'simple-peer/simplepeer.min.js';
import { forceKeyFrame, putLimits, type SendLimits, type Slot, slotOf } from './lines.ts';
import { createNegotiation, type Negotiation, type NegotiationPowers, type PeerMessage } from './negotiation.ts';
import { readVitals, type Vitals } from './vitals.ts';

/** `shaky`: packets fail, may come back alone. `broken`: only a restart helps. `dead`: only a new connection does. */
export type PeerHealth = 'linking' | 'connected' | 'shaky' | 'broken' | 'dead';

export interface PeerPowers extends NegotiationPowers {
  iceServers: IceServer[];
  /** `health` may have changed. */
  changed(): void;
  /** A line of the other side is there, whether it carries something or not. */
  remote(slot: Slot, track: MediaStreamTrack): void;
}

/** One connection between two browsers, for one epoch. */
export interface Peer extends Pick<Negotiation, 'start' | 'receive' | 'restart' | 'resend' | 'setTracks' | 'close'> {
  readonly health: PeerHealth;
  limit(limits: SendLimits): void;
  forceKeyFrame(): void;
  readVitals(): Promise<Vitals>;
}

export type { PeerMessage };

// The library's own default would tell two foreign hosts the address of every visitor.
SimplePeer.config = { iceServers: [] };

/**
 * simple-peer, with what ends a call there taken out: a lost path, a late answer, a stale candidate, a closed channel.
 * It is told not to be the initiator: so it lays no data channel and makes no offers; the numbered ones are ours.
 */
class RepairingPeer extends SimplePeer {
  readonly pc: RTCPeerConnection;
  private readonly negotiation: Negotiation;
  private readonly powers: PeerPowers;

  constructor(powers: PeerPowers) {
    const config: RTCConfiguration = { iceServers: powers.iceServers, bundlePolicy: 'max-bundle' };
    super({ initiator: false, trickle: true, config });
    if (!this._pc) throw new Error('this browser, or this page, allows no calls');
    this.powers = powers;
    this.pc = this._pc;
    this.negotiation = createNegotiation(this.pc, powers);
  }

  /** The way for everything but media: offers, answers, candidates. */
  get talk(): Negotiation {
    return this.negotiation;
  }

  /** The library calls this wherever it would give up. Only `close` ends a connection. */
  override destroy(error?: Error): void {
    if (error) this.powers?.log.warn('the library gave up; we go on', { error: error.message });
  }

  close(): void {
    this.negotiation.close();
    // At once, not in the library's next microtask: a page that is being left may not get there.
    this.pc.close();
    super.destroy();
  }

  protected override _onIceStateChange(): void {
    this.powers.changed();
  }

  protected override _onConnectionStateChange(): void {
    this.powers.changed();
  }

  protected override _onSignalingStateChange(): void {
    this.powers.changed();
  }

  protected override _onIceCandidate(event: RTCPeerConnectionIceEvent): void {
    this.negotiation.found(event.candidate);
  }

  protected override _onTrack(event: RTCTrackEvent): void {
    const slot = slotOf(this.pc, event.transceiver);
    if (slot) this.powers.remote(slot, event.track);
  }

  /** The library formats every step for a log that nobody reads. */
  protected override _debug(): void {}
}

/** What the browser's states mean together. */
export function readHealth(
  pc: Pick<RTCPeerConnection, 'iceConnectionState' | 'connectionState' | 'signalingState'>,
): PeerHealth {
  const { iceConnectionState: ice, connectionState, signalingState } = pc;
  if (connectionState === 'closed') return 'dead';
  if (ice === 'failed') return 'broken';
  // Path alive, encryption not: nothing but new keys helps.
  if (connectionState === 'failed') return 'dead';
  if (ice === 'disconnected') return 'shaky';
  const path = ice === 'connected' || ice === 'completed';
  // Without "stable" a one-sided restart would pass for a connection that carries only one way.
  return path && connectionState === 'connected' && signalingState === 'stable' ? 'connected' : 'linking';
}

/** Opens a connection for one epoch. Knows no call, no epoch and no socket; says what to send through `powers.send`. */
export function createPeer(powers: PeerPowers): Peer {
  const peer = new RepairingPeer(powers);
  const { pc, talk } = peer;
  return {
    start: talk.start,
    receive: talk.receive,
    restart: talk.restart,
    resend: talk.resend,
    setTracks: talk.setTracks,
    get health() {
      return readHealth(pc);
    },
    limit: (limits) => talk.enqueue('a limit', () => putLimits(pc, limits)),
    forceKeyFrame: () => talk.enqueue('a key frame', () => forceKeyFrame(pc)),
    readVitals: async () => readVitals((await pc.getStats()).values()),
    close: () => peer.close(),
  };
}
