import { describe, expect, it } from 'vitest';
import { broken, goesOn, nextOrder, noOrder, type Order, type Step } from './order.ts';

function walk(...chunks: [stream: number, seq: number][]): { order: Order; steps: Step[] } {
  let order = noOrder;
  const steps = chunks.map(([stream, seq]) => {
    const { order: now, step } = nextOrder(order, { stream, seq });
    order = now;
    return step;
  });
  return { order, steps };
}
const steps = (...chunks: [stream: number, seq: number][]) => walk(...chunks).steps;

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
    expect(nextOrder(broken({ stream: 3, next: 9, before: null }), { stream: 3, seq: 9 }).step).toBe('ignore');
  });

  it('[VW100] a view that has a stream whole goes on with the one that continues it; any other does not', () => {
    const whole = walk([1, 0], [1, 1], [3, 0]).order;
    expect(goesOn(whole, { after: 1 })).toBe(true);
    expect(goesOn(whole, { after: 1, chunks: 2 })).toBe(true);
    expect(goesOn(whole, { after: 1, chunks: 3 })).toBe(false);
    expect(goesOn(whole, { after: 2 })).toBe(false);
    expect(goesOn(whole, { after: 3 })).toBe(false);
    expect(goesOn(walk([1, 0], [1, 2], [3, 0]).order, { after: 1 })).toBe(false);
    expect(goesOn(walk([3, 0]).order, { after: 1 })).toBe(false);
    expect(goesOn(walk([3, 1]).order, { after: 1 })).toBe(false);
  });

  it('[VW100] a view with a picture of its own goes on with what the others go on with', () => {
    const late = walk([2, 0], [2, 1], [3, 0], [3, 1]);
    expect(late.steps).toEqual(['first', 'next', 'first', 'next']);
    expect(goesOn(late.order, { after: 1 })).toBe(true);
    expect(goesOn(late.order, { after: 1, chunks: 40 })).toBe(true);
    // Two late viewers, one after the other: each had one of the pictures.
    const [first, second, both] = [
      walk([2, 0], [3, 0], [5, 0]).order,
      walk([4, 0], [5, 0]).order,
      walk([1, 0], [3, 0], [5, 0]).order,
    ];
    for (const order of [first, second, both]) expect(goesOn(order, { after: 3 })).toBe(true);
    expect(goesOn(walk([2, 0], [5, 0]).order, { after: 3 })).toBe(false);
  });
});
