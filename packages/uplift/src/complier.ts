import { type Count, differenceInterval, type Interval } from './intervals.ts';

/**
 * What one accepted chat changed, among those who chat because they were invited: difference of the outcome over difference of the
 * share that chatted. Undefined unless the invitation certainly made more people chat: otherwise the figure would be noise divided by noise.
 *
 * Source: Imbens & Angrist, Econometrica 62 (1994) 467–475 (local average treatment effect); interval of the outcome scaled.
 */
export function perAcceptedChat(
  outcome: Interval,
  chattedInvited: Count,
  chattedHeldOut: Count,
  confidence = 0.95,
): Interval | undefined {
  const more = differenceInterval(chattedInvited, chattedHeldOut, confidence);
  if (!more || more.low <= 0) return undefined;
  const scaled = (value: number) => value / more.estimate;
  return { estimate: scaled(outcome.estimate), low: scaled(outcome.low), high: scaled(outcome.high) };
}
