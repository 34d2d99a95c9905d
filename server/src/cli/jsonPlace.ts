/** Line and column of an offset, both from 1. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/**
 * Where in a JSON text the value at a path like `rules[2].when.of[0].ms` begins: the offset of its key, or of the deepest
 * part of the path that is there (a missing key has no place of its own). The text must be valid JSON.
 */
export function offsetOf(text: string, path: string): number {
  const steps = [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map((found) => found[2] ?? Number(found[1]));
  let at = 0;
  const skip = () => {
    while (/\s/.test(text[at] ?? '')) at += 1;
  };
  function skipText() {
    for (at += 1; text[at] !== '"'; at += 1) if (text[at] === '\\') at += 1;
    at += 1;
  }
  function skipValue() {
    skip();
    if (text[at] === '"') return skipText();
    if (text[at] !== '{' && text[at] !== '[') {
      while (at < text.length && !/[\s,\]}]/.test(text[at]!)) at += 1;
      return;
    }
    let depth = 0;
    do {
      if (text[at] === '"') {
        skipText();
        continue;
      }
      if (text[at] === '{' || text[at] === '[') depth += 1;
      if (text[at] === '}' || text[at] === ']') depth -= 1;
      at += 1;
    } while (depth > 0);
  }

  skip();
  let best = at;
  for (const step of steps) {
    const inList = typeof step === 'number';
    if (text[at] !== (inList ? '[' : '{')) return best;
    at += 1;
    for (let i = 0; ; i += 1) {
      skip();
      if (at >= text.length || text[at] === ']' || text[at] === '}') return best;
      const startsAt = at;
      let key: string | number = i;
      if (!inList) {
        skipText();
        key = JSON.parse(text.slice(startsAt, at)) as string;
        skip();
        at += 1;
        skip();
      }
      if (key === step) {
        best = startsAt;
        break;
      }
      skipValue();
      skip();
      if (text[at] === ',') at += 1;
    }
  }
  return best;
}
