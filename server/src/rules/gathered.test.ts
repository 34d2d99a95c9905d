import { fakeClock } from '@theke/kit';
import { expect, it } from 'vitest';
import { createGathered } from './gathered.ts';

it('[SE247] the first of many changes is told at once, the others gathered, the last never lost', () => {
  const clock = fakeClock();
  const told: string[] = [];
  const pages = createGathered(clock.after, 1_000, (name) => void told.push(`${name} ${clock.elapsed()}`));
  pages.tell('a');
  expect(told).toEqual(['a 0']);
  for (let n = 0; n < 200; n += 1) {
    pages.tell('a');
    clock.advance(10);
  }
  pages.tell('b');
  clock.advance(5_000);
  expect(told).toEqual(['a 0', 'a 1000', 'a 2000', 'b 2000']);
  expect(clock.pending).toBe(0);
  pages.tell('a');
  pages.tell('a');
  pages.stop();
  expect(clock.pending).toBe(0);
});
