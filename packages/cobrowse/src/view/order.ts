/** Where a view stands in a share's streams. */
export interface Order {
  stream: number;
  /** The chunk that must come next; null: nothing more of this stream is of use. */
  next: number | null;
  /** The stream before this one, if nothing of it was missing so far: which, and how many chunks of it came. */
  before: { stream: number; chunks: number } | null;
}

/** What to do with a chunk. `hole`: something is missing; only a new stream helps. */
export type Step = 'first' | 'next' | 'ignore' | 'hole';

export const noOrder: Order = { stream: -1, next: null, before: null };

/** Takes note of a chunk by its numbers alone. Streams only go up; a stream with a hole is over. */
export function nextOrder(order: Order, chunk: { stream: number; seq: number }): { order: Order; step: Step } {
  const { stream, seq } = chunk;
  if (stream < order.stream) return { order, step: 'ignore' };
  if (stream > order.stream) {
    const before = order.next === null ? null : { stream: order.stream, chunks: order.next };
    if (seq === 0) return { order: { stream, next: 1, before }, step: 'first' };
    return { order: { stream, next: null, before: null }, step: 'hole' };
  }
  if (order.next === null) return { order, step: 'ignore' };
  if (seq === order.next) return { order: { ...order, next: order.next + 1 }, step: 'next' };
  if (seq < order.next) return { order, step: 'ignore' };
  return { order: { stream, next: null, before: null }, step: 'hole' };
}

/** The same stream after its content proved useless. */
export const broken = (order: Order): Order => ({ stream: order.stream, next: null, before: null });

/**
 * Whether a stream that says it goes on from `after` goes on from what this view has: the very stream, whole as far as can be
 * known, or the one after it, which carried a picture for this view alone.
 */
export function goesOn(order: Order, from: { after: number; chunks?: number }): boolean {
  const { before } = order;
  if (!before || order.stream <= from.after) return false;
  if (before.stream === from.after) return from.chunks === undefined || from.chunks === before.chunks;
  return before.stream === from.after + 1 && order.stream === from.after + 2;
}
