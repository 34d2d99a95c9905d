import { type FakeClock, fakeClock } from '@theke/kit';
import { type Answer, type Draft, type Entry, type EntryPage, type Receipt, yes } from '@theke/protocol';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  createThread,
  emptyThread,
  haveSeq,
  type MessageQueue,
  nextThread,
  type ThreadState,
  type Underway,
} from './index.ts';

const entry = (seq: number, more: Partial<Entry> = {}): Entry => ({
  id: `ent_${seq}`,
  conversationId: 'cnv_1',
  seq,
  at: seq,
  author: { kind: 'agent', agentId: 'agt_1', name: 'Anna' },
  leg: { legId: 'leg_1', kind: 'web' },
  body: { type: 'text', text: `line ${seq}` },
  ...more,
});

function fakeQueue() {
  let waiting: Underway[] = [];
  const changed = new Set<() => void>();
  const sent = new Set<(draft: Draft, receipt: Receipt) => void>();
  const tell = () => {
    for (const fn of changed) fn();
  };
  const queue: MessageQueue & { acknowledge(receipt: Receipt): void } = {
    get waiting() {
      return waiting;
    },
    add(draft) {
      waiting = [...waiting, { ...draft, state: 'sending', at: 1 }];
      tell();
      return yes(undefined);
    },
    retry: vi.fn(),
    remove: vi.fn(),
    onChange(fn) {
      changed.add(fn);
      return () => changed.delete(fn);
    },
    onSent(fn) {
      sent.add(fn);
      return () => sent.delete(fn);
    },
    acknowledge(receipt) {
      const [first, ...rest] = waiting;
      for (const fn of sent) fn(first!, receipt);
      waiting = rest;
      tell();
    },
  };
  return queue;
}

function world(all: Entry[] = []) {
  const clock: FakeClock = fakeClock();
  const outbox = fakeQueue();
  const asks: number[] = [];
  const tellTyping = vi.fn();
  const tellRead = vi.fn();
  const thread = createThread({
    conversationId: 'cnv_1',
    mySide: 'visitor',
    outbox,
    clock,
    tellTyping,
    tellRead,
    async resume(afterSeq): Promise<Answer<EntryPage>> {
      asks.push(afterSeq);
      const entries = all.filter((one) => one.seq > afterSeq).slice(0, 2);
      return yes({ conversationId: 'cnv_1', entries, headSeq: all.length, more: true });
    },
  });
  return { thread, outbox, clock, asks, tellTyping, tellRead };
}

const settled = () => new Promise((done) => setTimeout(done));
const texts = (thread: ReturnType<typeof world>['thread']) =>
  thread.lines.value.map((line) => (line.entry?.body.type === 'text' ? line.entry.body.text : line.outgoing?.text));

describe('the order of a thread', () => {
  it('[CH100] entries that come doubled and in any order stand once each, in the order of their seq', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 60 }), (arrivals) => {
        let state: ThreadState = emptyThread;
        for (const seq of arrivals) state = nextThread(state, { type: 'took', entries: [entry(seq)], headSeq: seq });
        const whole = new Set(arrivals);
        let expected = 0;
        while (whole.has(expected + 1)) expected++;
        expect(haveSeq(state)).toBe(expected);
        expect(state.entries.map((one) => one.seq)).toEqual(Array.from({ length: expected }, (_, i) => i + 1));
      }),
    );
  });

  it('[CH101] a hole is filled by asking from the last line held, page by page', async () => {
    const all = [1, 2, 3, 4, 5].map((seq) => entry(seq));
    const { thread, asks } = world(all);
    thread.take([all[0]!], 1);
    thread.take([all[4]!], 5);
    await settled();
    expect(asks).toEqual([1, 3]);
    expect(thread.haveSeq).toBe(5);
    expect(texts(thread)).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5']);
  });

  it('[CH102] a changed entry, such as one that was delivered, replaces the old one', () => {
    const { thread } = world();
    thread.take([entry(1, { delivery: 'queued' })], 1);
    thread.take([entry(1, { delivery: 'sent' })], 1);
    expect(thread.lines.value).toHaveLength(1);
    expect(thread.lines.value[0]?.entry?.delivery).toBe('sent');
  });
});

describe('my own messages', () => {
  it('[CH103] a message stays one line from draft to read, never doubled and never gone in between', async () => {
    const { thread, outbox } = world();
    const seen: (string | undefined)[][] = [];
    const undo = thread.lines.subscribe((lines) => seen.push(lines.map((line) => line.state)));
    thread.send('Hello');
    const clientId = outbox.waiting[0]!.clientId;
    outbox.acknowledge({ id: 'ent_1', seq: 1, at: 5 });
    thread.take([entry(1, { author: { kind: 'visitor' }, clientId, body: { type: 'text', text: 'Hello' } })], 1);
    thread.peerRead(1);
    undo();
    expect(seen.every((states, index) => index === 0 || states.length === 1)).toBe(true);
    expect(seen.map((states) => states[0])).toContain('sending');
    expect(thread.lines.value).toMatchObject([{ key: clientId, mine: true, state: 'read' }]);
  });
});

describe('reading and typing', () => {
  it('[CH104] unread counts the other side’s lines since I last looked, and events do not count', () => {
    const { thread, tellRead } = world();
    const started = entry(1, {
      author: { kind: 'system' },
      body: { type: 'event', event: { type: 'assigned', agentName: 'Anna' } },
    });
    thread.take([started, entry(2), entry(3)], 3);
    expect(thread.unread.value).toBe(2);
    thread.markRead();
    thread.markRead();
    expect(thread.unread.value).toBe(0);
    expect(tellRead.mock.calls).toEqual([[3]]);
    thread.readElsewhere(2);
    expect(thread.unread.value).toBe(0);
  });

  it('[CH105] typing is told at most every three seconds, and what the other side types fades by itself', () => {
    const { thread, clock, tellTyping } = world();
    for (let i = 0; i < 10; i++) thread.typing(true);
    clock.advance(3_001);
    thread.typing(true);
    thread.typing(false);
    expect(tellTyping.mock.calls).toEqual([[true], [true], [false]]);
    thread.peerTyped(true, 'Anna');
    expect(thread.peerTyping.value).toBe('Anna');
    clock.advance(6_001);
    expect(thread.peerTyping.value).toBeNull();
    thread.peerTyped(true, 'Anna');
    thread.take([entry(1)], 1);
    expect(thread.peerTyping.value).toBeNull();
  });
});
