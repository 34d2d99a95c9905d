// Types, format and lint: what can be said without running anything. Prints one line for each step.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Steps with the words that say what failed. Exported for the test run, which counts each as one check. */
export const checks = [
  { name: 'types of tests, benchmarks and examples', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'types of the browser rooms', command: ['tsc', '-p', 'packages/tsconfig.json'] },
  { name: 'types of the server', command: ['tsc', '-p', 'server/tsconfig.json'] },
  // A program of its own: the words a shop declares would hold for every other test as well.
  { name: 'types of the rules example', command: ['tsc', '-p', 'examples/custom-rules/tsconfig.json'] },
];

/** Runs them all, two at a time; returns how many passed and failed. */
export async function runChecks() {
  const counts = { passed: 0, failed: 0 };
  const left = [...checks];
  const lane = async () => {
    for (let check = left.shift(); check; check = left.shift()) {
      const [tool, ...args] = check.command;
      const { good, printed } = await run(toolPath(tool), args);
      process.stdout.write(`${printed}${good ? 'ok    ' : 'FAILED'} ${check.name}\n`);
      if (good) counts.passed += 1;
      else counts.failed += 1;
    }
  };
  await Promise.all([lane(), lane()]);
  return counts;
}

/** What it says comes in one piece: two speak at once. A step that hangs is a step that failed. */
function run(file, args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [file, ...args], { cwd: root, timeout: 600_000 });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        printed += text;
      });
    child.once('error', (error) => done({ good: false, printed: `${error.message}\n` }));
    child.once('close', (code) => done({ good: code === 0, printed: code === 0 ? '' : printed }));
  });
}

function toolPath(tool) {
  const files = { tsc: 'node_modules/typescript/bin/tsc', biome: 'node_modules/@biomejs/biome/bin/biome' };
  return `${root}${files[tool]}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit((await runChecks()).failed ? 1 : 0);
