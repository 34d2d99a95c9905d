import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { after, applied, diff, type Edit, editOf, growth, inOne, inSteps, placeAfter, type Replace } from './edit.ts';
import { joined } from './join.ts';
import { placeRewritten } from './rewritten.ts';

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'ß', '😀', '😁', '\n'), maxLength: 12 });
const textWith = (n: number) =>
  letters.chain((text) =>
    fc.tuple(
      fc.constant(text),
      fc.array(
        fc
          .tuple(fc.nat(text.length), fc.nat(text.length), letters)
          .map(([a, b, put]): Replace => ({ start: Math.min(a, b), remove: Math.abs(a - b), text: put })),
        { minLength: n, maxLength: n },
      ),
    ),
  );
const run = (text: string, steps: Replace[]) => steps.reduce((now, step) => applied(now, editOf(step)), text);

describe('edits', () => {
  it('[CT50] replaces a stretch of the text', () => {
    expect(applied('Hauptstrasse', editOf({ start: 9, remove: 3, text: 'ße' }))).toBe('Hauptstraße');
    expect(applied('', editOf({ start: 0, remove: 0, text: 'x' }))).toBe('x');
  });

  it('[CT50] steps around what the visitor has written inside the stretch that is to go', () => {
    const visitor = editOf({ start: 3, remove: 0, text: 'XY' });
    const agent = after(editOf({ start: 1, remove: 4, text: 'new' }), visitor, true);
    const text = applied('abcdef', visitor);
    expect(text).toBe('abcXYdef');
    expect(applied(text, agent)).toBe('anewXYf');
    expect(inOne(text, agent)).toEqual({ start: 1, remove: 6, text: 'newXY' });
    expect(inSteps(agent)).toEqual([
      { start: 5, remove: 2, text: '' },
      { start: 1, remove: 2, text: 'new' },
    ]);
  });

  it('[CT50] two edits of one text lead to the same text in either order', () => {
    fc.assert(
      fc.property(textWith(2), fc.boolean(), ([text, [one, two]], oneFirst) => {
        const a = editOf(one!);
        const b = editOf(two!);
        const ab = applied(applied(text, a), after(b, a, oneFirst));
        const ba = applied(applied(text, b), after(a, b, !oneFirst));
        expect(ab).toBe(ba);
      }),
      { numRuns: 2000 },
    );
  });

  it('[CT50] the same holds for edits that have stepped around others already', () => {
    fc.assert(
      fc.property(textWith(3), ([text, [one, two, three]]) => {
        const [a, b, c] = [editOf(one!), editOf(two!), editOf(three!)];
        const base = applied(text, c);
        const a1: Edit = after(a, c, true);
        const b1: Edit = after(b, c, false);
        expect(applied(applied(base, a1), after(b1, a1, true))).toBe(applied(applied(base, b1), after(a1, b1, false)));
      }),
      { numRuns: 2000 },
    );
  });

  it('[CT51] no character the visitor has written is taken away by an edit made before', () => {
    fc.assert(
      fc.property(textWith(2), ([text, [mine, theirs]]) => {
        const visitor = editOf({ ...theirs!, text: [...theirs!.text].map(() => 'V').join('') });
        const agent = after(editOf(mine!), visitor, true);
        const now = applied(text, visitor);
        const count = (of: string) => of.split('V').length;
        expect(count(applied(now, agent))).toBe(count(now));
      }),
      { numRuns: 2000 },
    );
  });

  it('[CT50] in one or in steps, an edit does the same', () => {
    fc.assert(
      fc.property(textWith(2), ([text, [one, two]]) => {
        const edit = after(editOf(one!), editOf(two!), true);
        const now = applied(text, editOf(two!));
        const then = applied(now, edit);
        expect(run(now, [inOne(now, edit)])).toBe(then);
        expect(run(now, inSteps(edit))).toBe(then);
        expect(then.length - now.length).toBe(growth(edit));
      }),
      { numRuns: 2000 },
    );
  });

  it('[CT52] a caret stays where its text is', () => {
    const edit = editOf({ start: 2, remove: 3, text: 'xx' });
    expect([0, 2, 3, 5, 6].map((place) => placeAfter(place, edit, false))).toEqual([0, 2, 4, 4, 5]);
    expect(placeAfter(2, edit, true)).toBe(4);
  });

  it('[CT53] a difference turns one text into the other, smallest first, never through half a character', () => {
    fc.assert(
      fc.property(letters, letters, fc.nat(12), (from, to, caret) => {
        const change = diff(from, to, caret);
        expect(applied(from, editOf(change))).toBe(to);
        const half = /^[\udc00-\udfff]|[\ud800-\udbff]$/;
        expect(half.test(change.text) || half.test(from.substr(change.start, change.remove))).toBe(false);
        expect(diff(to, to, caret)).toEqual({ start: to.length, remove: 0, text: '' });
      }),
      { numRuns: 2000 },
    );
  });

  it('[CT53] among equal letters the caret tells which was written', () => {
    expect(diff('aaa', 'aaaa', 2)).toEqual({ start: 1, remove: 0, text: 'a' });
    expect(diff('aaa', 'aaaa', 4)).toEqual({ start: 3, remove: 0, text: 'a' });
    expect(diff('aaaa', 'aaa', 1)).toEqual({ start: 1, remove: 1, text: '' });
  });

  it('[CT54] touching edits of one writer are one', () => {
    fc.assert(
      fc.property(textWith(1), letters, fc.nat(14), fc.nat(14), ([text, [one]], put, a, b) => {
        const middle = applied(text, editOf(one!));
        const start = Math.min(a, b, middle.length);
        const remove = Math.min(Math.max(a, b), middle.length) - start;
        const next = { start, remove, text: put };
        const both = joined(one!, next);
        if (both) expect(applied(text, editOf(both))).toBe(applied(middle, editOf(next)));
        else expect(start > one!.start + one!.text.length || start + remove < one!.start).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a text its page has put in order', () => {
  it.each([
    ['9123 456', '912 345 6', 5, 5],
    ['1293 456', '129 345 6', 3, 3],
    ['abc', 'ABC', 2, 2],
    ['030123', '(030) 123', 4, 7],
    ['', '', 0, 0],
    [' a ', 'a', 3, 1],
    ['abc', 'abd', 2, null],
  ])('[CT52] from %j to %j a caret at %i belongs at %j', (from, to, place, then) => {
    expect(placeRewritten(from, to, place)).toBe(then);
  });
});
