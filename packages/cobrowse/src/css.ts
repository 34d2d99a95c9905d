/** What becomes of the parts of a style sheet that can carry content or load something. */
export interface CssTaste {
  /** The address of a `url()`; null leaves nothing to load. */
  url(url: string): string | null;
  /** The inside of a quoted string; `property` is '' outside declarations. */
  text(property: string, text: string): string;
  /** Whether a selector may ask for a value of this attribute. */
  attribute(name: string, value: string): boolean;
  /**
   * Whether a word without quotes may stand in a value that means nothing to the browser: of a custom property, or of signs to count
   * with. `before` is the sign before it. Absent: any word may.
   */
  word?(property: string, word: string, before: string): boolean;
}

// Functions that load by a bare string, or that we cannot read. Renamed, so that their declaration is ignored.
const loaders = /^(-\w+-)?(image-set|image|cross-fade|element|paint|expression)$/;

const call = /^(?:[\w-]|\\[\s\S])+\($/;

// Keeps the numbers of the rules that follow.
const noRule = '@media not all{}';

const closed = String.raw`"(?:[^"\\\n\r\f]|\\[\s\S])*"|'(?:[^'\\\n\r\f]|\\[\s\S])*'`;
const quoted = String.raw`"(?:[^"\\\n\r\f]|\\[\s\S])*"?|'(?:[^'\\\n\r\f]|\\[\s\S])*'?`;
const tokens = new RegExp(
  [
    String.raw`\/\*[\s\S]*?(?:\*\/|$)`,
    quoted,
    String.raw`@(?:import|charset|namespace)(?![\w-])(?:${quoted}|\((?:${quoted}|[^()"'])*\)|[^;"'(){}])*;?`,
    String.raw`\[\s*[\w|-]+\s*[~|^$*]?=\s*(?:${closed}|[\w-]+)\s*[is]?\s*\]`,
    String.raw`url\(\s*(?:${quoted}|(?:[^)"'\\\s]|\\[\s\S])*)\s*\)?`,
    String.raw`(?:[\w-]|\\[\s\S])+\(?`,
    String.raw`[^"'/@[\w{};\\-]+`,
    String.raw`[\s\S]`,
  ].join('|'),
  'gi',
);

/**
 * Letters written as escapes become letters, so that `u\72l(` has only one spelling. Other escapes stay: class names need them.
 */
function plainLetters(css: string): string {
  if (!css.includes('\\')) return css;
  return css.replace(/\\(?:([0-9a-f]{1,6})[ \t\n\f\r]?|([g-z])|[\s\S])/gi, (all, hex?: string, letter?: string) => {
    if (letter) return letter;
    const char = hex ? String.fromCharCode(Number.parseInt(hex, 16) & 0xffff) : '';
    return hex && Number.parseInt(hex, 16) < 0x80 && /[a-z-]/i.test(char) ? char : all;
  });
}

function inside(token: string): string {
  const quote = token[0]!;
  return token.length > 1 && token.endsWith(quote) ? token.slice(1, -1) : token.slice(1);
}

function readUrl(token: string): string {
  const body = token.slice(4, token.endsWith(')') ? -1 : undefined).trim();
  const bare = /^["']/.test(body) ? inside(body) : body;
  return bare.replace(/\\([0-9a-f]{1,6})\s?|\\([\s\S])/gi, (_, hex?: string, char?: string) =>
    hex ? String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff)) : (char ?? ''),
  );
}

const safeUrl = (url: string) =>
  url.replace(/["'()\\\s]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

/**
 * A style sheet, rule or declaration list with every address and every string passed through `taste`, comments and imports gone.
 *
 * Not a parser: it only needs to find what loads and what can be read, in any CSS a browser would accept, and to leave the rest alone.
 */
export function cleanCss(css: string, taste: CssTaste): string {
  let clean = '';
  let statement = '';
  // Brackets open in a value of any kind: it ends only after them.
  let depth = 0;
  for (const [token] of plainLetters(css).matchAll(tokens)) {
    const free = anyValue.test(statement);
    const kept = free && taste.word ? freeToken(token, statement, taste) : cleanToken(token, statement, taste);
    clean += kept;
    if ((free || anyValue.test(statement + kept)) && !/^["'/]/.test(token))
      depth = Math.max(0, depth + brackets(token));
    const ends = /^[{};]$/.test(token) && !(free && (depth > 0 || (token === '}' && /\{/.test(statement))));
    if (ends) depth = 0;
    statement = ends ? '' : statement.length > 400 ? statement : statement + kept;
  }
  return clean;
}

// Declarations whose value is any row of words.
const anyValue = /^\s*(--[\w-]*|(additive-)?symbols|prefix|suffix|negative|pad)\s*:/i;

const brackets = (token: string): number => {
  let depth = 0;
  for (const sign of token) depth += /[([{]/.test(sign) ? 1 : /[)\]}]/.test(sign) ? -1 : 0;
  return depth;
};

function freeToken(token: string, statement: string, taste: CssTaste): string {
  if (/^["'@/]/.test(token) || /^url\(/i.test(token)) return cleanToken(token, statement, taste);
  if (call.test(token)) return cleanToken(token, statement, taste);
  const property = /^\s*([\w-]+)/.exec(statement)?.[1]?.toLowerCase() ?? '';
  if (/^(?:[\w-]|\\[\s\S])+$/.test(token)) {
    if (/^_+$/.test(token)) return token;
    return !token.includes('\\') && taste.word?.(property, token, statement.at(-1) ?? '') ? token : '_';
  }
  // Attribute tests have no place here; neither have letters of other scripts.
  return token.length > 1 && token[0] === '[' ? '_' : token.replace(/[^\s!-~]/g, ' ');
}

function cleanToken(token: string, statement: string, taste: CssTaste): string {
  const first = token[0]!;
  if (first === '/' && token.startsWith('/*')) return token === '/* rr_split */' ? token : '/**/';
  if (first === '"' || first === "'") {
    const property = /^\s*(-{0,2}[a-z][\w-]*)\s*:/i.exec(statement)?.[1]?.toLowerCase() ?? '';
    return first + taste.text(property, inside(token)) + first;
  }
  // Never nothing: what stands left and right of it must not grow together into something else.
  if (first === '@' && token.length > 1) return /^@import/i.test(token) ? noRule : '/**/';
  if (first === '[' && token.length > 1) {
    const [, name = '', value = ''] = /^\[\s*([\w|-]+?)\s*[~|^$*]?=\s*(.*?)\s*[is]?\s*\]$/i.exec(token) ?? [];
    return taste.attribute(name.toLowerCase(), value.replace(/^["']|["']$/g, '')) ? token : '[theke-none]';
  }
  if (/^url\(/i.test(token)) {
    const url = taste.url(readUrl(token));
    return url === null ? 'theke-none()' : url.startsWith('#') ? `url(${safeUrl(url)})` : `url("${safeUrl(url)}")`;
  }
  if (!call.test(token)) return token;
  // `src()` is the newer `url()`; nobody uses it yet, nor escapes in the names of functions, so nothing is lost.
  const name = token.slice(0, -1).toLowerCase();
  return loaders.test(name) || name === 'src' || name.includes('\\') ? 'theke-none(' : token;
}

/** One declaration's value, cleaned like a sheet; '' when it would break out of its declaration. */
export function cleanValue(property: string, value: string, taste: CssTaste): string {
  const clean = cleanCss(`${property}:${value}`, taste).slice(property.length + 1);
  return /[{}]/.test(clean) ? '' : clean;
}
