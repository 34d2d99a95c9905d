// `npm test`: types, lint, build, then every test – unit, server, real browser. Ends with `N passed, N failed`.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findOrInstallBrowser } from './browser.mjs';
import { runChecks } from './check.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

/** Far longer than any step takes on a slow machine: what hangs fails instead of keeping everybody waiting. */
const minute = 60_000;
const buildWithinMs = 10 * minute;
const testsWithinMs = 40 * minute;

const building = build();
const total = await runChecks();

const browser = findOrInstallBrowser();
if (!browser) {
  console.log(
    'No browser found. Install Chromium (Debian: apt-get install chromium) or set THEKE_BROWSER to the path of Chrome or Chromium.',
  );
  finish({ passed: total.passed, failed: total.failed + 1 });
}
console.log(`browser: ${browser}`);

if (!(await building)) finish({ passed: total.passed, failed: total.failed + 1 });

// What belongs to one run shares its two workers: neither waits while there is a file left.
const runs = [
  { name: 'code', projects: ['unit', 'server'] },
  { name: 'browser', projects: ['browser', 'journey'] },
  { name: 'alone', projects: ['alone'] },
];
mkdirSync('artefacts', { recursive: true });
for (const { name, projects } of runs) {
  const report = `artefacts/test-${name}.json`;
  rmSync(report, { force: true });
  const sinceMs = Date.now();
  const run = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, THEKE_BROWSER: browser },
      timeout: testsWithinMs,
      killSignal: 'SIGKILL',
    },
  );
  const counts = readCounts(report);
  total.passed += counts.passed;
  // A run that died, or failed outside any test (an unhandled error, a file that does not load), is a failure too.
  total.failed += counts.failed || (run.status === 0 ? 0 : 1);
  console.log(`${projects.join(' and ')}: ${Math.round((Date.now() - sinceMs) / 1000)} s`);
}
finish(total);

/** The bundles, beside the checks: neither needs the other. */
function build() {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['.ci/build.mjs'], {
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: buildWithinMs,
    });
    child.once('error', () => done(false));
    child.once('close', (code) => done(code === 0));
  });
}

/** Skipped tests are failures: with `CI=true` nothing may be left out. */
function readCounts(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const skipped = process.env.CI ? report.numPendingTests + report.numTodoTests : 0;
    return { passed: report.numPassedTests, failed: report.numFailedTests + skipped };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function finish({ passed, failed }) {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
