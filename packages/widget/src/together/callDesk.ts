import { effect, signal } from '@preact/signals-core';
import type { CallSession } from '@theke/call';
import { type Clock, silentLog, webStore } from '@theke/kit';
import type { CallJoined, CallMedia, CallRecord, IceServer } from '@theke/protocol';
import type { Core } from '../core.ts';
import type { Visit } from '../session/visit.ts';

export interface CallDeskPowers {
  core: Core;
  visit: Visit;
  clock: Clock;
  failed(): void;
}

/** The visitor's side of calls: rings, accepts, comes back after a page load. */
export function createCallDesk(powers: CallDeskPowers) {
  const { core, visit, clock } = powers;
  const { line } = visit;
  const call = signal<CallRecord | null>(null);
  const session = signal<CallSession | null>(null);
  const elsewhere = signal(false);
  // One click is the whole answer: a call has two pictures unless the visitor says otherwise here.
  const withCamera = signal(true);
  let iceServers: IceServer[] = [];
  let unwatch = () => {};
  const store = webStore(() => core.window.sessionStorage);

  async function make(record: CallRecord) {
    const parts = await core.load('call');
    const devices = parts.openDevices({ mediaDevices: core.window.navigator.mediaDevices, side: 'visitor' });
    const memory = parts.callMemory(store);
    const { callId } = record;
    const made = parts.createCall({
      send: (signalled) => void line.ask('call:signal', { ...signalled, callId }),
      openMedia: devices.openMedia,
      async iceServers() {
        // Credentials are short-lived; what the join gave stands in when the line is away.
        const fresh = await line.ask('call:servers', { callId });
        return fresh.ok ? fresh.value : iceServers;
      },
      rejoin: () => void join(made, callId),
      tellMedia(media) {
        void line.ask('call:media', { ...media, callId });
        // What the visitor wants, not what is open at this moment: the next page may come before the devices do.
        if (core.mayStore()) memory.write({ callId, joinToken: '', media: made.wanted.peek() });
      },
      clock,
      log: silentLog,
    });
    return { made, memory };
  }

  async function join(made: CallSession, callId: string, media: CallMedia = made.media.peek()) {
    const answer = await line.ask('call:join', { callId, media });
    if (answer.ok) joined(made, answer.value);
    else if (answer.refusal.code !== 'offline' && answer.refusal.code !== 'timeout') made.end('server');
  }

  function joined(made: CallSession, value: CallJoined) {
    iceServers = value.iceServers;
    made.joined(value);
  }

  /** Follows one call from here on; what it ends with, the server hears. */
  function hold(made: CallSession, record: CallRecord, forget: () => void) {
    unwatch();
    session.value = made;
    let started = false;
    unwatch = effect(() => {
      const state = made.state.value;
      if (state.phase === 'live' && !started) {
        started = true;
        core.emit('call:started', { callId: record.callId }, record.conversationId);
      }
      if (state.phase !== 'ended') return;
      forget();
      queueMicrotask(() => finish(made, record, state.why, started));
    });
  }

  function finish(made: CallSession, record: CallRecord, why: string, started: boolean) {
    if (session.peek() !== made) return;
    unwatch();
    session.value = null;
    if (call.peek()?.callId === record.callId) {
      call.value = null;
      void line.ask('call:end', { callId: record.callId, why: why === 'lost' ? 'lost' : 'hungUp' });
    }
    if (why === 'lost' || why === 'server') powers.failed();
    core.emit(started ? 'call:ended' : 'call:failed', { callId: record.callId, why }, record.conversationId);
  }

  async function answer(accept: boolean) {
    const record = call.peek();
    if (record?.phase !== 'ringing') return;
    if (!accept) {
      call.value = null;
      return void line.ask('call:answer', { callId: record.callId, accept: false });
    }
    // From here it is not ringing any more, even before the server has said so.
    call.value = { ...record, phase: 'on' };
    try {
      const { made, memory } = await make(record);
      hold(made, record, () => memory.forget());
      made.ring({ direction: 'in', peer: record.agent.name });
      const camera = withCamera.peek() && core.consent.camera !== false;
      void made.accept({ camera });
      if (core.mayStore())
        memory.write({ callId: record.callId, joinToken: '', media: { microphone: true, camera, screen: false } });
      const told = await line.ask('call:answer', { callId: record.callId, accept: true });
      if (!told.ok) return made.end('server');
      await join(made, record.callId, { microphone: true, camera, screen: false });
    } catch {
      call.value = null;
      powers.failed();
      core.emit('call:failed', { callId: record.callId, why: 'notLoaded' }, record.conversationId);
      void line.ask('call:answer', { callId: record.callId, accept: false });
    }
  }

  /** A call is on and this page does not hold it: taken up when this tab held it before its page load. */
  async function takeUp(record: CallRecord) {
    try {
      const { made, memory } = await make(record);
      const kept = memory.read();
      if (call.peek()?.callId !== record.callId || session.peek()) return;
      if (kept?.callId !== record.callId) {
        elsewhere.value = true;
        return;
      }
      hold(made, record, () => memory.forget());
      void made.resume({ peer: record.agent.name, media: kept.media });
      await join(made, record.callId, kept.media);
    } catch {
      elsewhere.value = true;
    }
  }

  function changed(next: CallRecord) {
    const before = call.peek();
    if (next.phase === 'ended') {
      if (before && before.callId !== next.callId) return;
      call.value = null;
      elsewhere.value = false;
      session.peek()?.end(next.why ?? 'hungUp');
      if (before && !session.peek())
        core.emit('call:ended', { callId: next.callId, why: next.why }, next.conversationId);
      return;
    }
    if (before?.callId === next.callId && before.phase === 'on') {
      call.value = { ...next, phase: 'on' };
      return;
    }
    call.value = next;
    if (next.phase === 'ringing') {
      if (before?.callId === next.callId) return;
      core.emit('call:incoming', { callId: next.callId }, next.conversationId);
      void core.load('call').catch(() => {});
    } else if (!session.peek()) {
      // Another tab accepted what rang here, or this page was loaded while the call went on.
      void takeUp(next);
    }
  }

  const undo = [
    line.on('call:changed', changed),
    line.on('call:signalled', (signalled) => session.peek()?.receive(signalled)),
    line.on('call:renewed', (value) => session.peek() && joined(session.peek()!, value)),
    line.on('call:mediaTold', (media) => session.peek()?.peerMediaTold(media)),
    line.on('call:away', () => session.peek()?.away()),
  ];
  const networkChanged = () => session.peek()?.networkChanged();
  core.window.addEventListener('online', networkChanged);
  undo.push(() => core.window.removeEventListener('online', networkChanged));

  return {
    call,
    session,
    elsewhere,
    withCamera,
    answer,
    end: () => session.peek()?.end('hungUp'),
    mute: (on: boolean) => void session.peek()?.setMicrophone(!on),
    welcomed(now: CallRecord | null) {
      if (now) changed(now);
      else if (call.peek()) changed({ ...call.peek()!, phase: 'ended' });
      session.peek()?.signallingUp();
    },
    /** The page goes, the call does not: nothing is told but that we are between two pages. */
    leave() {
      unwatch();
      session.peek()?.leave();
      session.value = null;
      call.value = null;
    },
    close() {
      const held = session.peek() && call.peek();
      if (held) void line.ask('call:end', { callId: held.callId, why: 'hungUp' });
      this.leave();
      for (const step of undo) step();
    },
  };
}

export type CallDesk = ReturnType<typeof createCallDesk>;
