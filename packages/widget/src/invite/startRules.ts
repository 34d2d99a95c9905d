import type { Core, Rules } from '../core.ts';
import { createRadar } from './radar.ts';

/** The engine, fed by the page, on the real clock: written out here, so that a page with rules alone loads nothing else for it. */
export const startRules = (core: Core): Rules =>
  createRadar(core, {
    now: Date.now,
    elapsed: () => performance.now(),
    after(ms, fn) {
      const timer = setTimeout(fn, ms);
      return () => clearTimeout(timer);
    },
  });
