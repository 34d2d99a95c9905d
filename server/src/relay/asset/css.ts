/** Where an address in a style sheet leads instead; `null` drops it. */
export type Rewrite = (address: string) => string | null;

const isIdent = (char: string | undefined) => char !== undefined && /[-\w\u0080-\uffff]/.test(char);
const urlFunctions = ['url', 'src'];
const imageSets = ['image-set', '-webkit-image-set'];

/**
 * Rewrites every address of a style sheet and drops every `@import`. Reads the tokens as a browser does – escapes,
 * comments and strings included – because a pattern would be led past by `u\72l(`.
 */
export function rewriteCss(css: string, rewrite: Rewrite): string {
  let out = '';
  let at = 0;
  /** One name for each open bracket: strings inside an image-set are addresses. */
  const open: string[] = [];
  const address = (raw: string) => `url(${quoted(rewrite(raw) ?? 'data:,')})`;

  while (at < css.length) {
    const char = css[at]!;
    if (css.startsWith('/*', at)) {
      const end = css.indexOf('*/', at + 2);
      at = end < 0 ? css.length : end + 2;
      out += ' ';
    } else if (char === '"' || char === "'") {
      const string = readString(css, at);
      at = string.end;
      out += imageSets.includes(open.at(-1) ?? '') ? address(string.value) : quoted(string.value);
    } else if (char === '@') {
      const name = readIdent(css, at + 1);
      if (name.value.toLowerCase() === 'import') at = afterStatement(css, name.end);
      else {
        out += `@${name.raw}`;
        at = Math.max(name.end, at + 1);
      }
    } else if (isIdent(char) || char === '\\') {
      const name = readIdent(css, at);
      const word = name.value.toLowerCase();
      at = Math.max(name.end, at + 1);
      if (css[at] !== '(') out += name.raw || char;
      else if (urlFunctions.includes(word)) {
        const argument = readAddress(css, at + 1);
        at = argument.end;
        out += address(argument.value);
      } else {
        open.push(word);
        out += `${name.raw}(`;
        at += 1;
      }
    } else {
      if (char === '(') open.push('');
      if (char === ')') open.pop();
      out += char;
      at += 1;
    }
  }
  return out;
}

const quoted = (value: string) =>
  `"${value.replace(/["\\\n\r\f<]/g, (char) => `\\${char.codePointAt(0)!.toString(16)} `)}"`;

/** One escape after its backslash: up to six hex digits and one blank, or the character itself. */
function readEscape(css: string, at: number): { value: string; end: number } {
  const hex = /^[0-9a-f]{1,6}/i.exec(css.slice(at, at + 6))?.[0];
  if (!hex) return { value: css[at] ?? '', end: at + 1 };
  const end = at + hex.length;
  const code = Number.parseInt(hex, 16);
  const value =
    code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
  return { value, end: /\s/.test(css[end] ?? '') ? end + 1 : end };
}

function readIdent(css: string, at: number): { value: string; raw: string; end: number } {
  let value = '';
  let end = at;
  while (end < css.length) {
    if (isIdent(css[end])) value += css[end++];
    else if (css[end] === '\\' && css[end + 1] !== '\n' && end + 1 < css.length) {
      const escaped = readEscape(css, end + 1);
      value += escaped.value;
      end = escaped.end;
    } else break;
  }
  return { value, raw: css.slice(at, end), end };
}

function readString(css: string, at: number): { value: string; end: number } {
  const quote = css[at];
  let value = '';
  let end = at + 1;
  while (end < css.length && css[end] !== quote && css[end] !== '\n') {
    if (css[end] !== '\\') value += css[end++];
    else if (css[end + 1] === '\n') end += 2;
    else {
      const escaped = readEscape(css, end + 1);
      value += escaped.value;
      end = escaped.end;
    }
  }
  return { value, end: Math.min(end + 1, css.length) };
}

/** The argument of `url(`, up to and with the closing bracket. */
function readAddress(css: string, from: number): { value: string; end: number } {
  let at = from;
  while (/\s/.test(css[at] ?? '')) at += 1;
  if (css[at] === '"' || css[at] === "'") {
    const string = readString(css, at);
    const end = css.indexOf(')', string.end);
    return { value: string.value, end: end < 0 ? css.length : end + 1 };
  }
  let value = '';
  while (at < css.length && css[at] !== ')') {
    if (css[at] !== '\\') value += css[at++];
    else {
      const escaped = readEscape(css, at + 1);
      value += escaped.value;
      at = escaped.end;
    }
  }
  return { value: value.trim(), end: Math.min(at + 1, css.length) };
}

/** Behind the semicolon that ends an at-rule; strings and brackets may hold one themselves. */
function afterStatement(css: string, from: number): number {
  let at = from;
  let depth = 0;
  while (at < css.length) {
    const char = css[at]!;
    if (char === '"' || char === "'") at = readString(css, at).end;
    else if (char === '\\') at = readEscape(css, at + 1).end;
    else {
      at += 1;
      if (char === '(') depth += 1;
      if (char === ')') depth -= 1;
      if (depth <= 0 && (char === ';' || char === '}')) return at;
    }
  }
  return at;
}
