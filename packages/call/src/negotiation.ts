import type { Log } from '@theke/kit';
import type { IceServer, Signal } from '@theke/protocol';
import { layLines, noTracks, openLines, putTracks, type Tracks } from './lines.ts';

/** A signal without its envelope; call and epoch are the link's matter. */
export type PeerMessage = Omit<Signal, 'callId' | 'epoch'>;

export interface NegotiationPowers {
  /** Whether this side makes the offers of this epoch. Fixed: two offerers would have to roll back. */
  offers: boolean;
  /** Credentials for a restart: those of the beginning may have run out. Must answer soon, and not fail. */
  freshIceServers(): Promise<IceServer[]>;
  send(message: PeerMessage): void;
  log: Log;
}

/** Who offered what, and what belongs to it. Survives lost, late, doubled and stale messages. */
export interface Negotiation {
  /** Makes the first offer, if it is ours to make. */
  start(): void;
  receive(message: PeerMessage): void;
  /** A new path: the offering side offers again, the other side asks for it. */
  restart(): void;
  /** Says again what the other side may have missed while signals were lost. */
  resend(): void;
  found(candidate: RTCIceCandidate | null): void;
  /** Puts tracks on the lines; on the answering side as soon as there are lines. */
  setTracks(tracks: Tracks): void;
  /** Runs `work` after everything before it. What fails is logged and survived: healing comes back to it. */
  enqueue(what: string, work: () => Promise<void> | void): void;
  close(): void;
}

/** Candidates kept until the description they belong to is there. */
const mostHeld = 64;

/** Makes the {@link Negotiation} of one connection. Never rolls back: a rollback freezes the other side's picture. */
export function createNegotiation(pc: RTCPeerConnection, powers: NegotiationPowers): Negotiation {
  const { offers, send } = powers;
  /** One after the other: offers, answers and candidates never overlap. */
  let queue = Promise.resolve();
  let closed = false;
  /** Number of the newest offer, made or taken. */
  let newest = 0;
  /** Number of the offer whose remote description is set: what a candidate must belong to. */
  let settled = 0;
  let held: PeerMessage[] = [];
  let tracks = noTracks;

  if (offers) layLines(pc);

  function enqueue(what: string, work: () => Promise<void> | void): void {
    queue = queue
      .then(() => (closed ? undefined : work()))
      .catch((error: unknown) => powers.log.warn(`${what} failed`, { error: String(error) }));
  }

  async function offer(iceRestart: boolean): Promise<void> {
    const description = await pc.createOffer({ iceRestart });
    newest += 1;
    await pc.setLocalDescription(description);
    say();
  }

  /** Sends the description we stand by, with all candidates found so far in it. */
  function say(): void {
    const local = pc.localDescription;
    if (closed || (local?.type !== 'offer' && local?.type !== 'answer')) return;
    send({ n: newest, description: { type: local.type, sdp: local.sdp } });
  }

  /** `known`: the newest offer that whoever asked knew of. */
  async function restart(known: number): Promise<void> {
    if (!offers) return send({ n: newest, restart: true });
    if (pc.signalingState === 'have-local-offer') return say();
    // Asked before our newest offer came, which is answered since: that was the restart.
    if (known < newest) return;
    await refresh();
    await offer(true);
  }

  async function refresh(): Promise<void> {
    pc.setConfiguration({ ...pc.getConfiguration(), iceServers: await powers.freshIceServers() });
  }

  async function take({ n, description, candidate, restart: asked }: PeerMessage): Promise<void> {
    if (candidate) await takeCandidate({ n, candidate });
    else if (asked && offers) await restart(n);
    else if (description?.type === 'offer' && !offers) await takeOffer(n, description);
    else if (description?.type === 'answer' && offers) await takeAnswer(n, description);
  }

  async function takeOffer(n: number, description: RTCSessionDescriptionInit): Promise<void> {
    if (n < newest) return;
    if (n === newest && pc.signalingState === 'stable') return say();
    // Our side of the path is new as well, so our credentials must be.
    if (settled) await refresh();
    await pc.setRemoteDescription(description);
    newest = n;
    openLines(pc);
    place();
    await settle(n);
    await pc.setLocalDescription(await pc.createAnswer());
    say();
  }

  function place(): void {
    enqueue('placing tracks', () => putTracks(pc, tracks));
  }

  async function takeAnswer(n: number, description: RTCSessionDescriptionInit): Promise<void> {
    if (n !== newest || pc.signalingState !== 'have-local-offer') return;
    await pc.setRemoteDescription(description);
    await settle(n);
  }

  async function settle(n: number): Promise<void> {
    settled = n;
    const waiting = held;
    held = [];
    for (const message of waiting) await takeCandidate(message);
  }

  async function takeCandidate(message: PeerMessage): Promise<void> {
    if (message.n < settled) return;
    if (message.n > settled) {
      if (held.length < mostHeld) held.push(message);
      return;
    }
    // One candidate that does not fit (an unknown name, an older generation) is no loss: there are others.
    await pc.addIceCandidate(message.candidate).catch(() => {});
  }

  return {
    start() {
      if (offers) enqueue('the first offer', () => offer(false));
    },
    receive: (message) => enqueue('a signal', () => take(message)),
    restart: () => enqueue('a restart', () => restart(newest)),
    resend: () => enqueue('a resend', () => (offers && pc.signalingState === 'stable' ? undefined : say())),
    found(found) {
      if (closed || !found?.candidate) return;
      const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = found;
      send({ n: newest, candidate: { candidate, sdpMid, sdpMLineIndex, usernameFragment } });
    },
    setTracks(now) {
      tracks = now;
      place();
    },
    enqueue,
    close() {
      closed = true;
    },
  };
}
