import type { Clock, Log } from '@theke/kit';
import type { CallJoined, IceServer, Signal } from '@theke/protocol';
import { createHealer } from './healer.ts';
import type { SendLimits, Slot, Tracks } from './lines.ts';
import type { Peer, PeerPowers } from './peer.ts';
import { createPulse } from './pulse.ts';
import type { Vitals } from './vitals.ts';

/** What a link tells. `opened`: a new epoch began. `lost`: everything was tried. `remote` carries all lines at once. */
export type LinkEvent =
  | { type: 'opened' }
  | { type: 'connected'; afterHealing: boolean }
  | { type: 'shaken' }
  | { type: 'restarted' }
  | { type: 'lost' }
  | { type: 'remote'; tracks: Record<Slot, MediaStreamTrack> }
  | { type: 'vitals'; vitals: Vitals };

export interface LinkPowers {
  clock: Clock;
  send(signal: Signal): void;
  createPeer(powers: PeerPowers): Peer;
  iceServers(): Promise<IceServer[]>;
  /** Asks the server for a new epoch; the answer comes back through `joined`. */
  rejoin(): void;
  /** Whether the other side says that it sends something steadily; else silence is no alarm. */
  expectsMedia(): boolean;
  tracks(): Tracks;
  tell(event: LinkEvent): void;
  log: Log;
}

/** The way from one browser to the other over all epochs of one call, kept alive. */
export interface Link {
  joined(joined: CallJoined): void;
  receive(signal: Signal): void;
  signallingUp(): void;
  /** The machine changed networks: the old path may be gone and not yet know it. */
  networkChanged(): void;
  /** The other side is known to be gone for now: nothing to heal until it joins again. */
  rest(): void;
  tracksChanged(): void;
  limit(limits: SendLimits): void;
  close(): void;
}

/** A first link that is not there by then has lost a signal or a path. */
const linkPatienceMs = 5_000;
/** Most short breaks mend themselves within this; then waiting for the browser's verdict only costs time. */
const shakyPatienceMs = 1_500;
/** How long the one new epoch may take. */
const renewPatienceMs = 20_000;
const iceServersFreshMs = 120_000;
const iceServersPatienceMs = 1_500;
const mostEarly = 64;

/** Makes a {@link Link}. Knows no media devices and no call states; tells what happens through `tell`. */
export function createLink(powers: LinkPowers): Link {
  const { clock, log } = powers;
  let peer: Peer | null = null;
  let at = { callId: '', epoch: 0 };
  let servers: { list: IceServer[]; atMs: number } = { list: [], atMs: 0 };
  /** Signals of an epoch that we have not been told of yet. */
  let early: Signal[] = [];
  let everConnected = false;
  let renewing = false;
  let resting = false;
  let closed = false;
  const timers = { patience: () => {}, renew: () => {} };

  const healer = createHealer({
    clock,
    attempt() {
      pulse.askProof();
      log.info('restarting the link', { epoch: at.epoch });
      peer?.restart();
      if (everConnected) powers.tell({ type: 'restarted' });
    },
    giveUp: () => renew(),
  });

  const pulse = createPulse({
    clock,
    read: () => peer?.readVitals() ?? null,
    expectsMedia: () => peer?.health === 'connected' && powers.expectsMedia(),
    tell: (vitals) => powers.tell({ type: 'vitals', vitals }),
    proved: () => look(),
    silent() {
      log.warn('nothing arrives', { epoch: at.epoch });
      shaken();
      healer.start();
    },
  });

  function shaken(): void {
    if (everConnected) powers.tell({ type: 'shaken' });
  }

  function patient(ms: number, then: () => void): void {
    timers.patience();
    timers.patience = clock.after(ms, then);
  }

  /** The connection may have changed: what does that mean? */
  function look(): void {
    const health = peer?.health;
    if (closed || resting) return;
    switch (health) {
      case 'dead':
        renew();
        break;
      case 'broken':
        shaken();
        healer.start();
        break;
      case 'shaky':
        shaken();
        patient(shakyPatienceMs, () => peer?.health === 'shaky' && healer.start());
        break;
      case 'connected':
        // A browser calls a dead path connected for seconds: after a restart only an arrival counts.
        if (!healer.active || pulse.proved) connected();
        break;
    }
  }

  function connected(): void {
    timers.patience();
    timers.renew();
    renewing = false;
    everConnected = true;
    const afterHealing = healer.active;
    healer.stop();
    if (afterHealing) peer?.forceKeyFrame();
    powers.tell({ type: 'connected', afterHealing });
  }

  /** The last resort, once: a new epoch, and with it a new connection. */
  function renew(): void {
    healer.stop();
    if (renewing) return;
    renewing = true;
    log.warn('asking for a new epoch', { epoch: at.epoch });
    timers.patience();
    timers.renew = clock.after(renewPatienceMs, () => powers.tell({ type: 'lost' }));
    powers.rejoin();
  }

  async function freshIceServers(): Promise<IceServer[]> {
    if (clock.elapsed() - servers.atMs < iceServersFreshMs) return servers.list;
    let disarm = () => {};
    const tooLong = new Promise<null>((resolve) => {
      disarm = clock.after(iceServersPatienceMs, () => resolve(null));
    });
    const list = await Promise.race([powers.iceServers().catch(() => null), tooLong]);
    disarm();
    if (list) servers = { list, atMs: clock.elapsed() };
    else log.warn('no fresh servers for the restart; using the old ones');
    return servers.list;
  }

  function open(joined: CallJoined): void {
    peer?.close();
    healer.stop();
    timers.patience();
    resting = false;
    at = { callId: joined.callId, epoch: joined.epoch };
    servers = { list: joined.iceServers, atMs: clock.elapsed() };
    const remote: Partial<Record<Slot, MediaStreamTrack>> = {};
    const { callId, epoch } = at;
    powers.tell({ type: 'opened' });
    try {
      peer = powers.createPeer({
        offers: joined.offerer === 'me',
        iceServers: joined.iceServers,
        freshIceServers,
        send: (message) => powers.send({ callId, epoch, ...message }),
        changed: look,
        remote(slot, track) {
          remote[slot] = track;
          const { microphone, camera, screen } = remote;
          if (microphone && camera && screen) powers.tell({ type: 'remote', tracks: { microphone, camera, screen } });
        },
        log,
      });
    } catch (error) {
      log.error('no connection can be made', { error: String(error) });
      powers.tell({ type: 'lost' });
      return;
    }
    peer.setTracks(powers.tracks());
    peer.start();
    pulse.start();
    patient(linkPatienceMs, () => healer.start());
    const waiting = early;
    early = [];
    for (const signal of waiting) receive(signal);
  }

  function receive(signal: Signal): void {
    if (closed) return;
    if (peer && signal.callId === at.callId && signal.epoch === at.epoch) {
      peer.receive(signal);
      return;
    }
    const ahead = signal.callId !== at.callId ? at.callId === '' : signal.epoch > at.epoch;
    if (ahead && early.length < mostEarly) early.push(signal);
  }

  return {
    joined(joined) {
      if (closed) return;
      const again = peer && joined.callId === at.callId && joined.epoch === at.epoch;
      if (!again && joined.callId === at.callId && joined.epoch < at.epoch) return;
      if (!again) open(joined);
      for (const signal of joined.replay) receive(signal);
      if (again) peer?.resend();
    },
    receive,
    signallingUp() {
      peer?.resend();
      healer.nudge();
    },
    networkChanged() {
      if (!peer || resting) return;
      if (healer.active) healer.nudge();
      else if (everConnected) healer.start();
    },
    rest() {
      resting = true;
      healer.stop();
      pulse.stop();
      timers.patience();
      timers.renew();
      renewing = false;
    },
    tracksChanged: () => peer?.setTracks(powers.tracks()),
    limit: (limits) => peer?.limit(limits),
    close() {
      closed = true;
      healer.stop();
      pulse.stop();
      timers.patience();
      timers.renew();
      peer?.close();
      peer = null;
    },
  };
}
