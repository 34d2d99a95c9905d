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
});

it('[RE93] co-browsing weighs at most 34 kB, the call at most 36 kB, both beyond the open chat', () => {
  expect(sizes.share).toBeLessThanOrEqual(34);
  expect(sizes.call).toBeLessThanOrEqual(36);
});

it('[RE96] the README says what the bundles really weigh', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  for (const part of ['loader', 'chat', 'rules', 'share', 'call', 'together', 'look', 'act', 'ways', 'de'] as const) {
    const told = readme.match(new RegExp(`\\| ${part} \\|[^|]*\\| ([\\d.]+) \\|`))?.[1];
    expect(
      Math.abs(Number(told) - sizes[part]),
      `${part}: the README says ${told}, the build ${sizes[part]}`,
    ).toBeLessThan(0.15);
  }
});
