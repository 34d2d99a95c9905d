/** A stretch of a text gives way to another: what one edit is on the wire. Counted in UTF-16 units, as in the DOM. */
export interface Replace {
  start: number;
  remove: number;
  text: string;
}

/**
 * An edit that may have had to step around what the other side has written meanwhile: `text` is put in at `at`, the characters
 * in `cuts` go. All places are of one and the same text before it; `cuts` are sorted, apart from each other, and none before `at`.
 */
export interface Edit {
  at: number;
  text: string;
  cuts: readonly Cut[];
}

type Cut = readonly [from: number, to: number];

/** The edit that does what `replace` says. */
export function editOf({ start, remove, text }: Replace): Edit {
  return { at: start, text, cuts: remove > 0 ? [[start, start + remove]] : [] };
}

const length = ([from, to]: Cut) => to - from;

/** The text after the edit. */
export function applied(text: string, edit: Edit): string {
  const { start, remove, text: put } = inOne(text, edit);
  return text.slice(0, start) + put + text.slice(start + remove);
}

/** By how much the edit makes a text longer. */
export function growth(edit: Edit): number {
  return edit.text.length - edit.cuts.reduce((sum, cut) => sum + length(cut), 0);
}

/** The same edit as one stretch of `text` that gives way to another, with what was stepped around put in again. */
export function inOne(text: string, { at, text: put, cuts }: Edit): Replace {
  let end = at;
  let kept = '';
  for (const [from, to] of cuts) {
    kept += text.slice(end, from);
    end = to;
  }
  return { start: at, remove: end - at, text: put + kept };
}

/** The same edit as stretches one after the other, none of which touches what was stepped around. */
export function inSteps(edit: Edit): Replace[] {
  const first = edit.cuts[0];
  const joined = first?.[0] === edit.at;
  const rest = (joined ? edit.cuts.slice(1) : edit.cuts).map(([from, to]) => ({
    start: from,
    remove: to - from,
    text: '',
  }));
  // Last one first: none moves the places of those before it.
  const steps = [...rest.reverse(), { start: edit.at, remove: joined ? length(first) : 0, text: edit.text }];
  return steps.filter((step) => step.remove > 0 || step.text !== '');
}

function goneBefore(place: number, edit: Edit): number {
  return edit.cuts.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, place) - from), 0);
}

/** Where a place between two characters is after the edit. Text put in at that very place goes after it, or before it. */
export function placeAfter(place: number, edit: Edit, textFirst: boolean): number {
  const pushed = edit.at < place || (textFirst && edit.at === place);
  return place - goneBefore(place, edit) + (pushed ? edit.text.length : 0);
}

/**
 * The edit as it is to be done after `other`, which was made on the same text. What `other` put in is never cut.
 * Where both put in text at one place, one must go first: `otherFirst` says whose, and both sides must say the same.
 */
export function after(edit: Edit, other: Edit, otherFirst: boolean): Edit {
  const cuts: [number, number][] = [];
  for (const [from, to] of edit.cuts) {
    const edges = [from, to, other.at, ...other.cuts.flat()].filter((place) => place >= from && place <= to);
    edges.sort((a, b) => a - b);
    for (let i = 1; i < edges.length; i += 1) {
      const piece: Cut = [edges[i - 1]!, edges[i]!];
      if (length(piece) === 0 || other.cuts.some(([a, b]) => a <= piece[0] && piece[1] <= b)) continue;
      const begin = placeAfter(piece[0], other, true);
      const last = cuts.at(-1);
      if (last?.[1] === begin) last[1] = begin + length(piece);
      else cuts.push([begin, begin + length(piece)]);
    }
  }
  return { at: placeAfter(edit.at, other, otherFirst), text: edit.text, cuts };
}

const isHalf = (text: string, at: number) => {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
};

/**
 * What happened between two texts, as one stretch. `caret` is where the caret stood afterwards: in a row of equal letters it tells
 * which one was written.
 */
export function diff(from: string, to: string, caret = to.length): Replace {
  if (from === to) return { start: to.length, remove: 0, text: '' };
  const most = Math.min(from.length, to.length);
  let end = 0;
  // Nothing after the caret was written by it, so the tail may be equal that far at most.
  const tail = Math.min(most, to.length - Math.max(0, Math.min(caret, to.length)));
  while (end < tail && from[from.length - 1 - end] === to[to.length - 1 - end]) end += 1;
  let start = 0;
  while (start < most - end && from[start] === to[start]) start += 1;
  // The caret may lie: what is equal on both ends is no change.
  while (end < most - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end += 1;
  // Never through the middle of a pair that is one character.
  if (start > 0 && (isHalf(from, start) || isHalf(to, start))) start -= 1;
  if (end > 0 && (isHalf(from, from.length - end) || isHalf(to, to.length - end))) end -= 1;
  return { start, remove: from.length - end - start, text: to.slice(start, to.length - end) };
}
