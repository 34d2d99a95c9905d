import type { Replace } from './edit.ts';

/** Two edits of one writer, one after the other, as one; null if they do not touch. */
export function joined(first: Replace, next: Replace): Replace | null {
  const from = first.start;
  const to = from + first.text.length;
  const end = next.start + next.remove;
  if (next.start > to || end < from) return null;
  return {
    start: Math.min(from, next.start),
    remove: first.remove + Math.max(0, from - next.start) + Math.max(0, end - to),
    text:
      first.text.slice(0, Math.max(0, next.start - from)) +
      next.text +
      first.text.slice(Math.min(first.text.length, Math.max(0, end - from))),
  };
}
