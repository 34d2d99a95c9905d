import { fakeClock } from '@theke/kit';
import { describe, expect, it } from 'vitest';
import { createQueue } from './queue.ts';

function queueOf({ costMs = 1, hidden = false } = {}) {
  const clock = fakeClock();
  const done: number[] = [];
  let floods = 0;
  const queue = createQueue<number>({
    clock,
    isHidden: () => hidden,
    work(job) {
      done.push(job);
      clock.advance(costMs);
      return true;
    },
    onFlood() {
      floods += 1;
      queue.clear();
    },
  });
  return { clock, queue, done, floods: () => floods };
}

describe('lines that wait', () => {
  it('[VW101] work is done in turns: of every stretch part is left to the window', () => {
    const { clock, queue, done } = queueOf();
    for (let i = 0; i < 100; i += 1) queue.push(i, 10);
    queue.pump();
    expect(done).toHaveLength(30);
    clock.advance(19);
    expect(done).toHaveLength(30);
    clock.advance(2);
    expect(done).toHaveLength(60);
    clock.advance(200);
    expect(done).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(clock.pending).toBe(0);
  });

  it('[VW101] in a hidden window nobody waits: all is done at once', () => {
    const { queue, done } = queueOf({ hidden: true });
    for (let i = 0; i < 500; i += 1) queue.push(i, 10);
    queue.pump();
    expect(done).toHaveLength(500);
  });

  it('[VW101] what has waited too long, or is too much, is given up', () => {
    const slow = queueOf({ costMs: 40 });
    for (let i = 0; i < 2_000; i += 1) slow.queue.push(i, 10);
    slow.queue.pump();
    slow.clock.advance(20_000);
    expect(slow.floods()).toBe(1);
    expect(slow.queue.length).toBe(0);
    const large = queueOf();
    for (let i = 0; i < 60; i += 1) large.queue.push(i, 1_000_000);
    expect(large.floods()).toBe(1);
  });

  it('[VW101] work that cannot go on yet waits until it is called again', () => {
    let ready = false;
    const done: number[] = [];
    const queue = createQueue<number>({
      clock: fakeClock(),
      isHidden: () => false,
      work(job) {
        done.push(job);
        return ready;
      },
      onFlood: () => {},
    });
    queue.push(1, 1);
    queue.push(2, 1);
    queue.pump();
    expect(done).toEqual([1]);
    ready = true;
    queue.pump();
    expect(done).toEqual([1, 2]);
  });
});
