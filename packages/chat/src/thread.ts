import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import { type Clock, createCleanup, createId } from '@theke/kit';
import type { Answer, Draft, Entry, EntryPage, Receipt } from '@theke/protocol';
import { type Side, type ThreadLine, threadLines, unreadCount } from './lines.ts';
import { emptyThread, haveSeq, nextThread, type ThreadEvent, type Underway } from './state.ts';

/** Whoever sends for us: `line`'s outbox fits. */
export interface MessageQueue {
  readonly waiting: readonly Underway[];
  add(draft: Draft): Answer<void>;
  retry(clientId: string): void;
  remove(clientId: string): void;
  onChange(fn: () => void): () => void;
  onSent(fn: (draft: Draft, receipt: Receipt) => void): () => void;
}

export interface ThreadPowers {
  conversationId: string;
  mySide: Side;
  outbox: MessageQueue;
  /** Asks the server for what comes after; called until nothing is missing. */
  resume(afterSeq: number): Promise<Answer<EntryPage>>;
  tellTyping(on: boolean): void;
  tellRead(seq: number): void;
  clock: Clock;
}

/** One conversation's thread, on either side. */
export interface Thread {
  readonly lines: ReadonlySignal<readonly ThreadLine[]>;
  readonly headSeq: ReadonlySignal<number>;
  readonly unread: ReadonlySignal<number>;
  /** Name of who is typing over there, or null. Forgets by itself. */
  readonly peerTyping: ReadonlySignal<string | null>;
  /** Any order, doubled: harmless. A hole is filled by asking. */
  take(entries: readonly Entry[], headSeq: number): void;
  send(text: string): Answer<void>;
  retry(clientId: string): void;
  remove(clientId: string): void;
  typing(on: boolean): void;
  peerTyped(on: boolean, name: string): void;
  /** Everything shown so far has been seen by me. */
  markRead(): void;
  peerRead(seq: number): void;
  /** After a reconnect the server's word on how far I had read, from any of my screens. */
  readElsewhere(seq: number): void;
  readonly haveSeq: number;
  close(): void;
}

function entryOf(draft: Draft, receipt: Receipt, mySide: Side): Entry {
  return {
    ...receipt,
    conversationId: draft.conversationId,
    clientId: draft.clientId,
    author: mySide === 'visitor' ? { kind: 'visitor' } : { kind: 'agent', agentId: '', name: '' },
    leg: { legId: '', kind: 'web' },
    body: { type: 'text', text: draft.text },
  };
}

// "…is typing" outlives a lost "stopped typing" by this much.
const typingFadesMs = 6_000;
// Told at most this often while somebody types on; well under the fading time of the other side.
const typingRepeatsMs = 3_000;

/** Makes a {@link Thread}. Knows no sockets and no screens: entries come in by `take`, drafts leave by `outbox`. */
export function createThread(powers: ThreadPowers): Thread {
  const { conversationId, mySide, outbox, clock } = powers;
  const cleanup = createCleanup();
  const state = signal(emptyThread);
  const underway = signal<readonly Underway[]>([]);
  const peerTyping = signal<string | null>(null);
  const step = (event: ThreadEvent) => {
    state.value = nextThread(state.value, event);
  };

  const readOutbox = () => {
    underway.value = outbox.waiting.filter((one) => one.conversationId === conversationId);
  };
  readOutbox();
  cleanup.add(outbox.onChange(readOutbox));
  cleanup.add(
    outbox.onSent((draft, receipt) => {
      if (draft.conversationId !== conversationId) return;
      // Shown as sent at once; the server's own copy replaces this one when it comes.
      step({ type: 'took', entries: [entryOf(draft, receipt, mySide)], headSeq: receipt.seq });
      void fill(receipt.seq);
    }),
  );

  let filling = false;
  /** Asks until nothing up to `headSeq` is missing. One at a time; a failure waits for the next reason to ask. */
  async function fill(headSeq: number) {
    step({ type: 'took', entries: [], headSeq });
    if (filling) return;
    filling = true;
    while (!cleanup.done && haveSeq(state.value) < state.value.headSeq) {
      const before = haveSeq(state.value);
      const answer = await powers.resume(before);
      if (!answer.ok) break;
      step({ type: 'took', entries: answer.value.entries, headSeq: answer.value.headSeq });
      if (haveSeq(state.value) === before) break;
    }
    filling = false;
  }

  let fade: () => void = () => {};
  let typingToldAtMs = Number.NEGATIVE_INFINITY;
  cleanup.add(() => fade());

  return {
    lines: computed(() => threadLines(state.value, underway.value, mySide)),
    headSeq: computed(() => state.value.headSeq),
    unread: computed(() => unreadCount(state.value, mySide)),
    peerTyping,
    take(entries, headSeq) {
      step({ type: 'took', entries, headSeq });
      if (entries.some((entry) => entry.author.kind !== mySide && entry.body.type !== 'event')) peerTyping.value = null;
      if (haveSeq(state.value) < state.value.headSeq) void fill(headSeq);
    },
    send(text) {
      typingToldAtMs = Number.NEGATIVE_INFINITY;
      return outbox.add({ conversationId, clientId: createId('msg', clock.now()), text });
    },
    retry: (clientId) => outbox.retry(clientId),
    remove: (clientId) => outbox.remove(clientId),
    typing(on) {
      const nowMs = clock.elapsed();
      if (on && nowMs - typingToldAtMs < typingRepeatsMs) return;
      typingToldAtMs = on ? nowMs : Number.NEGATIVE_INFINITY;
      powers.tellTyping(on);
    },
    peerTyped(on, name) {
      fade();
      peerTyping.value = on ? name : null;
      if (on)
        fade = clock.after(typingFadesMs, () => {
          peerTyping.value = null;
        });
    },
    markRead() {
      const seq = haveSeq(state.value);
      if (seq <= state.value.readByMeSeq) return;
      step({ type: 'readByMe', seq });
      powers.tellRead(seq);
    },
    peerRead: (seq) => step({ type: 'readByPeer', seq }),
    readElsewhere: (seq) => step({ type: 'readByMe', seq }),
    get haveSeq() {
      return haveSeq(state.value);
    },
    close: () => cleanup.run(),
  };
}
