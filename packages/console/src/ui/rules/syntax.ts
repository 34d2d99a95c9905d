const token =
  /[ \t\n\r]*(?:("(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])|([{}[\],:]))/uy;

type Wants = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'next';

/** Where a text stops being JSON: the place of the first sign that does not fit, its length when it ends too early. Every browser says this differently, or not at all. */
export function syntaxFaultAt(text: string): number {
  const open: ('{' | '[')[] = [];
  let wants: Wants = 'value';
  let at = 0;
  for (;;) {
    token.lastIndex = at;
    const found = token.exec(text);
    const blank = /[ \t\n\r]*/uy;
    blank.lastIndex = at;
    const start = at + (blank.exec(text)?.[0].length ?? 0);
    if (!found) return start;
    const [, string, scalar, sign] = found;
    const inside = open.at(-1);
    if (string !== undefined && (wants === 'key' || wants === 'keyOrEnd')) wants = 'colon';
    else if ((string ?? scalar) !== undefined && (wants === 'value' || wants === 'valueOrEnd')) wants = 'next';
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
    } else return start;
    at = token.lastIndex;
  }
}
