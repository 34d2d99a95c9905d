/**
 * Whether a path matches a glob in which `*` stays within a part and `**` goes across: `/account/*`, `/checkout/**`.
 *
 * A closing slash does not matter, and `/account/**` is `/account`, too. Time is bounded by path × glob: no pattern can freeze a page.
 */
export function matchesPage(path: string, glob: string): boolean {
  const trimmed = (text: string) => text.replace(/(?<=.)\/+$/, '');
  if (glob.endsWith('/**') && matches(trimmed(path), trimmed(glob.slice(0, -3)) || '/')) return true;
  return matches(trimmed(path), trimmed(glob));
}

function matches(path: string, glob: string): boolean {
  // For each place in the glob, whether the path read so far can end there.
  let here = reach(glob, new Set([0]));
  for (const char of path) {
    const next = new Set<number>();
    for (const at of here) {
      if (glob[at] !== '*') {
        if (glob[at] === char) next.add(at + 1);
      } else if (glob[at + 1] === '*' || char !== '/') next.add(at);
    }
    here = reach(glob, next);
  }
  return here.has(glob.length);
}

/** The places that can be reached without reading on: behind stars. */
function reach(glob: string, places: Set<number>): Set<number> {
  for (const at of places) {
    if (glob[at] === '*') places.add(glob[at + 1] === '*' ? at + 2 : at + 1);
  }
  return places;
}
