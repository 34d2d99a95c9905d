import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('[IN261] a misspelt fact, value, signal, skill or duration does not compile where the shop’s words are declared', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
  const run = spawnSync(process.execPath, [compiler, '-p', 'examples/custom-rules/tsconfig.json'], {
    cwd: root,
    encoding: 'utf8',
  });
  // Every `@ts-expect-error` of typed.ts that expects in vain is an error of its own.
  expect(run.stdout.split('\n').filter((line) => line.startsWith('examples/'))).toEqual([]);
});
