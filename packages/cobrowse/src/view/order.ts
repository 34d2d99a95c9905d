/** Where a view stands in a share's streams. */
export interface Order {
  stream: number;
  /** The chunk that must come next; null: nothing more of this stream is of use. */
  next: number | null;
}

/** What to do with a chunk. `hole`: something is missing; only a new stream helps. */
export type Step = 'first' | 'next' | 'ignore' | 'hole';

export const noOrder: Order = { stream: -1, next: null };

/** Takes note of a chunk by its numbers alone. Streams only go up; a stream with a hole is over. */
export function nextOrder(order: Order, chunk: { stream: number; seq: number }): { order: Order; step: Step } {
  if (chunk.stream < order.stream) return { order, step: 'ignore' };
  if (chunk.stream > order.stream) {
    if (chunk.seq === 0) return { order: { stream: chunk.stream, next: 1 }, step: 'first' };
    return { order: { stream: chunk.stream, next: null }, step: 'hole' };
  }
  if (order.next === null) return { order, step: 'ignore' };
  if (chunk.seq === order.next) return { order: { stream: order.stream, next: order.next + 1 }, step: 'next' };
  if (chunk.seq < order.next) return { order, step: 'ignore' };
  return { order: { stream: order.stream, next: null }, step: 'hole' };
}

/** The same stream after its content proved useless. */
export const broken = (order: Order): Order => ({ stream: order.stream, next: null });
