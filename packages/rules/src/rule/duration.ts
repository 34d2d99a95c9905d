const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds, or a number with its unit: '90s', '3m', '1.5h'. */
export type Duration = number | `${number}${keyof typeof unitMs}`;

/** A duration in whole milliseconds. NaN for what is none; `readRule` refuses it by name. */
export function toMs(duration: Duration): number {
  if (typeof duration === 'number') return duration;
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration) ?? [];
  return Math.round(Number(count) * (unitMs[unit as keyof typeof unitMs] ?? Number.NaN));
}
