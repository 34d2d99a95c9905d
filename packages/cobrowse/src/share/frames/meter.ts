import type { Clock } from '@theke/kit';
import { frameLimits } from './say.ts';

/** Whether an embedded page keeps to what it may send. */
export interface Meter {
  /** False: too much. `asked`: a picture we asked for, which has a bound of its own and costs nothing. */
  take(chars: number, kind: { whole: boolean; asked: boolean }): boolean;
}

/** Makes a {@link Meter}: a bucket of characters that refills with time. */
export function createMeter(clock: Pick<Clock, 'elapsed'>): Meter {
  let left: number = frameLimits.burstChars;
  let atMs = clock.elapsed();
  return {
    take(chars, { whole, asked }) {
      if (chars > (whole ? frameLimits.pictureChars : frameLimits.changeChars)) return false;
      if (whole && asked) return true;
      const nowMs = clock.elapsed();
      left = Math.min(frameLimits.burstChars, left + ((nowMs - atMs) * frameLimits.perSecondChars) / 1_000) - chars;
      atMs = nowMs;
      return left >= 0;
    },
  };
}
