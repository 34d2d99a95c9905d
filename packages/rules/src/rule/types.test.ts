import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// What a shop that declares its words gets wrong must not compile; what is right must. A program of its own: declarations are global.

const head = `
import { agent, all, count, dwell, fact, held, idle, seq, signalSeen, since } from '@theke/rules';
declare module '@theke/rules' {
  interface Facts { 'customer.tier': 'gold' | 'silver'; 'wishlist.size': number }
  interface Signals { 'wishlist.full': 1 }
  interface Skills { sales: 1; returns: 1 }
  interface Sections { reviews: 1 }
}
`;
const right = [
  `fact.eq('customer.tier', 'gold')`,
  `fact.gte('wishlist.size', 5)`,
  `fact.eq('visit.device', 'phone')`,
  `all(signalSeen('wishlist.full', '90s'), signalSeen('exit'), count('rage', { atLeast: 3, within: '1m' }))`,
  `seq(['search.empty', { signal: 'wishlist.full', at: 'x' }], { within: '2m' })`,
  `dwell('section', { section: 'reviews' }, '20s')`,
  `dwell('product', { product: 'P-1' }, '1.5h')`,
  `held(since('payment.failed', '30s'), '500ms')`,
  `agent('sales')`,
];
const wrong: [string, string][] = [
  ['a fact nobody declared', `fact.eq('customer.teir', 'gold')`],
  ['a value the fact cannot have', `fact.eq('customer.tier', 'bronze')`],
  ['a text for a number', `fact.gte('wishlist.size', '5')`],
  ['an order of texts', `fact.gt('page.type', 5)`],
  ['a glob on a number', `fact.match('wishlist.size', '*')`],
  ['a wrong kind in a list', `fact.in('visit.device', ['watch'])`],
  ['a signal nobody declared', `signalSeen('wishlist.ful')`],
  ['a signal nobody declared, counted', `count('rge', { atLeast: 3 })`],
  ['a signal nobody declared, in a sequence', `seq(['search.empty', 'exitt'])`],
  ['a signal nobody declared, ago', `since('payment.faild', '30s')`],
  ['a skill nobody declared', `agent('pharmacy')`],
  ['a section nobody declared', `dwell('section', { section: 'review' }, '20s')`],
  ['a place of another kind', `dwell('field', { form: 'x' }, '20s')`],
  ['a duration without a unit', `idle('20')`],
  ['a duration in a unit that is none', `held(agent('sales'), '20sec')`],
  ['a duration in words', `signalSeen('exit', 'soon')`],
];

/** Compiles each as a line of its own and answers which do not. */
function wrongLines(lines: readonly string[]): Set<number> {
  const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'typed-rules-'));
  const compilerOptions = { types: [], noUnusedLocals: false, paths: { '@theke/rules': [at('../index.ts')] } };
  const project = { extends: at('../../../../tsconfig.base.json'), compilerOptions, files: ['shop.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  writeFileSync(join(folder, 'shop.ts'), head + lines.map((line) => `${line};`).join('\n'));
  const tsc = at('../../../../node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const before = head.split('\n').length;
  const found = [...stdout.matchAll(/shop\.ts\((\d+),\d+\): error/g)].map(([, line]) => Number(line) - before);
  // Anything else that is wrong, outside of these lines, would make every answer worthless.
  return new Set(/(?<!shop)\.ts\(\d+,\d+\): error|^error/m.test(stdout) ? [-1, ...found] : found);
}

describe('typed rules', () => {
  const lines = [...right, ...wrong.map(([, line]) => line)];
  const found = wrongLines(lines);

  it('[IN122] compile with the words the shop declared and with those of the page', () => {
    expect(right.filter((_, i) => found.has(i))).toEqual([]);
    expect([...found].filter((line) => line < 0)).toEqual([]);
  });

  it.each(wrong.map(([what], i) => [what, right.length + i] as const))('[IN122] do not compile: %s', (_, line) => {
    expect(found.has(line)).toBe(true);
  });
});
