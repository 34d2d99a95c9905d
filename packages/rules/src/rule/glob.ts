/** Whether a text matches a glob of `*` and `?`. Time is bounded by text × glob: no pattern of a rule can freeze a page. */
export function matchesGlob(text: string, glob: string): boolean {
  let t = 0;
  let g = 0;
  let star = -1;
  let tried = 0;
  while (t < text.length) {
    if (glob[g] === '*') {
      star = g;
      tried = t;
      g += 1;
    } else if (g < glob.length && (glob[g] === '?' || glob[g] === text[t])) {
      g += 1;
      t += 1;
    } else if (star >= 0) {
      // The last star takes one character more; earlier stars never need to be reconsidered.
      tried += 1;
      t = tried;
      g = star + 1;
    } else {
      return false;
    }
  }
  while (glob[g] === '*') g += 1;
  return g === glob.length;
}
