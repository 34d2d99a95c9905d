import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import { type Clock, createCleanup, type Log } from '@theke/kit';
import type { CallJoined, CallMedia, IceServer, Signal } from '@theke/protocol';
import type { MediaTrouble } from './devices.ts';
import { firstLadder, nextLadder } from './ladder.ts';
import type { Slot } from './lines.ts';
import { createLink, type LinkEvent } from './link.ts';
import { createLocalMedia } from './local.ts';
import { type CallEvent, type CallState, type EndReason, isLinked, nextCall } from './nextCall.ts';
import { createPeer, type Peer, type PeerPowers } from './peer.ts';
import { lossBetween, type Quality, readBars, type Vitals } from './vitals.ts';

/** Everything a call may do to the world. */
export interface CallPowers {
  /** Passes a signal to the other side. May lose it: what matters is said again. */
  send(signal: Signal): void;
  /** See {@link openDevices}; told apart by the browser's error names. */
  openMedia(want: { audio: boolean; video: boolean }): Promise<MediaStream>;
  /** Fresh STUN and TURN servers, before a restart. Empty is fine: then nobody else is asked for anything. */
  iceServers(): Promise<IceServer[]>;
  /** Asks the server for a new epoch of this call; the answer comes back through `joined`. */
  rejoin(): void;
  /** Tells the other side what we are sending. */
  tellMedia(media: CallMedia): void;
  clock: Clock;
  log: Log;
  /** Most bits per second of the camera: 600 000 (visitor) unless given; an agent may use 1 500 000. */
  cameraBps?: number;
  /** For tests. */
  createPeer?(powers: PeerPowers): Peer;
  makeStream?(tracks: MediaStreamTrack[]): MediaStream;
}

/** One call, on either side. Screens read the signals and use the acts. */
export interface CallSession {
  state: ReadonlySignal<CallState>;
  localStream: ReadonlySignal<MediaStream | null>;
  /** Sound and camera of the other side. Attach it only after the own devices answered: then the browser lets it sound. */
  remoteStream: ReadonlySignal<MediaStream | null>;
  remoteScreen: ReadonlySignal<MediaStream | null>;
  /** What we are sending. False while a device is opening, refused, or paused: not what to remember, see `wanted`. */
  media: ReadonlySignal<CallMedia>;
  /** What the person switched on: what the tab's next page should open again. */
  wanted: ReadonlySignal<CallMedia>;
  peerMedia: ReadonlySignal<CallMedia>;
  mediaTrouble: ReadonlySignal<MediaTrouble | null>;
  quality: ReadonlySignal<Quality | null>;

  /** It rings here (`in`), or there (`out`, which opens the devices at once). */
  ring(ring: { direction: 'in' | 'out'; peer: string; camera?: boolean }): void;
  /** Accepts what rings here. Resolves when the devices have answered; the call does not wait for that. */
  accept(want: { camera: boolean }): Promise<void>;
  /** This page takes up a call that was running before it was loaded. */
  resume(call: { peer: string; media: CallMedia }): Promise<void>;
  /** The server let us in, or began a new epoch. */
  joined(joined: CallJoined): void;
  receive(signal: Signal): void;
  peerMediaTold(media: CallMedia): void;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  /** Shows a window beside the camera; null, or the browser's own stop button, ends it. */
  shareScreen(stream: MediaStream | null): void;
  end(why: EndReason): void;
  /** Signals pass again: repeats what may have been lost. */
  signallingUp(): void;
  networkChanged(): void;
  /** The other side is between two pages. */
  away(): void;
  /** Our own page is being left: lets go of everything, and says nothing, because the call goes on. */
  leave(): void;
}

const ringForMs = 30_000;
/** From yes to the server letting us in. */
const prepareForMs = 60_000;
const awayForMs = 20_000;
const nothingSent: CallMedia = { microphone: false, camera: false, screen: false };

/**
 * Runs one call: opens the devices, links two browsers, keeps the state, cleans up once.
 *
 * Knows no sockets and no screens. It does not tell the server that it ended; whoever composes it does, from `state`.
 */
export function createCall(powers: CallPowers): CallSession {
  const { clock, log } = powers;
  const makeStream = powers.makeStream ?? ((tracks) => new MediaStream(tracks));
  const state = signal<CallState>({ phase: 'idle' });
  const peerMedia = signal<CallMedia>(nothingSent);
  const remoteStream = signal<MediaStream | null>(null);
  const screenStream = signal<MediaStream | null>(null);
  const quality = signal<Quality | null>(null);
  const cleanup = createCleanup((error) => log.error('cleaning up failed', { error: String(error) }));
  let arrived: Record<Slot, MediaStreamTrack> | null = null;
  let lastVitals: Vitals | null = null;
  let ladder = firstLadder;
  let told = nothingSent;
  let disarm = () => {};

  const local = createLocalMedia({ openMedia: powers.openMedia, makeStream, changed: mediaChanged });
  const link = createLink({
    clock,
    log,
    send: powers.send,
    createPeer: powers.createPeer ?? createPeer,
    iceServers: powers.iceServers,
    rejoin: powers.rejoin,
    expectsMedia: () => state.value.phase === 'live' && (peerMedia.value.microphone || peerMedia.value.camera),
    tracks: () => local.tracks(),
    tell: linkTold,
  });
  cleanup.add(() => local.close());
  cleanup.add(() => link.close());
  cleanup.add(() => disarm());
  cleanup.add(() => {
    remoteStream.value = null;
    screenStream.value = null;
  });

  function step(event: CallEvent): boolean {
    const before = state.value;
    state.value = nextCall(before, event);
    if (state.value === before) return false;
    log.info('call', { phase: state.value.phase, event: event.type });
    disarm();
    const { phase } = state.value;
    if (cleanup.done) return true;
    if (phase === 'ringing') disarm = clock.after(ringForMs, () => end('missed'));
    if (phase === 'preparing') disarm = clock.after(prepareForMs, () => end('server'));
    if (phase === 'away') disarm = clock.after(awayForMs, () => end('lost'));
    if (phase === 'ended') cleanup.run();
    return true;
  }

  function end(why: EndReason): void {
    step({ type: 'ended', why });
  }

  function mediaChanged(): void {
    link.tracksChanged();
    const now = local.media.value;
    if (now === told || !isLinked(state.value)) return;
    told = now;
    powers.tellMedia(now);
  }

  function linkTold(event: LinkEvent): void {
    switch (event.type) {
      case 'remote':
        arrived = event.tracks;
        // At first at once; later the last picture of the old page stays until the new one is there.
        if (!remoteStream.value) showArrived();
        return;
      case 'connected':
        showArrived();
        if (step({ type: 'connected', atMs: clock.now() })) limit();
        return;
      case 'vitals':
        weigh(event.vitals);
        return;
      case 'lost':
        end('lost');
        return;
      case 'opened':
        step({ type: 'joined' });
        return;
      default:
        step({ type: event.type });
    }
  }

  function showArrived(): void {
    if (!arrived) return;
    remoteStream.value = makeStream([arrived.microphone, arrived.camera]);
    screenStream.value = makeStream([arrived.screen]);
    arrived = null;
  }

  function limit(): void {
    const cameraScale = ladder.step === 'half' ? 2 : 1;
    link.limit({ cameraBps: powers.cameraBps ?? 600_000, cameraScale, screenBps: 1_500_000, screenFps: 15 });
  }

  function weigh(vitals: Vitals): void {
    const lossIn = lastVitals ? lossBetween(lastVitals, vitals) : 0;
    lastVitals = vitals;
    if (state.value.phase !== 'live') return;
    const before = ladder.step;
    ladder = nextLadder(ladder, vitals);
    if (ladder.step !== before) {
      log.warn('the line changed', { from: before, to: ladder.step });
      local.pauseCamera(ladder.step === 'paused');
      limit();
    }
    const loss = Math.max(lossIn, vitals.lossOut ?? 0);
    const { rttMs, relay } = vitals;
    quality.value = { bars: readBars(rttMs, loss), rttMs, loss, relay, cameraPaused: ladder.step === 'paused' };
  }

  return {
    state,
    localStream: local.stream,
    remoteStream,
    remoteScreen: computed(() => (peerMedia.value.screen ? screenStream.value : null)),
    media: local.media,
    wanted: local.wanted,
    peerMedia,
    mediaTrouble: local.trouble,
    quality,
    ring({ direction, peer, camera = true }) {
      const rang = step({ type: 'rang', direction, peer, atMs: clock.now() });
      if (rang && direction === 'out') void local.open({ microphone: true, camera });
    },
    async accept({ camera }) {
      if (step({ type: 'accepted' })) await local.open({ microphone: true, camera });
    },
    async resume({ peer, media }) {
      if (step({ type: 'resumed', peer })) await local.open(media);
    },
    joined(joined) {
      const { phase } = state.value;
      const answered = !(phase === 'ringing' && state.value.direction === 'in');
      if (phase === 'idle' || phase === 'ended' || !answered) {
        log.warn('joined a call that nobody here is in', { phase });
        return;
      }
      link.joined(joined);
      // Whoever joined last knows nothing of us yet.
      told = local.media.value;
      powers.tellMedia(told);
    },
    receive: (received) => link.receive(received),
    peerMediaTold(media) {
      peerMedia.value = media;
    },
    setMicrophone: (on) => local.setMicrophone(on),
    setCamera: (on) => local.setCamera(on),
    shareScreen: (stream) => local.shareScreen(stream),
    end,
    signallingUp: () => link.signallingUp(),
    networkChanged: () => link.networkChanged(),
    away() {
      if (step({ type: 'left', atMs: clock.now() })) link.rest();
    },
    leave: () => cleanup.run(),
  };
}
