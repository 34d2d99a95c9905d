/** How far the picture is taken back so that the sound survives. `good` and `bad` count samples in a row. */
export interface Ladder {
  step: 'full' | 'half' | 'paused';
  bad: number;
  good: number;
  /** Good samples needed before going up; doubles when an ascent failed at once, so that the picture does not blink. */
  neededGood: number;
  /** Samples since the last ascent. */
  sinceUp: number;
}

export interface LadderSample {
  rttMs: number | null;
  lossOut: number | null;
  outBps: number | null;
}

const badInARow = 3;
/** 10 s of samples every 2 s. */
const goodInARow = 5;
const mostGood = 20;

export const firstLadder: Ladder = { step: 'full', bad: 0, good: 0, neededGood: goodInARow, sinceUp: 1000 };

/** One sample (every 2 s) further: down after three bad ones, up after ten good seconds. */
export function nextLadder(ladder: Ladder, sample: LadderSample): Ladder {
  const loss = sample.lossOut ?? 0;
  // While the camera is off the browser sends little and so believes little; then its estimate says nothing.
  const starved = ladder.step !== 'paused' && sample.outBps !== null && sample.outBps < 150_000;
  const terrible = loss > 0.12 || starved;
  const bad = terrible || loss > 0.05 || (sample.rttMs ?? 0) > 400;
  const sinceUp = ladder.sinceUp + 1;

  if (!bad) {
    const good = ladder.good + 1;
    if (ladder.step === 'full' || good < ladder.neededGood) return { ...ladder, bad: 0, good, sinceUp };
    return { ...ladder, step: ladder.step === 'paused' ? 'half' : 'full', bad: 0, good: 0, sinceUp: 0 };
  }
  const count = ladder.bad + 1;
  const step = terrible ? 'paused' : ladder.step === 'full' ? 'half' : ladder.step;
  if (count < badInARow || step === ladder.step) return { ...ladder, bad: count, good: 0, sinceUp };
  const failedAscent = sinceUp <= goodInARow + badInARow;
  const neededGood = failedAscent ? Math.min(ladder.neededGood * 2, mostGood) : goodInARow;
  return { step, bad: 0, good: 0, neededGood, sinceUp };
}
