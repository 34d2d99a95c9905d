import { fakeClock, silentLog } from '@theke/kit';
import type { CallJoined, CallMedia, Signal } from '@theke/protocol';
import type { Tracks } from '../lines.ts';
import type { Peer, PeerHealth, PeerPowers } from '../peer.ts';
import { createCall } from '../session.ts';
import type { Vitals } from '../vitals.ts';

/** A track without a device. */
export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  enabled = true;
  muted = false;
  readyState: 'live' | 'ended' = 'live';
  contentHint = '';
  stops = 0;
  constructor(kind: 'audio' | 'video') {
    super();
    this.kind = kind;
  }
  stop(): void {
    this.readyState = 'ended';
    this.stops += 1;
  }
  /** The device is pulled out, or the browser's own stop button is pressed. */
  unplug(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

/** A stream of fake tracks, shaped as far as a call looks. */
export function fakeStream(tracks: FakeTrack[]): MediaStream {
  const only = (kind: string) => tracks.filter((track) => track.kind === kind);
  const stream = {
    getTracks: () => [...tracks],
    getVideoTracks: () => only('video'),
    getAudioTracks: () => only('audio'),
  };
  return stream as unknown as MediaStream;
}

export const calmVitals: Vitals = {
  packets: 0,
  checks: 0,
  rttMs: 40,
  lossOut: 0,
  lostIn: 0,
  outBps: 2_000_000,
  relay: false,
};

/** A connection that does what the test says. */
export interface FakePeer extends Peer {
  powers: PeerPowers;
  health: PeerHealth;
  acts: string[];
  tracks: Tracks | null;
  vitals: Vitals;
  /** Packets that arrive with every look. */
  flow: number;
  become(health: PeerHealth): void;
  bringLines(): void;
}

export function fakePeer(powers: PeerPowers): FakePeer {
  const acts: string[] = [];
  const peer: FakePeer = {
    powers,
    health: 'linking',
    acts,
    tracks: null,
    vitals: { ...calmVitals },
    flow: 0,
    become(health) {
      peer.health = health;
      powers.changed();
    },
    bringLines() {
      powers.remote('microphone', new FakeTrack('audio') as unknown as MediaStreamTrack);
      powers.remote('camera', new FakeTrack('video') as unknown as MediaStreamTrack);
      powers.remote('screen', new FakeTrack('video') as unknown as MediaStreamTrack);
    },
    start: () => void acts.push('start'),
    receive: (message) => void acts.push(`receive ${message.n}`),
    restart: () => void acts.push('restart'),
    resend: () => void acts.push('resend'),
    setTracks(tracks) {
      peer.tracks = tracks;
    },
    limit: (limits) => void acts.push(`limit ${limits.cameraBps}/${limits.cameraScale}`),
    forceKeyFrame: () => void acts.push('keyFrame'),
    async readVitals() {
      peer.vitals = { ...peer.vitals, packets: peer.vitals.packets + peer.flow };
      return peer.vitals;
    },
    close: () => void acts.push('close'),
  };
  return peer;
}

type Want = { audio: boolean; video: boolean };

/** A call with everything around it made up. `open` may be replaced to refuse or to wait. */
export function fakeCall(open?: (want: Want) => Promise<MediaStream>) {
  const clock = fakeClock();
  const peers: FakePeer[] = [];
  const asked: Want[] = [];
  const tracks: FakeTrack[] = [];
  const told: CallMedia[] = [];
  const sent: Signal[] = [];
  const counts = { rejoins: 0, iceServers: 0 };

  /** Opens what is wanted, and remembers it. */
  async function openFake(want: Want): Promise<MediaStream> {
    const opened: FakeTrack[] = [];
    if (want.audio) opened.push(new FakeTrack('audio'));
    if (want.video) opened.push(new FakeTrack('video'));
    tracks.push(...opened);
    return fakeStream(opened);
  }

  const call = createCall({
    clock,
    log: silentLog,
    send: (signal) => sent.push(signal),
    openMedia(want) {
      asked.push(want);
      return (open ?? openFake)(want);
    },
    iceServers: async () => {
      counts.iceServers += 1;
      return [{ urls: [`turn:fresh-${counts.iceServers}`] }];
    },
    rejoin() {
      counts.rejoins += 1;
    },
    tellMedia: (media) => told.push(media),
    makeStream: (list) => fakeStream(list as unknown as FakeTrack[]),
    createPeer(powers) {
      const peer = fakePeer(powers);
      peers.push(peer);
      return peer;
    },
  });

  return {
    call,
    clock,
    peers,
    asked,
    tracks,
    told,
    sent,
    counts,
    openFake,
    phase: () => call.state.value.phase,
    /** Time goes by, and what was promised meanwhile is kept. */
    async pass(ms: number): Promise<void> {
      for (let left = ms; left > 0; left -= 50) {
        clock.advance(Math.min(50, left));
        await settled();
      }
    },
    /** A visitor's call, accepted and let in. */
    async linked(): Promise<FakePeer> {
      call.ring({ direction: 'in', peer: 'Anna' });
      await call.accept({ camera: true });
      call.joined(joinedAt(1));
      return peers[0]!;
    },
    /** The same, seen and heard, with media coming in. */
    async live(): Promise<FakePeer> {
      const peer = await this.linked();
      call.peerMediaTold({ microphone: true, camera: true, screen: false });
      peer.bringLines();
      peer.flow = 10;
      peer.become('connected');
      return peer;
    },
  };
}

/** Lets everything run that waits for promises only. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 12; i++) await Promise.resolve();
}

export function joinedAt(epoch: number, offerer: 'me' | 'peer' = 'me', replay: Signal[] = []): CallJoined {
  return { callId: 'call_1', epoch, offerer, iceServers: [{ urls: ['turn:first'] }], replay };
}

/** A refusal as the browser throws it. */
export function refusal(name: string): Promise<never> {
  return Promise.reject(new DOMException('refused', name));
}
