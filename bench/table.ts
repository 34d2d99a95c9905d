import { rounded } from './stats.ts';

/** One line of a measurement's table and of its JSON. */
export interface Row {
  /** What was measured, e.g. `change → view, p50`. */
  what: string;
  value: number;
  unit: string;
  /** What it must reach, when there is a bar for it. */
  bar?: Bar;
  /** What one must know to read the figure. */
  note?: string;
}

export interface Bar {
  /** Name in the list of bars, e.g. `C1`. */
  name: string;
  atMost?: number;
  atLeast?: number;
}

/** Whether the bar is met; null where there is none. A figure that is missing has not met it. */
export function isMet({ value, bar }: Row): boolean | null {
  if (!bar) return null;
  return value <= (bar.atMost ?? Number.POSITIVE_INFINITY) && value >= (bar.atLeast ?? Number.NEGATIVE_INFINITY);
}

/** The rows as text, in columns. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => [row.what, `${figure(row.value)} ${row.unit}`, barText(row), row.note ?? '']);
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map(([what, value, bar, note]) =>
      `  ${what!.padEnd(widths[0]!)}  ${value!.padStart(widths[1]!)}  ${bar!.padEnd(widths[2]!)}  ${note}`.trimEnd(),
    )
    .join('\n');
}

const figure = (value: number) => (Number.isFinite(value) ? String(rounded(value)) : 'not measured');

function barText(row: Row): string {
  if (!row.bar) return '';
  const { name, atMost, atLeast } = row.bar;
  const limit = atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`;
  return `${isMet(row) ? 'meets ' : 'MISSES'} ${name} (${limit})`;
}
