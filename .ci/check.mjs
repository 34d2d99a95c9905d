// Types, format and lint: what can be said without running anything. Prints one line for each step.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Steps with the words that say what failed. Exported for the test run, which counts each as one check. */
export const checks = [
  { name: 'types of the browser rooms', command: ['tsc', '-p', 'packages/tsconfig.json'] },
  { name: 'types of the server', command: ['tsc', '-p', 'server/tsconfig.json'] },
  { name: 'types of tests, benchmarks and examples', command: ['tsc', '-p', 'tsconfig.json'] },
  // A program of its own: the words a shop declares would hold for every other test as well.
  { name: 'types of the rules example', command: ['tsc', '-p', 'examples/custom-rules/tsconfig.json'] },
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
];

/** Runs them all; returns how many passed and failed. */
export function runChecks() {
  let passed = 0;
  let failed = 0;
  for (const check of checks) {
    const [tool, ...args] = check.command;
    const run = spawnSync(process.execPath, [toolPath(tool), ...args], { cwd: root, stdio: 'inherit' });
    const good = run.status === 0;
    console.log(`${good ? 'ok    ' : 'FAILED'} ${check.name}`);
    if (good) passed += 1;
    else failed += 1;
  }
  return { passed, failed };
}

function toolPath(tool) {
  const files = { tsc: 'node_modules/typescript/bin/tsc', biome: 'node_modules/@biomejs/biome/bin/biome' };
  return `${root}${files[tool]}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(runChecks().failed ? 1 : 0);
