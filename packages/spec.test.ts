import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

// Ties docs/spec.md to the tests: a rule nobody proves and a test that proves nothing written are both mistakes.

const root = fileURLToPath(new URL('..', import.meta.url));
const prefixes = 'CH|SH|VW|PR|CT|CA|IN|UP|HO|QU|CN|ID|RE|SE|AC';

const specText = readFileSync(join(root, 'docs/spec.md'), 'utf8');
const ruleLines = [...specText.matchAll(new RegExp(`^- \\*\\*\\[((?:${prefixes})\\d+)\\]\\*\\* \\S`, 'gm'))].map(
  (m) => m[1]!,
);
const tests = ['packages', 'server', 'examples', 'e2e', 'bench'].flatMap(listTests);
const cited = new Map<string, string>();
const untagged: string[] = [];
for (const path of tests) {
  const text = readFileSync(join(root, path), 'utf8');
  // Titles of it(...), test(...) and it.each(...)(...): every one begins with its rules.
  for (const match of text.matchAll(/\b(?:it|test)(?:\.each\(.*?\)|\.runIf\([^)]*\))?\(\s*(['"`])((?:(?!\1).)*)\1/gs)) {
    const title = match[2]!;
    const tags = [...title.matchAll(new RegExp(`\\[((?:${prefixes})\\d+)\\]`, 'g'))].map((m) => m[1]!);
    if (!/^\[/.test(title) || tags.length === 0) untagged.push(`${path}: "${title}"`);
    for (const tag of tags) cited.set(tag, path);
  }
}

it('[SE0] every rule of docs/spec.md is proved by a test', () => {
  expect(ruleLines.filter((rule) => !cited.has(rule))).toEqual([]);
});

it('[SE0] every test names the rule it proves', () => {
  expect(untagged).toEqual([]);
  const unknown = [...cited]
    .filter(([rule]) => !ruleLines.includes(rule))
    .map(([rule, path]) => `${path} cites ${rule}`);
  expect(unknown).toEqual([]);
});

it('[SE0] a rule has one number and a number one rule', () => {
  const doubled = ruleLines.filter((rule, index) => ruleLines.indexOf(rule) !== index);
  expect(doubled).toEqual([]);
});

function listTests(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    if (entry.isDirectory()) return listTests(path);
    return /\.(test|e2e|contract)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}
