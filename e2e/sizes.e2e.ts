import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bundleSizes } from '../bench/sizes.ts';

// Budgets in kB after gzip -9, as in the bars W1–W3. A bundle over its budget is a failed test, not a warning.
const sizes = bundleSizes();

it('[RE93] the loader weighs at most 4 kB', () => {
  expect(sizes.loader).toBeGreaterThan(0.5);
  expect(sizes.loader).toBeLessThanOrEqual(4);
});

it('[RE93] the open chat weighs at most 32 kB beyond the loader, the rules at most 9 kB', () => {
  expect(sizes.chat).toBeGreaterThan(5);
  expect(sizes.chat).toBeLessThanOrEqual(32);
  expect(sizes.rules).toBeLessThanOrEqual(9);
  // Loaded beside them, each once it is wanted.
  expect(sizes.asking).toBeLessThanOrEqual(3);
  expect(sizes.commands).toBeLessThanOrEqual(4);
  // With what tabs of one visitor remember together.
  expect(sizes.visit).toBeLessThanOrEqual(1.4);
  // With what agents are told of a rule.
  expect(sizes.rulebook).toBeLessThanOrEqual(8.25);
  expect(sizes.adapters).toBeLessThanOrEqual(3);
});

it('[RE93] co-browsing weighs at most 34 kB, the call at most 36 kB, both beyond the open chat', () => {
  expect(sizes.share).toBeLessThanOrEqual(34);
  expect(sizes.call).toBeLessThanOrEqual(36);
});

it('[RE96] the README says what the bundles really weigh', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const told = [
    'loader',
    'chat',
    'rules',
    'asking',
    'commands',
    'share',
    'call',
    'together',
    'look',
    'act',
    'ways',
    'de',
  ];
  for (const part of told as (keyof typeof sizes)[]) {
    const says = readme.match(new RegExp(`\\| ${part} \\|[^|]*\\| ([\\d.]+) \\|`))?.[1];
    expect(
      Math.abs(Number(says) - sizes[part]),
      `${part}: the README says ${says}, the build ${sizes[part]}`,
    ).toBeLessThan(0.15);
  }
});
