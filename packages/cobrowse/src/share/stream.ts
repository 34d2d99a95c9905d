import type { Clock } from '@theke/kit';
import { type Answer, limits, type PageChunk, type RefusalCode } from '@theke/protocol';
import { eventType, type PageEvent } from '../events.ts';
import { encode } from './encode.ts';
import { createPacker, type Packer } from './packer.ts';

export interface StreamPowers {
  shareId: string;
  firstStream: number;
  send: (chunk: PageChunk) => Promise<Answer<void>>;
  bufferedBytes: () => number;
  clock: Clock;
  /** Calls back before the next frame is drawn; may never do so while the page is hidden. Gives its undo. */
  nextFrame: (fn: () => void) => () => void;
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

/** Numbers, packs and paces events. Sends nothing before the first `begin`. */
export interface Stream {
  begin(): void;
  add(event: PageEvent): void;
  /** Forgets what waits, until the next `begin`. */
  drop(): void;
  stop(): void;
  readonly stats: { stream: number; chunks: number; bytes: number; events: number; dropped: number };
}

// One frame. Events after a quiet frame go at once, others with the next frame.
const frameMs = 16;
const hiddenFrameMs = 50;
const maxUnanswered = 16;
const maxBufferedBytes = 262_144;
// Above this a new picture is cheaper than what waits.
const maxWaitingChars = 2_000_000;
const pollMs = 25;
const firstRetryMs = 500;
const maxRetryMs = 10_000;
const final: ReadonlySet<RefusalCode> = new Set([
  'notGranted',
  'gone',
  'forbidden',
  'notFound',
  'signedOut',
  'malformed',
]);

/** Makes a {@link Stream}. Knows nothing of pages: lines in, chunks out. */
export function createStream(powers: StreamPowers): Stream {
  const { clock, maxChunkBytes = limits.pageChunkBytes, maxPictureBytes = limits.pictureBytes } = powers;
  const stats = { stream: powers.firstStream - 1, chunks: 0, bytes: 0, events: 0, dropped: 0 };
  let packer: Packer | null = null;
  let seq = 0;
  let waiting: string[] = [];
  let waitingChars = 0;
  let ready: PageChunk[] = [];
  let unanswered = 0;
  let behind = true;
  let stopped = false;
  let lastFlushMs = Number.NEGATIVE_INFINITY;
  let scheduled: (() => void) | null = null;
  let polling: (() => void) | null = null;
  let retryMs = firstRetryMs;
  let notBeforeMs = Number.NEGATIVE_INFINITY;

  const isFree = () => unanswered < maxUnanswered && powers.bufferedBytes() < maxBufferedBytes;

  function drop(): void {
    stats.dropped += waiting.length;
    waiting = [];
    waitingChars = 0;
    ready = [];
    behind = true;
  }

  function schedule(): void {
    if (scheduled) return;
    if (clock.elapsed() - lastFlushMs >= frameMs) {
      let open = true;
      scheduled = () => {
        open = false;
      };
      queueMicrotask(() => open && flush());
      return;
    }
    const undoFrame = powers.nextFrame(flush);
    const undoTimer = clock.after(hiddenFrameMs, flush);
    scheduled = () => {
      undoFrame();
      undoTimer();
    };
  }

  function flush(): void {
    scheduled?.();
    scheduled = null;
    if (stopped || behind || !packer || waiting.length === 0 || ready.length > 0 || !isFree()) {
      pump();
      return;
    }
    lastFlushMs = clock.elapsed();
    const text = waiting.join('');
    waiting = [];
    waitingChars = 0;
    for (const bytes of packer.pack(text)) {
      ready.push({ shareId: powers.shareId, stream: stats.stream, seq, bytes });
      seq += 1;
    }
    if (ready.reduce((sum, chunk) => sum + chunk.bytes.length, 0) > maxPictureBytes) {
      drop();
      powers.onTooHeavy();
      return;
    }
    pump();
  }

  function poll(): void {
    polling ??= clock.after(Math.max(pollMs, notBeforeMs - clock.elapsed()), () => {
      polling = null;
      pump();
    });
  }

  function pump(): void {
    while (!stopped && ready.length > 0 && isFree()) void post(ready.shift()!);
    if (stopped) return;
    if (ready.length > 0) {
      if (unanswered < maxUnanswered) poll();
    } else if (waiting.length > 0 && !scheduled) {
      if (isFree()) flush();
      else poll();
    } else if (behind && packer && waiting.length === 0 && unanswered === 0) {
      if (isFree() && clock.elapsed() >= notBeforeMs) powers.onRoom();
      else poll();
    }
  }

  async function post(chunk: PageChunk): Promise<void> {
    unanswered += 1;
    stats.chunks += 1;
    stats.bytes += chunk.bytes.length;
    const answer = await powers.send(chunk).catch(() => null);
    unanswered -= 1;
    if (stopped) return;
    if (answer?.ok) {
      retryMs = firstRetryMs;
      return pump();
    }
    if (answer && final.has(answer.refusal.code)) return powers.onRefused(answer.refusal.code);
    // A chunk is missing on the way: nothing later in this stream is of use.
    if (chunk.stream !== stats.stream || behind) return;
    drop();
    notBeforeMs = clock.elapsed() + (answer?.refusal.retryInMs ?? retryMs);
    retryMs = Math.min(retryMs * 2, maxRetryMs);
    poll();
  }

  return {
    begin() {
      if (stopped) return;
      scheduled?.();
      scheduled = null;
      drop();
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
      if (waitingChars > maxWaitingChars) {
        drop();
        return poll();
      }
      schedule();
    },
    drop,
    stop() {
      stopped = true;
      scheduled?.();
      polling?.();
      drop();
      packer = null;
    },
    stats,
  };
}
