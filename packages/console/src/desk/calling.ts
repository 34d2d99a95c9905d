import { type CallPowers, type CallSession, type CallState, callMemory, type Devices } from '@theke/call';
import { type Clock, createCleanup, type KeyStore, silentLog } from '@theke/kit';
import type { Line } from '@theke/line';
import type {
  AgentAsks,
  AgentTells,
  CallJoined,
  CallMedia,
  CallRecord,
  IceServer,
  RefusalCode,
  Signal,
} from '@theke/protocol';
import type { Notices } from './notices.ts';
import { effect, type ReadonlySignal, signal } from './signals.ts';

/** The one call this desk is in, from ringing until its end has been seen. */
export interface DeskCall {
  conversationId: string;
  callId: string;
  session: CallSession;
}

export interface Calling {
  readonly current: ReadonlySignal<DeskCall | null>;
  start(conversationId: string, name: string): Promise<boolean>;
  /** Chooses a window to show, or stops showing it. */
  toggleScreen(): Promise<void>;
  /** Takes an ended call off the screen. */
  dismiss(): void;
  /** A call the server knows of: rings, is on, is over; or one this page had before it was loaded anew. */
  changed(call: CallRecord, name: string): void;
  joined(joined: CallJoined): void;
  signalled(signal: Signal): void;
  mediaTold(media: CallMedia & { callId: string }): void;
  away(callId: string): void;
  lineUp(): void;
  close(): void;
}

// How long the last word of a call stays readable.
const endShownMs = 6_000;
const passing: ReadonlySet<RefusalCode> = new Set(['offline', 'timeout', 'unavailable', 'tooOften']);
const nothing: CallMedia = { microphone: false, camera: false, screen: false };

/** Makes {@link Calling}: lays a call session on the desk's line. */
export function createCalling(powers: {
  line: Line<AgentAsks, AgentTells>;
  createCall: (powers: CallPowers) => CallSession;
  devices: Devices;
  /** Lives as long as the tab: brings a running call back after a reload. */
  tabStore: KeyStore;
  clock: Clock;
  notices: Notices;
}): Calling {
  const { line, clock } = powers;
  const memory = callMemory(powers.tabStore);
  const current = signal<DeskCall | null>(null);
  let cleanup = createCleanup();
  let iceServers: IceServer[] = [];
  let toldEnd = false;

  function begin(conversationId: string, callId: string): DeskCall {
    cleanup.run();
    cleanup = createCleanup();
    toldEnd = false;
    const session = powers.createCall({
      clock,
      log: silentLog,
      cameraBps: 1_500_000,
      openMedia: powers.devices.openMedia,
      send: (message) => void line.ask('call:signal', { ...message, callId }),
      iceServers: async () => iceServers,
      rejoin: () => void join(callId),
      tellMedia: (media) => void line.ask('call:media', { ...media, callId }),
    });
    const call = { conversationId, callId, session };
    current.value = call;
    cleanup.add(() => session.leave());
    cleanup.add(effect(() => follow(call, session.state.value, session.wanted.value)));
    return call;
  }

  function follow(call: DeskCall, state: CallState, media: CallMedia) {
    if (state.phase !== 'ended') {
      memory.write({ callId: call.callId, joinToken: '', media });
      return;
    }
    memory.forget();
    const { why } = state;
    if (!toldEnd && (why === 'hungUp' || why === 'cancelled' || why === 'lost' || why === 'missed')) {
      const said = why === 'missed' ? 'cancelled' : why;
      void line.ask('call:end', { callId: call.callId, why: said });
    }
    toldEnd = true;
    cleanup.add(
      clock.after(endShownMs, () => {
        if (current.peek() === call) current.value = null;
      }),
    );
  }

  async function join(callId: string) {
    const media = current.peek()?.session.media.peek() ?? nothing;
    const answer = await line.ask('call:join', { callId, media });
    if (answer.ok) return joined(answer.value);
    // Over, or somebody else's by now: waiting would only pretend. A missing line is mended by the next try.
    if (!passing.has(answer.refusal.code)) of(callId)?.session.end('server');
  }

  function joined(answer: CallJoined) {
    const call = of(answer.callId);
    if (!call) return;
    iceServers = answer.iceServers;
    call.session.joined(answer);
  }

  const of = (callId: string) => (current.peek()?.callId === callId ? current.peek() : null);
  const running = () => {
    const call = current.peek();
    return call && call.session.state.peek().phase !== 'ended' ? call : null;
  };

  return {
    current,
    joined,
    async start(conversationId, name) {
      if (running()) return false;
      const answer = await line.ask('call:start', { conversationId });
      if (!answer.ok) {
        powers.notices.refuse('call', answer.refusal.code);
        return false;
      }
      powers.notices.settle('call');
      if (of(answer.value.callId)) return true;
      begin(conversationId, answer.value.callId).session.ring({ direction: 'out', peer: name });
      return true;
    },
    async toggleScreen() {
      const call = running();
      if (!call) return;
      if (call.session.media.peek().screen) return call.session.shareScreen(null);
      const stream = await powers.devices.openScreen();
      if (stream && running() === call) call.session.shareScreen(stream);
      else for (const track of stream?.getTracks() ?? []) track.stop();
    },
    dismiss() {
      if (!running()) current.value = null;
    },
    changed(record, name) {
      const call = of(record.callId);
      if (record.phase === 'ended') {
        if (!call) return;
        toldEnd = true;
        call.session.end(record.why ?? 'server');
        return;
      }
      if (call && record.phase === 'on' && call.session.state.peek().phase === 'ringing')
        return void join(record.callId);
      const kept = memory.read();
      if (call || running() || kept?.callId !== record.callId || record.phase !== 'on') return;
      const back = begin(record.conversationId, record.callId);
      void back.session.resume({ peer: name, media: { ...kept.media, screen: false } });
      void join(record.callId);
    },
    signalled: (message) => of(message.callId)?.session.receive(message),
    mediaTold: ({ callId, ...media }) => of(callId)?.session.peerMediaTold(media),
    away: (callId) => of(callId)?.session.away(),
    lineUp: () => running()?.session.signallingUp(),
    close() {
      // Leaving the page is not hanging up: the call is taken up again when the page is back.
      cleanup.run();
      current.value = null;
    },
  };
}
