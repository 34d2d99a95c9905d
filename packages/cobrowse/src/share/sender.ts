import type { Clock } from '@theke/kit';
import type { Answer, PageChunk, Refusal } from '@theke/protocol';

export interface SenderPowers {
  send: (chunk: PageChunk) => Promise<Answer<void>>;
  bufferedBytes: () => number;
  clock: Clock;
  /** There is room again for somebody who waited for it. */
  onRoom(): void;
  onTaken(): void;
  /** A chunk was not taken. Without a refusal nobody knows what became of it. */
  onLost(chunk: PageChunk, refusal?: Refusal): void;
}

/** Puts chunks on the line in their order, no faster than they are taken. */
export interface Sender {
  /** Nothing waits here, and the line would take a chunk now. */
  readonly hasRoom: boolean;
  /** Everything sent has been answered. */
  readonly isIdle: boolean;
  post(chunks: readonly PageChunk[]): void;
  /** Calls `onRoom` as soon as there is room. */
  waitForRoom(): void;
  /** Forgets what has not been sent; gives how many chunks that were. */
  clear(): number;
  stop(): void;
}

const maxUnanswered = 16;
const maxBufferedBytes = 262_144;
const pollMs = 25;
// Servers count chunks, and a refused one costs a whole new picture: stay below what they allow (60 a second, 120 at once).
const chunksPerMs = 0.05;
const maxAtOnce = 60;

/** Makes a {@link Sender}. Sends nothing by itself. */
export function createSender(powers: SenderPowers): Sender {
  const { clock } = powers;
  let queue: PageChunk[] = [];
  let unanswered = 0;
  let allowance = maxAtOnce;
  let countedMs = clock.elapsed();
  let isAwaited = false;
  let stopped = false;
  let polling: (() => void) | null = null;

  function isOpen(): boolean {
    const nowMs = clock.elapsed();
    allowance = Math.min(maxAtOnce, allowance + (nowMs - countedMs) * chunksPerMs);
    countedMs = nowMs;
    return allowance >= 1 && unanswered < maxUnanswered && powers.bufferedBytes() < maxBufferedBytes;
  }

  function pump(): void {
    polling?.();
    polling = null;
    while (!stopped && queue.length > 0 && isOpen()) void put(queue.shift()!);
    if (stopped || (queue.length === 0 && !isAwaited)) return;
    if (queue.length === 0 && isOpen()) {
      isAwaited = false;
      powers.onRoom();
    } else {
      polling = clock.after(pollMs, pump);
    }
  }

  async function put(chunk: PageChunk): Promise<void> {
    unanswered += 1;
    allowance -= 1;
    const answer = await powers.send(chunk).catch(() => null);
    unanswered -= 1;
    if (stopped) return;
    if (answer?.ok) powers.onTaken();
    else powers.onLost(chunk, answer?.refusal);
    pump();
  }

  return {
    get hasRoom() {
      return queue.length === 0 && isOpen();
    },
    get isIdle() {
      return queue.length === 0 && unanswered === 0;
    },
    post(chunks) {
      queue.push(...chunks);
      pump();
    },
    waitForRoom() {
      isAwaited = true;
      pump();
    },
    clear() {
      const waiting = queue.length;
      queue = [];
      return waiting;
    },
    stop() {
      stopped = true;
      queue = [];
      polling?.();
    },
  };
}
