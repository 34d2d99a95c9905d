import { describe, expect, it } from 'vitest';
import { broken, nextOrder, noOrder, type Step } from './order.ts';

function steps(...chunks: [stream: number, seq: number][]): Step[] {
  let order = noOrder;
  return chunks.map(([stream, seq]) => {
    const { order: now, step } = nextOrder(order, { stream, seq });
    order = now;
    return step;
  });
}

describe('order of chunks', () => {
  it('[VW11] chunks of a stream are taken in their order, doubled and old ones ignored', () => {
    expect(steps([1, 0], [1, 1], [1, 1], [1, 0], [1, 2], [2, 0], [1, 3], [2, 1])).toEqual([
      'first',
      'next',
      'ignore',
      'ignore',
      'next',
      'first',
      'ignore',
      'next',
    ]);
  });

  it('[VW3] a hole ends the stream: nothing of it is taken any more, the next stream is', () => {
    expect(steps([1, 0], [1, 2], [1, 1], [1, 3], [2, 0])).toEqual(['first', 'hole', 'ignore', 'ignore', 'first']);
  });

  it('[VW12] a stream that is come upon in the middle is a hole, once', () => {
    expect(steps([4, 3], [4, 4], [4, 0], [5, 0])).toEqual(['hole', 'ignore', 'ignore', 'first']);
    expect(nextOrder(broken({ stream: 3, next: 9 }), { stream: 3, seq: 9 }).step).toBe('ignore');
  });
});
