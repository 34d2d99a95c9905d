import { describe, expect, it, vi } from 'vitest';
import {
  createBackoff,
  createCleanup,
  createEmitter,
  createId,
  createSecret,
  fakeClock,
  memoryStore,
  webStore,
} from './index.ts';

describe('cleanup', () => {
  it('[RE60] runs every step once, last one first, even when one throws', () => {
    const order: number[] = [];
    const errors = vi.fn();
    const cleanup = createCleanup(errors);
    cleanup.add(() => order.push(1));
    cleanup.add(() => {
      throw new Error('a broken step');
    });
    cleanup.add(() => order.push(3));
    cleanup.run();
    cleanup.run();
    expect(order).toEqual([3, 1]);
    expect(errors).toHaveBeenCalledOnce();
  });

  it('[RE60] carries out a step that arrives after the run at once', () => {
    const cleanup = createCleanup();
    cleanup.run();
    const late = vi.fn();
    cleanup.add(late);
    expect(late).toHaveBeenCalledOnce();
  });
});

describe('clock', () => {
  it('[RE61] the fake clock runs what is due in order of time, and only that', () => {
    const clock = fakeClock();
    const order: string[] = [];
    clock.after(20, () => order.push('b'));
    clock.after(10, () => {
      order.push('a');
      clock.after(5, () => order.push('a+5'));
    });
    const takeBack = clock.after(15, () => order.push('never'));
    takeBack();
    clock.advance(19);
    expect(order).toEqual(['a', 'a+5']);
    clock.advance(1);
    expect(order).toEqual(['a', 'a+5', 'b']);
    expect(clock.pending).toBe(0);
  });
});

describe('backoff', () => {
  it('[RE62] doubles up to its ceiling and is never instant, whatever the dice say', () => {
    for (const dice of [0, 0.5, 0.999]) {
      const backoff = createBackoff({ firstMs: 100, maxMs: 400, random: () => dice });
      const waits = [1, 2, 3, 4, 5].map(() => backoff.nextMs());
      for (const [index, wait] of waits.entries()) {
        const step = Math.min(100 * 2 ** index, 400);
        expect(wait).toBeGreaterThanOrEqual(step / 4);
        expect(wait).toBeLessThanOrEqual(step);
      }
      backoff.reset();
      expect(backoff.nextMs()).toBe(waits[0]);
    }
  });
});

describe('ids and secrets', () => {
  it('[SE80] ids sort by time and do not repeat; a secret carries 128 bits unless told otherwise', () => {
    const ids = new Set(Array.from({ length: 5_000 }, () => createId('msg', 1_790_000_000_000)));
    expect(ids.size).toBe(5_000);
    expect(createId('msg', 1_790_000_000_001) > createId('msg', 1_790_000_000_000)).toBe(true);
    expect(createSecret()).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(createSecret(32)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

describe('stores', () => {
  it('[RE63] a browser storage that throws is a store that keeps nothing, not an error', () => {
    const store = webStore(() => {
      throw new Error('SecurityError');
    });
    expect(store.write('a', '1')).toBe(false);
    expect(store.read('a')).toBeNull();
    expect(() => store.remove('a')).not.toThrow();
  });

  it('[RE63] memory keeps for the life of the page', () => {
    const store = memoryStore();
    expect(store.write('a', '1')).toBe(true);
    expect(store.read('a')).toBe('1');
    store.remove('a');
    expect(store.read('a')).toBeNull();
  });
});

describe('emitter', () => {
  it('[RE64] a listener that throws does not silence the others; undo stops one', () => {
    const errors = vi.fn();
    const emitter = createEmitter<{ hello: string }>(errors);
    const heard: string[] = [];
    emitter.on('hello', () => {
      throw new Error('a broken listener');
    });
    const undo = emitter.on('hello', (who) => heard.push(who));
    emitter.emit('hello', 'Anna');
    undo();
    emitter.emit('hello', 'Ben');
    expect(heard).toEqual(['Anna']);
    expect(errors).toHaveBeenCalledTimes(2);
  });
});
