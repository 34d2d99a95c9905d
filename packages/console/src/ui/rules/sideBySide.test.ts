import { describe, expect, it } from 'vitest';
import { checkoutRule } from '../../testing/rulesScene.ts';
import { draftOf, faultSpan, withText } from './draft.ts';
import { withAt } from './path.ts';
import { caretAfter, changedSpan, lineOf, linesOf, piecesOf, spanOf } from './textPlaces.ts';
import { nextTrail, type Trail, trailOf, trailStroke } from './trail.ts';

const text = JSON.stringify(
  {
    id: 'a',
    when: {
      op: 'all',
      of: [
        { op: 'idle', ms: 5 },
        { op: 'page', type: '{"ms": 1}' },
      ],
    },
    offer: { skill: 's' },
  },
  null,
  2,
);
const at = (path: string, of = text) => {
  const span = spanOf(of, path);
  return span && of.slice(span.from, span.to);
};

describe('places in the JSON', () => {
  it('[AC123] a path of a refusal is found with its key; of what goes over lines, where it begins', () => {
    expect(at('when.of[0].ms')).toBe('"ms": 5');
    expect(at('when.of[1].type')).toBe('"type": "{\\"ms\\": 1}"');
    expect(at('when.of[1]')).toBe('{');
    expect(at('when')).toBe('"when": {');
    expect(at('')).toBe('{');
    expect(at('id', '{"id" : 3}')).toBe('"id" : 3');
  });

  it('[AC123] what is missing is told at the nearest thing around it; a name that only begins alike is another', () => {
    expect(at('offer.text.en')).toBe('"offer": {');
    expect(at('when.of[7].ms')).toBe('"of": [');
    expect(at('offerings', '{"offer": 1}')).toBe('{');
    expect(at('hours.open.days.2026-12-24[0]', '{"hours":{"open":{"days":{"2026-12-24":["x"]}}}}')).toBe('"x"');
    expect(spanOf('', 'when')).toBe(null);
    const deep = `${'[ '.repeat(10_000)}`;
    expect(at('when', deep)).toBe('[');
  });

  it('[AC123] a draft’s fault has its place in the text, broken syntax the sign that does not fit', () => {
    const wrong = draftOf(withAt(checkoutRule, ['when', 'of', 1, 'skill'], 'care'));
    const span = faultSpan(wrong);
    expect(span && wrong.text.slice(span.from, span.to)).toBe('"skill": "care"');
    const broken = withText(wrong, '{\n  "id": oops }');
    expect(faultSpan(broken)).toEqual({ from: 10, to: 11 });
    expect(faultSpan(draftOf(checkoutRule))).toBe(null);
    expect(lineOf(broken.text, 10)).toEqual({ line: 2, column: 9 });
  });

  it('[AC121] what changed is found, by whole lines; a cursor elsewhere keeps its place in the words around it', () => {
    const before = 'one\ntwo\nthree';
    const after = 'one\ntwenty\nthree';
    const changed = changedSpan(before, after);
    expect(changed && after.slice(changed.from, changed.to)).toBe('enty');
    const lines = changed && linesOf(after, changed);
    expect(lines && after.slice(lines.from, lines.to)).toBe('twenty');
    expect(caretAfter(2, before, after)).toBe(2);
    expect(after.slice(caretAfter(before.indexOf('three'), before, after))).toBe('three');
    expect(caretAfter(7, before, after)).toBe(after.indexOf('\nthree'));
    expect(caretAfter(5, before, before)).toBe(5);
    expect(changedSpan('a', 'a')).toBe(null);
    expect(changedSpan('aa', 'aaa')).toEqual({ from: 2, to: 3 });
  });

  it('[AC123] marks cut the text without losing a sign', () => {
    const pieces = piecesOf('abcdef', [
      { from: 1, to: 4, name: 'news' },
      { from: 3, to: 5, name: 'fault' },
    ]);
    expect(pieces).toEqual([
      { text: 'a', names: '' },
      { text: 'bc', names: 'news' },
      { text: 'd', names: 'news fault' },
      { text: 'e', names: 'fault' },
      { text: 'f', names: '' },
    ]);
  });
});

describe('steps back and forward', () => {
  const typed = (trail: Trail, words: string, atMs: number, by: 'json' | 'form' = 'json') =>
    nextTrail(trail, { type: 'changed', step: { text: words, caret: words.length }, by, atMs });

  it('[AC122] what is typed without a rest is one step; a rest, a paste or the form begins another', () => {
    let trail = trailOf('');
    trail = typed(trail, 'a', 0);
    trail = typed(trail, 'ab', 200);
    trail = typed(trail, 'abc', 2_000);
    trail = typed(trail, 'abc pasted', 2_100);
    trail = typed(trail, 'by the form', 2_200, 'form');
    const texts: string[] = [];
    for (let no = 0; no < 6; no++) {
      trail = nextTrail(trail, { type: 'undone' });
      texts.push(trail.now.text);
    }
    expect(texts).toEqual(['abc pasted', 'abc', 'ab', '', '', '']);
    trail = nextTrail(nextTrail(trail, { type: 'redone' }), { type: 'redone' });
    expect(trail.now).toEqual({ text: 'abc', caret: 3 });
    trail = typed(trail, 'abd', 9_000);
    expect(nextTrail(trail, { type: 'redone' })).toBe(trail);
    expect(nextTrail(trail, { type: 'undone' }).now.text).toBe('abc');
  });

  it('[AC122] two hundred steps are kept; a cursor that only moves is none', () => {
    let trail = trailOf('');
    for (let no = 1; no <= 500; no++) trail = typed(trail, 'x'.repeat(no), no * 1_000);
    expect(trail.past.length).toBe(200);
    const moved = nextTrail(trail, { type: 'changed', step: { text: trail.now.text, caret: 1 }, by: 'json', atMs: 0 });
    expect(moved.past).toBe(trail.past);
    expect(moved.now.caret).toBe(1);
  });

  it('[AC122] the strokes are those of browsers', () => {
    const stroke = (key: string, held: object) =>
      trailStroke({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });
    expect(stroke('z', { ctrlKey: true })).toBe('undone');
    expect(stroke('Z', { metaKey: true, shiftKey: true })).toBe('redone');
    expect(stroke('y', { ctrlKey: true })).toBe('redone');
    expect(stroke('z', {})).toBe(null);
    expect(stroke('z', { ctrlKey: true, altKey: true })).toBe(null);
  });
});
