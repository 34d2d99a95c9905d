import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { readArguments } from './parse.ts';
import { typedAt } from './testing/theke.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'theke-cli-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const theke = typedAt(dataDir);

it('[RE35] the command stands behind `npm run theke`, with its exit code', () => {
  const run = spawnSync(process.execPath, ['--import', 'tsx', 'server/src/cli/main.ts', 'site', 'add'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(run.status).toBe(2);
  expect(run.stderr).toContain('--id is missing');
});

it('[RE35] the operator adds a site, a person and a key, checks the audit log and makes a backup', async () => {
  const site = await theke(
    'site',
    'add',
    '--id',
    'own',
    '--origin',
    'https://shop.example',
    '--origin',
    'http://localhost:9000',
    '--json',
  );
  expect(JSON.parse(site.out)).toMatchObject({ id: 'own', origins: ['https://shop.example', 'http://localhost:9000'] });
  const person = await theke(
    'agent',
    'add',
    '--email',
    'Mia@shop.example',
    '--name',
    'Mia',
    '--skills',
    'sales,returns',
  );
  expect(person.code).toBe(0);
  expect(person.out).toMatch(/mia@shop\.example \(agent\), password \S{12,}/);
  expect(JSON.parse((await theke('key', 'add', '--scopes', 'orders:write', '--json')).out).key).toMatch(/^theke_/);
  expect(await theke('audit', 'verify')).toMatchObject({ code: 0, out: expect.stringContaining('whole') });
  const file = join(dataDir, 'copy.sqlite');
  expect((await theke('backup', '--to', file)).code).toBe(0);
  expect(existsSync(file)).toBe(true);
});

it('[RE35] a mistake is one sentence with the way to mend it, and exit code 2', async () => {
  for (const [list, words] of [
    [['site', 'add', '--id', 'own'], '--origin is missing'],
    [['site', 'add', '--id', 'own', '--origin', 'shop.example/path'], 'is not an origin'],
    [['agent', 'add', '--email', 'a@b.de', '--name', 'A', '--role', 'boss'], '--role must be one of'],
    [['key', 'add', '--scopes', 'everything'], 'There is no scope everything'],
    [['site', 'remove'], 'There is no command'],
    [['site', 'add', '--id'], '--id needs a value'],
  ] as const) {
    const answer = await theke(...list);
    expect(answer.code).toBe(2);
    expect(answer.err).toContain(words);
  }
  expect(await theke('--help')).toMatchObject({ code: 0, out: expect.stringContaining('audit verify') });
  expect(await theke('site', 'add', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--origin') });
});

it('[RE35] a command line is words, then named values; a repeated name collects', () => {
  expect(readArguments(['site', 'add', '--origin', 'a', '--origin=b=c', '--json'])).toEqual({
    words: ['site', 'add'],
    flags: new Map([
      ['origin', ['a', 'b=c']],
      ['json', []],
    ]),
  });
  expect(readArguments(['x', '--id', '--json'])).toEqual({ mistake: '--id needs a value.' });
});
