/**
 * Optimal string alignment: how many letters must be put in, taken out, changed or swapped with their neighbour.
 * (Damerau 1964 names the four mistakes; the table is Wagner and Fischer's, 1974.)
 */
export function distance(a: string, b: string): number {
  let [before, last]: [number[], number[]] = [[], []];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    [before, last, row] = [last, row, [i]];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
  }
  return row[b.length]!;
}

/** Without what people write in more than one way: `fieldError`, `field-error` and `field.error` are one. */
const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** So many slips of the finger are believed in a name of that length. */
const slips = (name: string) => (name.length < 3 ? 0 : name.length < 6 ? 1 : 2);

/** The known name that was perhaps meant; undefined when none is close, and for one that is known. Of equally close ones the first. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.includes(name)) return undefined;
  const bare = plain(name);
  let best: { name: string; off: number } | undefined;
  for (const one of known) {
    const other = plain(one);
    const most = Math.min(slips(bare), slips(other));
    if (Math.abs(bare.length - other.length) > most) continue;
    const off = distance(bare, other);
    if (off <= most && off < (best?.off ?? Number.POSITIVE_INFINITY)) best = { name: one, off };
  }
  return best?.name;
}
