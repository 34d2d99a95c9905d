import { ratioPrior, sampleRatio, sampleRatioEvidence } from '@theke/uplift';
import { binomial, dice } from './dice.ts';

const alarmBelow = 0.001;

/** Days on which an alarm was raised, and on which one that had been raised was taken back. */
export interface Alarms {
  watched: boolean;
  oneLook: boolean;
  takenBack: boolean;
}

/** A sound shop of 2 000 visitors a day, looked at after every day: whether either test of the sample ratio said it is broken. */
export function falseAlarms(holdoutShare: number, days: number, seed: number): Alarms {
  const found: Alarms = { watched: false, oneLook: false, takenBack: false };
  const watch = watching(holdoutShare);
  const roll = dice(seed);
  for (let day = 0; day < days; day += 1) {
    const heldOut = binomial(roll, 2_000, holdoutShare);
    const { watched, oneLook } = watch([2_000 - heldOut, heldOut]);
    if (found.oneLook && !oneLook) found.takenBack = true;
    found.watched ||= watched;
    found.oneLook ||= oneLook;
  }
  return found;
}

/**
 * How many visitors come until the watched test says that a part of the invited arm gets lost, looking after every so many; up to
 * `most`, else infinity. Counted are those who come, also those who are lost.
 */
export function visitorsUntilAlarm(
  { holdoutShare, loss, each, most }: { holdoutShare: number; loss: number; each: number; most: number },
  seed: number,
): number {
  const watch = watching(holdoutShare);
  const roll = dice(seed);
  for (let visitors = each; visitors <= most; visitors += each) {
    const heldOut = binomial(roll, each, holdoutShare);
    if (watch([binomial(roll, each - heldOut, 1 - loss), heldOut]).watched) return visitors;
  }
  return Number.POSITIVE_INFINITY;
}

/** Both tests over growing arms, as the report asks them. */
function watching(holdoutShare: number) {
  const shares = [1 - holdoutShare, holdoutShare];
  const prior = ratioPrior(shares);
  const sizes = [0, 0];
  let evidence = 0;
  return ([invited, heldOut]: [number, number]) => {
    sizes[0]! += invited;
    sizes[1]! += heldOut;
    evidence = Math.max(evidence, sampleRatioEvidence(sizes, shares, prior));
    return { watched: Math.exp(-evidence) < alarmBelow, oneLook: sampleRatio(sizes, shares)?.alarm ?? false };
  };
}
