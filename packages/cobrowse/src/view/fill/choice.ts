import { applied, editOf, type Replace } from '../../fill/edit.ts';

/**
 * The value of a field without a caret as the agent sets it: whole, the last one counts, and the visitor's counts more.
 * The same steps as a {@link Draft}'s, for what has no letters.
 */
export interface Choice {
  readonly rev: number;
  readonly text: string;
  want(text: string): void;
  depart(): { text: string; rev: number } | null;
  returned(): void;
  arrived(change?: Replace): void;
  changed(change: Replace, byPage?: boolean): void;
  anew(rev: number, text: string): void;
}

/** Makes {@link Choice} of a field as it was opened. */
export function createChoice(field: { rev: number; text: string }): Choice {
  let { rev, text: said } = field;
  let flying: string | null = null;
  let wanted: string | null = null;
  /** What is on its way was wanted of another value, too. */
  let stale = false;

  function take(change: Replace): void {
    rev += 1;
    said = applied(said, editOf(change));
  }

  return {
    get rev() {
      return rev;
    },
    get text() {
      return wanted ?? flying ?? said;
    },
    want(text) {
      wanted = text;
    },
    depart() {
      if (flying !== null || wanted === null) return null;
      flying = wanted;
      wanted = null;
      stale = false;
      return { text: flying, rev };
    },
    returned() {
      if (!stale) wanted ??= flying;
      flying = null;
    },
    arrived(change) {
      flying = null;
      if (change) take(change);
    },
    changed(change) {
      // What was wanted, was wanted of another value.
      wanted = null;
      stale = true;
      take(change);
    },
    anew(nextRev, text) {
      if (text !== said) {
        wanted = null;
        stale = true;
      }
      rev = nextRev;
      said = text;
    },
  };
}
