import { existsSync } from 'node:fs';

const places = [process.env.THEKE_BROWSER, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser that the end-to-end tests use as well. */
export const findBrowser = (): string | undefined => places.find((place) => place && existsSync(place));
