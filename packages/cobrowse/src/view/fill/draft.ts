import { after, applied, diff, type Edit, editOf, inSteps, placeAfter, type Replace } from '../../fill/edit.ts';
import { joined } from '../../fill/join.ts';
import { placeRewritten } from '../../fill/rewritten.ts';
import type { Caret } from './openField.ts';

/**
 * A text as the agent writes it: what the visitor's page has said, the one edit that is on its way there, and those that wait.
 * What the page says goes underneath, so that both sides have the same text once nothing is on its way. Knows no lines and no time.
 */
export interface Draft {
  readonly rev: number;
  readonly text: string;
  readonly caret: Caret;
  /** From a place in the page's text to one in the agent's. */
  shown(caret: Caret): Caret;
  write(next: string, caret: number): void;
  /** The next edit to send; it is on its way from now on. Null: none, or one is on its way. */
  depart(): (Replace & { rev: number }) | null;
  /** It was not done now; it waits again. */
  returned(): void;
  /** It was done, as `change` says or, without one, is in what the page has said already. */
  arrived(change?: Replace): void;
  /** Somebody else's change; the page's own may be that it puts a text in order. */
  changed(change: Replace, byPage?: boolean): void;
  /** The page's whole text anew. */
  anew(rev: number, text: string): void;
}

/** Makes {@link Draft} of a field as it was opened. */
export function createDraft(field: { rev: number; text: string; caret?: Caret }): Draft {
  let { rev, text: said } = field;
  let flying: Edit | null = null;
  let waiting: Edit[] = [];
  let text = said;
  let caret = { start: said.length, end: said.length };

  const layers = () => (flying ? [flying, ...waiting] : waiting);

  /** Puts a change underneath everything that is not done yet. */
  function under(change: Edit, byPage = false): void {
    let other = change;
    const over = (edit: Edit) => {
      const moved = after(edit, other, true);
      other = after(other, edit, false);
      return moved;
    };
    said = applied(said, change);
    if (flying) flying = over(flying);
    waiting = waiting.map(over).filter((edit) => edit.text !== '' || edit.cuts.length > 0);
    const before = text;
    text = layers().reduce(applied, said);
    const place = (at: number) => (byPage ? placeRewritten(before, text, at) : null) ?? placeAfter(at, other, true);
    caret = { start: place(caret.start), end: place(caret.end) };
  }

  return {
    get rev() {
      return rev;
    },
    get text() {
      return text;
    },
    get caret() {
      return caret;
    },
    shown(of) {
      const place = (from: number) =>
        Math.min(
          text.length,
          layers().reduce((at, edit) => placeAfter(at, edit, false), from),
        );
      return { start: place(of.start), end: place(of.end) };
    },
    write(next, at) {
      const change = diff(text, next, at);
      caret = { start: at, end: at };
      if (change.remove === 0 && change.text === '') return;
      const last = waiting.at(-1);
      const [step, more] = last ? inSteps(last) : [];
      const both = step && !more ? joined(step, change) : null;
      if (both) waiting[waiting.length - 1] = editOf(both);
      else waiting.push(editOf(change));
      text = next;
    },
    depart() {
      const first = flying ? undefined : waiting.shift();
      if (!first) return null;
      const [step, ...rest] = inSteps(first);
      waiting.unshift(...rest.map(editOf));
      if (!step) return this.depart();
      flying = editOf(step);
      return { ...step, rev };
    },
    returned() {
      if (flying) waiting.unshift(flying);
      flying = null;
    },
    arrived(change) {
      if (!flying) return change && this.changed(change);
      const real = change ? applied(said, editOf(change)) : said;
      if (change) rev += 1;
      said = applied(said, flying);
      flying = null;
      // The page may have done it in its own way: cut to length, or twice told.
      if (real !== said) under(editOf(diff(said, real)));
    },
    changed(change, byPage) {
      rev += 1;
      under(editOf(change), byPage);
    },
    anew(nextRev, whole) {
      rev = nextRev;
      if (whole !== said) under(editOf(diff(said, whole)));
    },
  };
}
