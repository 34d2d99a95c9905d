// Finds the browser for the tests: THEKE_BROWSER, the system's, npm's; else installs Debian's when that is possible.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [
  process.env.THEKE_BROWSER,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A mirror that does not answer is no reason to wait for ever: npm carries a browser, too. */
const installWithinMs = 300_000;

/** Path of a browser that starts, or null. */
export function findOrInstallBrowser() {
  const found = places.find((place) => place && starts(place));
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('No browser found; installing Debian’s Chromium.');
    spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore', timeout: installWithinMs });
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], {
      stdio: 'ignore',
      timeout: installWithinMs,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (starts('/usr/bin/chromium')) return '/usr/bin/chromium';
  }
  return fromNpm();
}

/** A path that exists is not enough: its libraries may be missing. */
function starts(path) {
  return (
    existsSync(path) &&
    spawnSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: 30_000 }).status === 0
  );
}

/** The browser that npm carries: unpacked on first use, in a process of its own because it is asynchronous. */
function fromNpm() {
  const code =
    "import('@sparticuz/chromium').then(async (m) => process.stdout.write(await m.default.executablePath()))";
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8', timeout: 60_000 });
  const path = run.stdout?.trim();
  return path && starts(path) ? path : null;
}
