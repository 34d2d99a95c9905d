/**
 * How well two kinds of times can be told apart by one measurement: the chance that one of `a` is longer than one of `b`, ties half,
 * or the other way round, whichever is more. 0.5: not at all; 1: always. Source: area under the ROC curve as Mann and Whitney's U,
 * Hanley & McNeil, Radiology 143 (1982) 29–36.
 */
export function toldApart(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))];
  all.sort((x, y) => x.value - y.value);
  let ranksOfA = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]!.value === all[from]!.value) to += 1;
    // Equal ones share the middle of their ranks.
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i += 1) if (all[i]!.isA) ranksOfA += rank;
    from = to;
  }
  const area = (ranksOfA - (a.length * (a.length + 1)) / 2) / (a.length * b.length);
  return Math.max(area, 1 - area);
}
