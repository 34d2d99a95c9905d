import type { Stylist } from '../style.ts';

type Slow<T> = Generator<void, T, boolean>;

// Nothing in these can be the end of a rule: comments, strings, addresses, values of custom properties.
const insides = [
  String.raw`\/\*[\s\S]*?(?:\*\/|$)`,
  String.raw`"(?:[^"\\\n\r\f]|\\[\s\S])*"?|'(?:[^'\\\n\r\f]|\\[\s\S])*'?`,
  String.raw`url\(\s*[^"'\s)][^)]*\)?`,
  String.raw`--[\w-]*\s*:(?:[^;{}"'\\]|\{[^{}]*\})*`,
  String.raw`\\[\s\S]`,
];

// What is cleaned between two chances to stop: about a millisecond, four on a slow phone.
const pieceChars = 8_000;

/** Where a style sheet's text may be cut: after the end of any rule. Reads what would make a bracket look like one. */
function cutAfter(css: string, from: number): number {
  const parts = new RegExp(`${insides.join('|')}|\\}`, 'gi');
  parts.lastIndex = from;
  for (let part = parts.exec(css); part; part = parts.exec(css)) {
    if (part[0] === '}' && parts.lastIndex - from >= pieceChars) return parts.lastIndex;
  }
  return css.length;
}

/** A style sheet's text, cleaned, with chances to stop between its rules. `from`: what its addresses are relative to. */
export function* cleanText(style: Stylist, css: string, from?: string): Slow<string> {
  let clean = '';
  for (let at = 0; at < css.length; ) {
    const end = css.length - at > pieceChars ? cutAfter(css, at) : css.length;
    const piece = css.slice(at, end);
    style.learn(piece, from);
    clean += style.sheet(piece, from);
    at = end;
    if (at < css.length) yield;
  }
  return clean;
}

/** The rules of a sheet, or null where the browser does not let us read them. */
export function rulesOf(sheet: CSSStyleSheet | null | undefined): CSSRuleList | null {
  try {
    return sheet?.cssRules ?? null;
  } catch {
    // Of another origin, without leave to read it.
    return null;
  }
}

/** An imported sheet as one rule, so that the rules after it keep their numbers. */
function* importText(style: Stylist, rule: CSSImportRule, from: string): Slow<string> {
  const { media, styleSheet, supportsText, layerName } = rule;
  const inner = styleSheet ? yield* cleanRules(style, styleSheet, from) : [];
  let text = `@media ${style.sheet(media.mediaText) || 'all'}{${inner.join('\n')}}`;
  if (supportsText) text = `@supports (${style.sheet(supportsText)}){${text}}`;
  return typeof layerName === 'string' ? `@layer ${layerName}{${text}}` : text;
}

const layered = ['position', 'size', 'repeat', 'attachment', 'origin', 'clip'];

/**
 * A rule's text. Where a background has several pictures and one value for all of them, browsers write that value down for the
 * first one only; it is said once more.
 */
function whole(rule: CSSRule): string {
  const css = rule.cssText;
  const style = (rule as Partial<CSSStyleRule>).style;
  if (!style || !/\bbackground:[^;{}]*,/.test(css)) return css;
  const more = layered.map((part) => {
    const name = `background-${part}`;
    const value = style.getPropertyValue(name);
    return value ? `${name}:${value}${style.getPropertyPriority(name) ? '!important' : ''};` : '';
  });
  return css.replace(/\}\s*$/, `${more.join('')}}`);
}

/** One rule as it may leave. `from` is the address of its sheet. */
export function* ruleText(style: Stylist, rule: CSSRule, from: string): Slow<string> {
  if ('styleSheet' in rule) return yield* importText(style, rule as CSSImportRule, from);
  const css = whole(rule);
  // Would be thrown out where it stands now; an empty rule keeps its number.
  return /^@(namespace|charset)/i.test(css) ? '@media not all{}' : yield* cleanText(style, css, from);
}

/** The rules of a sheet as they are now, cleaned, one text each, with chances to stop. */
export function* cleanRules(style: Stylist, sheet: CSSStyleSheet, page: string): Slow<string[]> {
  const from = sheet.href ?? page;
  const texts: string[] = [];
  let chars = 0;
  // By number: the page may add and remove rules while we wait.
  for (let at = 0; ; at += 1) {
    const rule = rulesOf(sheet)?.[at];
    if (!rule) return texts;
    const text = yield* ruleText(style, rule, from);
    texts.push(text);
    chars += text.length;
    if (chars < pieceChars) continue;
    chars = 0;
    yield;
  }
}

/** Whether a sheet still is what its text says: nothing was inserted, deleted or changed by script. */
export function* isAsWritten(window: Window & typeof globalThis, sheet: CSSStyleSheet, text: string): Slow<boolean> {
  const rules = rulesOf(sheet);
  if (!rules) return true;
  // Imports do not exist in sheets made by script, and what was imported is wanted inside anyway.
  if (/@import/i.test(text)) return false;
  if (text.trim() === '') return rules.length === 0;
  let parsed: CSSRuleList;
  try {
    const copy = new window.CSSStyleSheet();
    copy.replaceSync(text);
    parsed = copy.cssRules;
  } catch {
    return true;
  }
  if (parsed.length !== rules.length) return false;
  let chars = 0;
  for (let at = 0; at < rules.length; at += 1) {
    const css = rules[at]?.cssText;
    if (css !== parsed[at]?.cssText) return false;
    chars += css?.length ?? 0;
    if (chars < 4 * pieceChars) continue;
    chars = 0;
    yield;
  }
  return true;
}
