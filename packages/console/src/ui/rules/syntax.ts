const token =
  /[ \t\n\r]*(?:("(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])|([{}[\],:]))/uy;
const blank = /[ \t\n\r]*/uy;

/** One sign of a JSON text, blanks before it left out. */
export interface JsonToken {
  type: 'string' | 'scalar' | 'sign';
  text: string;
  from: number;
  to: number;
}

/** The sign that begins at `at` or after blanks; null where there is none, or nothing that JSON knows. */
export function jsonTokenAt(text: string, at: number): JsonToken | null {
  token.lastIndex = at;
  const found = token.exec(text);
  if (!found) return null;
  const [, string, scalar, sign] = found;
  const said = string ?? scalar ?? sign ?? '';
  const type = string !== undefined ? 'string' : scalar !== undefined ? 'scalar' : 'sign';
  return { type, text: said, from: token.lastIndex - said.length, to: token.lastIndex };
}

type Wants = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'next';

/** Where a text stops being JSON: the place of the first sign that does not fit, its length when it ends too early. Every browser says this differently, or not at all. */
export function syntaxFaultAt(text: string): number {
  const open: ('{' | '[')[] = [];
  let wants: Wants = 'value';
  let at = 0;
  for (;;) {
    const found = jsonTokenAt(text, at);
    if (!found) {
      blank.lastIndex = at;
      return at + (blank.exec(text)?.[0].length ?? 0);
    }
    const { type, text: sign } = found;
    const inside = open.at(-1);
    if (type === 'string' && (wants === 'key' || wants === 'keyOrEnd')) wants = 'colon';
    else if (type !== 'sign' && (wants === 'value' || wants === 'valueOrEnd')) wants = 'next';
    else if ((sign === '{' || sign === '[') && (wants === 'value' || wants === 'valueOrEnd')) {
      open.push(sign);
      wants = sign === '{' ? 'keyOrEnd' : 'valueOrEnd';
    } else if (sign === ':' && wants === 'colon') wants = 'value';
    else if (sign === ',' && wants === 'next' && inside) wants = inside === '{' ? 'key' : 'value';
    else if (sign === '}' && inside === '{' && (wants === 'next' || wants === 'keyOrEnd')) {
      open.pop();
      wants = 'next';
    } else if (sign === ']' && inside === '[' && (wants === 'next' || wants === 'valueOrEnd')) {
      open.pop();
      wants = 'next';
    } else return found.from;
    at = found.to;
  }
}
