import { jsonTokenAt } from './syntax.ts';

/** A stretch of a text: from the first sign to behind the last. */
export interface Span {
  from: number;
  to: number;
}

interface Frame {
  list: boolean;
  /** Null beside the way that is looked for. */
  path: string | null;
  /** The next place of a list, the last key of an object. */
  index: number;
  key: { text: string; from: number } | null;
}

const isBelow = (path: string, above: string) =>
  path === above || (path.startsWith(above) && (above === '' || '.['.includes(path.charAt(above.length))));

const pathIn = (path: string, { list, index, key }: Frame) =>
  list ? `${path}[${index}]` : `${path}${path && '.'}${key?.text ?? ''}`;

/**
 * Where in a JSON text something stands, its path as refusals write it: `when.of[1].ms`. With its key; of what goes over several
 * lines, the beginning. What is not there is told at the nearest thing around it; null for what is no JSON.
 */
export function spanOf(text: string, path: string): Span | null {
  const open: Frame[] = [];
  let best: (Span & { depth: number }) | null = null;
  let at = 0;
  for (;;) {
    const token = jsonTokenAt(text, at);
    if (!token) return best && { from: best.from, to: best.to };
    at = token.to;
    const frame = open.at(-1);
    if (token.text === ',' && frame) {
      frame.index += 1;
      frame.key = null;
      continue;
    }
    if (token.text === '}' || token.text === ']') {
      open.pop();
      continue;
    }
    if (token.text === ':') continue;
    if (token.type === 'string' && frame && !frame.list && !frame.key) {
      frame.key = { text: JSON.parse(token.text) as string, from: token.from };
      continue;
    }
    const here = !frame ? '' : frame.path === null ? null : pathIn(frame.path, frame);
    const onWay = here !== null && isBelow(path, here);
    if (onWay && here.length >= (best?.depth ?? 0))
      best = { from: frame?.key?.from ?? token.from, to: token.to, depth: here.length };
    if (token.text === '{' || token.text === '[')
      open.push({ list: token.text === '[', path: onWay ? here : null, index: 0, key: null });
  }
}

/** What of a text is another than before, as a stretch of the new one; null when nothing is. */
export function changedSpan(before: string, after: string): Span | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from += 1;
  let same = 0;
  while (same < most - from && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  return { from, to: after.length - same };
}

/** The whole lines a stretch touches. */
export const linesOf = (text: string, { from, to }: Span): Span => {
  const end = text.indexOf('\n', Math.max(from, to - 1));
  return { from: text.lastIndexOf('\n', from - 1) + 1, to: end < 0 ? text.length : end };
};

/** Where a cursor stands after a change elsewhere: before it as it was, behind it moved along, inside it at its end. */
export function caretAfter(caret: number, before: string, after: string): number {
  const changed = changedSpan(before, after);
  if (!changed || caret <= changed.from) return caret;
  return Math.max(changed.to, caret + after.length - before.length);
}

/** Line and column, from 1. */
export function lineOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** A text cut where marks begin and end, each piece with the names of the marks it lies in. */
export function piecesOf(
  text: string,
  marks: readonly (Span & { name: string })[],
): readonly { text: string; names: string }[] {
  const cuts = [...new Set([0, text.length, ...marks.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  return cuts.slice(1).map((to, no) => {
    const from = cuts[no] ?? 0;
    const names = marks.filter((mark) => mark.from <= from && to <= mark.to).map((mark) => mark.name);
    return { text: text.slice(from, to), names: names.join(' ') };
  });
}
