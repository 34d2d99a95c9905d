const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** A duration for people: `2 min 19 s`, `1.5 s`, `40 ms`; at most two units. */
export function sayMs(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${Math.round(ms / 100) / 10} s`;
  let left = Math.round(ms / 1000) * 1000;
  const parts: string[] = [];
  for (const [unit, long] of units) {
    const count = Math.floor(left / long);
    left -= count * long;
    if (count > 0) parts.push(`${count} ${unit}`);
    // The next smaller unit only: "1 h 5 min", not "1 h 3 s".
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}

/** A fact's value for people: texts in quotes, nothing known as `unknown`. */
export const sayValue = (value: unknown): string =>
  value === null || value === undefined ? 'unknown' : JSON.stringify(value);
