/** What the visitor's browser answers to `prefers-color-scheme`. */
export type Scheme = 'light' | 'dark';

// Strings and addresses first, so that nothing is found inside them.
const parts = new RegExp(
  [
    String.raw`"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|url\([^)]*\)`,
    String.raw`(:(?:hover|active|focus-visible|focus-within|focus|defined))(?![\w-])`,
    String.raw`\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)`,
    String.raw`(color-scheme\s*:)([^;{}!]+)`,
  ].join('|'),
  'gi',
);

// Of the same weight as what they stand for.
const states: Record<string, string> = {
  ':hover': '[theke-hover]',
  ':active': '[theke-active]',
  ':focus': '[theke-focus]',
  ':focus-visible': '[theke-focus]',
  ':focus-within': '[theke-focus-within]',
  // No script runs in the view, so no element is ever defined there; on the visitor's page nearly all are.
  ':defined': ':not([theke-undefined])',
};

/**
 * A clean style sheet as it must read to look here as it does there: what hangs on the visitor's mouse, focus and choice of
 * light or dark must not hang on the agent's.
 */
export function suit(css: string, scheme: Scheme): string {
  return css.replace(parts, (all, state?: string, asked?: string, property?: string, value?: string) => {
    if (state) return states[state.toLowerCase()] ?? all;
    if (asked) return asked.toLowerCase() === scheme ? '(min-width:0px)' : '(max-width:0px)';
    if (property && value && /\blight\b/i.test(value) && /\bdark\b/i.test(value)) return `${property}${scheme}`;
    return all;
  });
}
