import { limits, type PageChunk, type Refusal } from '@theke/protocol';
import { eventType } from '../events.ts';
import { createLosses } from './losses.ts';
import { createPacker, type Packer } from './packer.ts';
import { createSender } from './sender.ts';
import type { Draft, Stream, StreamPowers } from './streaming.ts';

// Changes after a quiet moment go at once, others together: at most 40 chunks a second, whatever the page does.
const togetherMs = 25;
// What costs the page more is done less often: a fifth of its time at most.
const restPerWork = 5;
const maxRestMs = 250;

/** Makes a {@link Stream}. Knows nothing of pages: texts in, chunks out. */
export function createStream(powers: StreamPowers): Stream {
  const { clock, maxChunkBytes = limits.pageChunkBytes, maxPictureBytes = limits.pictureBytes } = powers;
  const stats = { stream: powers.firstStream - 1, chunks: 0, bytes: 0, events: 0, dropped: 0 };
  let packer: Packer | null = null;
  let hasText = false;
  let seq = 0;
  let behind = true;
  let stopped = false;
  let quietUntilMs = Number.NEGATIVE_INFINITY;
  let workMs = 0;
  let isFilling = false;
  let scheduled: (() => void) | null = null;
  let retrying: (() => void) | null = null;
  let wantsMore = false;
  const losses = createLosses();

  const sender = createSender({
    send: powers.send,
    bufferedBytes: powers.bufferedBytes,
    clock,
    onRoom: proceed,
    onTaken: losses.forget,
    onLost: lost,
  });

  function drop(): void {
    scheduled?.();
    scheduled = null;
    isFilling = false;
    stats.dropped += sender.clear();
    behind = true;
  }

  /** There is room in the line: for what is to be told, or for a new stream. */
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

  function wake(): void {
    if (isFilling) wantsMore = true;
    if (stopped || behind || scheduled || isFilling) return;
    const dueMs = quietUntilMs - clock.elapsed();
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
    isFilling = false;
    if (stopped || behind || !packer) return;
    if (!sender.hasRoom) {
      sender.waitForRoom();
      return;
    }
    const sinceMs = clock.elapsed();
    const current = packer;
    isFilling = true;
    const isDone = powers.fill((text) => {
      hasText = true;
      current.push(text);
      stats.events += text.split('\n').length - 1;
    });
    isFilling = false;
    // A picture may have been begun, or everything stopped.
    if (stopped || behind || packer !== current) return;
    if (hasText) post(current.take());
    hasText = false;
    const nowMs = clock.elapsed();
    workMs += nowMs - sinceMs;
    if (!isDone) {
      isFilling = true;
      powers.later(flush);
      return;
    }
    quietUntilMs = nowMs + Math.max(togetherMs, Math.min(workMs * restPerWork, maxRestMs));
    workMs = 0;
    if (!wantsMore) return;
    wantsMore = false;
    wake();
  }

  function post(pieces: Uint8Array[], only?: readonly string[]): void {
    stats.chunks += pieces.length;
    stats.bytes += pieces.reduce((sum, piece) => sum + piece.length, 0);
    const { stream } = stats;
    const first = seq;
    seq += pieces.length;
    const one = only ? { only: [...only] } : {};
    sender.post(pieces.map((bytes, i) => ({ shareId: powers.shareId, stream, seq: first + i, bytes, ...one })));
    if (!only) powers.onShipped({ stream, seq: seq - 1 });
  }

  function begin(next: Packer): void {
    stats.stream += 1;
    seq = 0;
    packer = next;
    hasText = false;
    workMs = 0;
    behind = false;
    quietUntilMs = Number.NEGATIVE_INFINITY;
  }

  function lost(chunk: PageChunk, refusal?: Refusal): void {
    if (refusal && losses.isFinal(refusal)) {
      powers.onRefused(refusal.code);
      return;
    }
    // A chunk is missing on the way: nothing later in this stream is of use. Who missed a picture of their own asks again.
    if (chunk.only || chunk.stream !== stats.stream || behind) return;
    drop();
    const waitMs = losses.add(refusal);
    if (waitMs === null) powers.onRefused('notGranted');
    else retryIn(waitMs);
  }

  function draft(): Draft {
    const own = createPacker(maxChunkBytes);
    const taken = () => {
      const pieces = own.take();
      return pieces.reduce((sum, piece) => sum + piece.length, 0) > maxPictureBytes ? null : pieces;
    };
    return {
      write(text) {
        own.push(text);
        stats.events += text.split('\n').length - 1;
      },
      send() {
        if (stopped) return;
        const pieces = taken();
        drop();
        if (!pieces) {
          powers.onTooHeavy();
          return;
        }
        retrying?.();
        retrying = null;
        begin(own);
        post(pieces);
      },
      sendOnly(viewers) {
        const pieces = taken();
        if (stopped || behind || !pieces) return;
        const after = stats.stream;
        const chunks = seq;
        begin(own);
        post(pieces, viewers);
        begin(createPacker(maxChunkBytes));
        packer?.push(`{"type":${eventType.continued},"data":{"after":${after},"chunks":${chunks}}}\n`);
        hasText = true;
        wake();
      },
    };
  }

  return {
    draft,
    wake,
    drop,
    stop() {
      stopped = true;
      drop();
      retrying?.();
      sender.stop();
      packer = null;
    },
    get isWhole() {
      return !behind;
    },
    stats,
  };
}
