// `npm test`: types, lint, build, then every test – unit, server, real browser. Ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findOrInstallBrowser } from './browser.mjs';
import { runChecks } from './check.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const total = runChecks();

const browser = findOrInstallBrowser();
if (!browser) {
  console.log(
    'No browser found. Install Chromium (Debian: apt-get install chromium) or set THEKE_BROWSER to the path of Chrome or Chromium.',
  );
  finish({ passed: total.passed, failed: total.failed + 1 });
}
console.log(`browser: ${browser}`);

const built = spawnSync(process.execPath, ['.ci/build.mjs'], { stdio: 'inherit' });
if (built.status !== 0) finish({ passed: total.passed, failed: total.failed + 1 });

mkdirSync('artefacts', { recursive: true });
for (const project of ['unit', 'server', 'browser', 'alone']) {
  const report = `artefacts/test-${project}.json`;
  rmSync(report, { force: true });
  const run = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, THEKE_BROWSER: browser } },
  );
  const counts = readCounts(report);
  total.passed += counts.passed;
  // A run that died, or failed outside any test (an unhandled error, a file that does not load), is a failure too.
  total.failed += counts.failed || (run.status === 0 ? 0 : 1);
}
finish(total);

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
