import type { Clock } from '@theke/kit';
import { type Answer, limits, type PageChunk, type Refusal, type RefusalCode } from '@theke/protocol';
import { eventType, type PageEvent } from '../events.ts';
import { encode } from './encode.ts';
import { createPacker, type Packer } from './packer.ts';
import { createSender } from './sender.ts';

export interface StreamPowers {
  shareId: string;
  firstStream: number;
  send: (chunk: PageChunk) => Promise<Answer<void>>;
  bufferedBytes: () => number;
  clock: Clock;
  /** The stream broke or fell behind and the line is free again: begin a new one with a whole picture. */
  onRoom(): void;
  /** The other side will take nothing more. */
  onRefused(code: RefusalCode): void;
  maxChunkBytes?: number;
  /** Packed; a larger picture is not sent. */
  maxPictureBytes?: number;
  /** The page is more than can be sent. */
  onTooHeavy(): void;
}

/** Numbers and packs events. Sends nothing before the first `begin`. */
export interface Stream {
  begin(): void;
  add(event: PageEvent): void;
  /** Forgets what waits, until the next `begin`. */
  drop(): void;
  stop(): void;
  readonly stats: { stream: number; chunks: number; bytes: number; events: number; dropped: number };
}

// Changes after a quiet moment go at once, others together: at most 40 chunks a second, whatever the page does.
const togetherMs = 25;
// Above this a new picture is cheaper than what waits.
const maxWaitingChars = 2_000_000;
const retryMs = 500;
// Without a line there is nobody to try; whoever holds the line says when it is back.
const offlineRetryMs = 5_000;
const maxRetryMs = 10_000;
const final: ReadonlySet<RefusalCode> = new Set(['gone', 'forbidden', 'notFound', 'signedOut', 'malformed']);
// After a reconnection a chunk can overtake the joining of the share. Only when it stays so is it meant.
const maxNotGranted = 3;

/** Makes a {@link Stream}. Knows nothing of pages: events in, chunks out. */
export function createStream(powers: StreamPowers): Stream {
  const { clock, maxChunkBytes = limits.pageChunkBytes, maxPictureBytes = limits.pictureBytes } = powers;
  const stats = { stream: powers.firstStream - 1, chunks: 0, bytes: 0, events: 0, dropped: 0 };
  let packer: Packer | null = null;
  let seq = 0;
  let waiting: string[] = [];
  let waitingChars = 0;
  let behind = true;
  let stopped = false;
  let lastFlushMs = Number.NEGATIVE_INFINITY;
  let scheduled: (() => void) | null = null;
  let retrying: (() => void) | null = null;
  let losses = 0;
  let notGranted = 0;

  const sender = createSender({
    send: powers.send,
    bufferedBytes: powers.bufferedBytes,
    clock,
    onRoom: proceed,
    onTaken() {
      losses = 0;
      notGranted = 0;
    },
    onLost: lost,
  });

  function drop(): void {
    scheduled?.();
    scheduled = null;
    stats.dropped += waiting.length;
    waiting = [];
    waitingChars = 0;
    sender.clear();
    behind = true;
  }

  /** There is room in the line: for what waits, or for a new stream. */
  function proceed(): void {
    if (stopped || !packer) return;
    if (!behind) flush();
    else if (retrying) return;
    else if (sender.isIdle) powers.onRoom();
    else retryIn(togetherMs);
  }

  function retryIn(ms: number): void {
    retrying ??= clock.after(ms, () => {
      retrying = null;
      if (behind) sender.waitForRoom();
    });
  }

  function schedule(): void {
    if (scheduled) return;
    const dueMs = lastFlushMs + togetherMs - clock.elapsed();
    if (dueMs > 0) {
      scheduled = clock.after(dueMs, flush);
      return;
    }
    let open = true;
    scheduled = () => {
      open = false;
    };
    queueMicrotask(() => open && flush());
  }

  function flush(): void {
    scheduled?.();
    scheduled = null;
    if (stopped || behind || !packer || waiting.length === 0) return;
    if (!sender.hasRoom) {
      sender.waitForRoom();
      return;
    }
    lastFlushMs = clock.elapsed();
    const pieces = packer.pack(waiting.join(''));
    waiting = [];
    waitingChars = 0;
    const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (bytes > maxPictureBytes) {
      drop();
      powers.onTooHeavy();
      return;
    }
    stats.chunks += pieces.length;
    stats.bytes += bytes;
    const { stream } = stats;
    const first = seq;
    seq += pieces.length;
    sender.post(pieces.map((bytes, i) => ({ shareId: powers.shareId, stream, seq: first + i, bytes })));
  }

  function lost(chunk: PageChunk, refusal?: Refusal): void {
    if (refusal && final.has(refusal.code)) {
      powers.onRefused(refusal.code);
      return;
    }
    // A chunk is missing on the way: nothing later in this stream is of use.
    if (chunk.stream !== stats.stream || behind) return;
    drop();
    losses += 1;
    notGranted = refusal?.code === 'notGranted' ? notGranted + 1 : 0;
    if (notGranted > maxNotGranted) {
      powers.onRefused('notGranted');
      return;
    }
    const firstMs = refusal?.code === 'offline' ? offlineRetryMs : retryMs;
    retryIn(refusal?.retryInMs ?? Math.min(firstMs * 2 ** (losses - 1), maxRetryMs));
  }

  return {
    begin() {
      if (stopped) return;
      drop();
      retrying?.();
      retrying = null;
      behind = false;
      stats.stream += 1;
      seq = 0;
      packer = createPacker(maxChunkBytes);
      // A whole picture waits for nobody.
      lastFlushMs = Number.NEGATIVE_INFINITY;
    },
    add(event) {
      if (stopped) return;
      if (behind) {
        stats.dropped += 1;
        return;
      }
      const line = `${encode(event)}\n`;
      stats.events += 1;
      waiting.push(line);
      // The picture itself is what all else is measured against.
      if (event.type !== eventType.picture) waitingChars += line.length;
      if (waitingChars <= maxWaitingChars) return schedule();
      drop();
      sender.waitForRoom();
    },
    drop,
    stop() {
      stopped = true;
      drop();
      retrying?.();
      sender.stop();
      packer = null;
    },
    stats,
  };
}
