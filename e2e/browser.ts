import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = [process.env.THEKE_BROWSER, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Parts of the browser around the page that no test looks at. The suggestions under the address bar are two pages of
 * their own, loaded anew for every window; with them a window costs more processor time than most tests.
 */
const windowParts = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'PreloadTopChromeWebUI'];
/** What Playwright itself turns off: of two such flags the browser hears only the last. */
const offAnyway = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${[...offAnyway, ...windowParts].join(',')}`,
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  // A machine with only the loopback interface has no other candidates.
  '--allow-loopback-in-peer-connection',
];

/** Where the browser of the tests is: the one that was told, else the system's, else npm's. Throws when there is none. */
async function findBrowser(): Promise<string> {
  const found = places.find((place) => place && existsSync(place));
  const path = found ?? (await (await import('@sparticuz/chromium')).default.executablePath().catch(() => undefined));
  if (!path) throw new Error('No browser: set THEKE_BROWSER or run `npm test`, which finds or installs one.');
  return path;
}

/** A start takes a second; one that hangs or dies is tried once more before it counts as a failure. */
const startWithinMs = 45_000;

/** Starts Chromium the way the tests need it: no calls home, a made-up camera, calls over loopback. `without`: of what the driver adds. */
export async function openBrowser(more: string[] = [], without: string[] = []): Promise<Browser> {
  const options = {
    executablePath: await findBrowser(),
    args: [...flags, ...more],
    ignoreDefaultArgs: without,
    timeout: startWithinMs,
  };
  return chromium.launch(options).catch(() => chromium.launch(options));
}
