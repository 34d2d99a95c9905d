import { type Clock, createBackoff, createId, type KeyStore } from '@theke/kit';
import { type Answer, type Draft, limits, no, type Receipt, type RefusalCode, yes } from '@theke/protocol';

export type OutgoingState = 'queued' | 'sending' | 'failed';

/** A message on its way, as its sender sees it. */
export interface Outgoing extends Draft {
  state: OutgoingState;
  /** When it was written, by this browser's clock. For display only. */
  at: number;
  refusal?: RefusalCode;
}

/** Messages that are not yet acknowledged. They leave it only by a receipt or by the sender's own hand. */
export interface Outbox {
  readonly waiting: readonly Outgoing[];
  /** Refused with `tooLarge` when the text is too long or too much is waiting already. */
  add(draft: Draft): Answer<void>;
  retry(clientId: string): void;
  remove(clientId: string): void;
  onChange(fn: () => void): () => void;
  onSent(fn: (draft: Draft, receipt: Receipt) => void): () => void;
  /** The line is back: try now. */
  flush(): void;
  close(): void;
}

/** `send` is one try; `store` decides whether the outbox survives a reload. */
export interface OutboxPowers {
  store: KeyStore;
  key: string;
  send: (draft: Draft) => Promise<Answer<Receipt>>;
  clock: Clock;
}

/** Not the message's fault: kept and tried again. Everything else is told to the sender as failed. */
const passing: ReadonlySet<RefusalCode> = new Set(['offline', 'timeout', 'unavailable', 'tooOften']);

/**
 * Makes an outbox: in order, one in flight for each conversation, so a sender's own messages never swap.
 * A lost acknowledgement leads to a resend with the same `clientId`, which the server answers with the first receipt.
 */
export function createOutbox(powers: OutboxPowers): Outbox {
  const { clock, store, key } = powers;
  const changed = new Set<() => void>();
  const sent = new Set<(draft: Draft, receipt: Receipt) => void>();
  const backoff = createBackoff({ firstMs: 500, maxMs: 30_000 });
  const inFlight = new Set<string>();
  // Several tabs share one store: each writes only what is its own and leaves the others' alone. What is found at
  // the start is taken over – if its tab still lives, both send it, and the server keeps one.
  const me = createId('tab');
  let waiting: Outgoing[] = readKept(store.read(key)).map((kept) => kept.message);
  let takeBack: () => void = () => {};
  let closed = false;

  function keep(next: Outgoing[]) {
    waiting = next;
    const mine = new Set(next.map((one) => one.clientId));
    const others = readKept(store.read(key)).filter((kept) => kept.tab !== me && !mine.has(kept.message.clientId));
    const all: Kept[] = [...others, ...next.map((message) => ({ tab: me, message }))];
    if (all.length) store.write(key, JSON.stringify(all));
    else store.remove(key);
    for (const fn of [...changed]) fn();
  }

  const mark = (clientId: string, change: Partial<Outgoing>) =>
    keep(waiting.map((one) => (one.clientId === clientId ? { ...one, ...change } : one)));

  function flush() {
    if (closed) return;
    takeBack();
    for (const one of waiting) {
      if (one.state === 'failed' || inFlight.has(one.conversationId)) continue;
      void sendOne(one);
    }
  }

  async function sendOne(one: Outgoing) {
    inFlight.add(one.conversationId);
    mark(one.clientId, { state: 'sending' });
    const draft: Draft = { conversationId: one.conversationId, clientId: one.clientId, text: one.text };
    const answer = await powers.send(draft);
    inFlight.delete(one.conversationId);
    if (closed) return;
    if (answer.ok) {
      backoff.reset();
      // Told before it leaves the list, so that no screen shows a moment without the message.
      for (const fn of [...sent]) fn(draft, answer.value);
      keep(waiting.filter((other) => other.clientId !== one.clientId));
      return flush();
    }
    const { code, retryInMs } = answer.refusal;
    if (!passing.has(code)) {
      mark(one.clientId, { state: 'failed', refusal: code });
      return flush();
    }
    mark(one.clientId, { state: 'queued' });
    takeBack();
    takeBack = clock.after(Math.max(retryInMs ?? 0, backoff.nextMs()), flush);
  }

  return {
    get waiting() {
      return waiting;
    },
    add(draft) {
      if (draft.text.length > limits.messageChars || waiting.length >= limits.outboxMessages) return no('tooLarge');
      if (waiting.some((one) => one.clientId === draft.clientId)) return yes(undefined);
      keep([...waiting, { ...draft, state: 'queued', at: clock.now() }]);
      flush();
      return yes(undefined);
    },
    retry(clientId) {
      mark(clientId, { state: 'queued', refusal: undefined });
      flush();
    },
    remove: (clientId) => keep(waiting.filter((one) => one.clientId !== clientId)),
    onChange(fn) {
      changed.add(fn);
      return () => void changed.delete(fn);
    },
    onSent(fn) {
      sent.add(fn);
      return () => void sent.delete(fn);
    },
    flush,
    close() {
      closed = true;
      takeBack();
      changed.clear();
      sent.clear();
    },
  };
}

interface Kept {
  tab: string;
  message: Outgoing;
}

/** What a former page or another tab left. Whatever was in flight then is simply sent again. */
function readKept(text: string | null): Kept[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(list)) return [];
    return list.filter(isKept).map(({ tab, message }) => ({
      tab,
      message: message.state === 'failed' ? message : { ...message, state: 'queued' },
    }));
  } catch {
    return [];
  }
}

function isKept(value: unknown): value is Kept {
  const message = (value as Kept | null)?.message;
  return (
    typeof message?.clientId === 'string' &&
    typeof message.conversationId === 'string' &&
    typeof message.text === 'string'
  );
}
