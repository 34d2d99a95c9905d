// A word a browser takes for one of these means something to it; anything else is somebody's own.
const properties =
  'display color font-weight font-style text-align justify-content position overflow border-style border-width white-space text-transform background-repeat background-size transition-timing-function flex visibility vertical-align box-sizing width font-size line-height'.split(
    ' ',
  );

// Inside functions and shorthands.
const also =
  /^(light|dark|to|at|in|from|of|srgb|oklab|oklch|hsl|important|infinite|all|circle|ellipse|r|g|b|l|c|h|a|s|x|y|z)$/i;
const digits = /^-?\d{1,6}(e-?\d{1,3})?[a-z]{0,4}$/i;
const fraction = /^\d{1,17}(e-?\d{1,3})?[a-z]{0,4}$/i;

const asked = new Map<string, boolean>();
const maxAsked = 5_000;

/** Whether a word in a custom property is one of CSS itself: a number, a colour, a keyword, another variable. `before`: the sign before it. */
export function meansSomething(word: string, before: string): boolean {
  if (word.startsWith('--')) return true;
  if (before === '#') return /^[\da-f]{3,8}$/i.test(word);
  if (digits.test(word) || (before === '.' && fraction.test(word)) || also.test(word) || /^-+$/.test(word)) return true;
  const key = word.toLowerCase();
  const known = asked.get(key);
  if (known !== undefined) return known;
  const { CSS } = globalThis;
  const means = /^[a-z-]{2,32}$/.test(key) && properties.some((name) => CSS?.supports?.(name, key) === true);
  if (asked.size < maxAsked) asked.set(key, means);
  return means;
}
