/**
 * Of the children told and the children there now, those that may stay where they are: the longest run told in the right order.
 * Everything else is taken out or put in, so a list sorted anew costs what was moved and not what there is.
 */
export function keptInOrder<T>(told: readonly T[], now: readonly T[]): Set<T> {
  const placeOf = new Map<T, number>();
  for (const [place, one] of told.entries()) placeOf.set(one, place);
  const common = now.filter((one) => placeOf.has(one));
  const places = common.map((one) => placeOf.get(one)!);
  // Longest increasing run: per length the smallest place it can end with, and who came before.
  const ends: number[] = [];
  const before: number[] = [];
  for (const [at, place] of places.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[ends[middle]!]! < place) low = middle + 1;
      else high = middle;
    }
    before[at] = low > 0 ? ends[low - 1]! : -1;
    ends[low] = at;
  }
  const kept = new Set<T>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) kept.add(common[at]!);
  return kept;
}
