import type { Rule } from '@theke/rules';
import type { Advice, AdviceSay } from '@theke/rules/advise';
import { describe, expect, it } from 'vitest';
import { checkoutRule } from '../../testing/rulesScene.ts';
import { textsOf } from '../../texts/index.ts';
import { adviceOf, fieldOf, isAlike, withInstead } from './advice.ts';
import { adviceWords, insteadWords } from './adviceWords.ts';
import { draftOf, withText } from './draft.ts';
import { adviceMarks } from './JsonAdvice.tsx';
import { pathText, readPath, valueAt, withAt } from './path.ts';

const skills = ['sales', 'service'];
const advise = (value: unknown, known: readonly string[] | null = skills) => adviceOf(draftOf(value), known);
const first = (value: unknown) => advise(value)[0] as Advice;
const leaf = (node: object) => ({ ...checkoutRule, when: { op: 'all', of: [node] } });
/** What a rule is once the first warning's button was pressed. */
const mended = (value: unknown) => withInstead(value, first(value));

describe('warnings of a rule that is written', () => {
  it('[AC133] only what can be read is advised on, by the skills somebody has once they are known, each thing once', () => {
    const wrong = leaf({ op: 'gte', fact: 'cart.valeuCents', value: 5_000 });
    expect(advise(checkoutRule)).toEqual([]);
    expect(advise(wrong).map((one) => [one.path, one.say.code, one.instead])).toEqual([
      ['when.of[0].fact', 'unknownFact', 'cart.valueCents'],
    ]);
    expect(advise({ ...wrong, offer: {} })).toEqual([]);
    expect(adviceOf(withText(draftOf(wrong), '{'), skills)).toEqual([]);
    const unskilled = {
      ...checkoutRule,
      when: { op: 'idle', ms: 9 },
      offer: { ...checkoutRule.offer, skill: 'slaes' },
    };
    expect(advise(unskilled).map((one) => one.path)).toEqual(['offer.skill']);
    expect(advise(unskilled, null)).toEqual([]);
    const text = { en: '{product.nam} and {product.nam|this}', de: 'x' };
    expect(advise({ ...checkoutRule, offer: { ...checkoutRule.offer, text } }).length).toBe(1);
  });

  it('[AC134] each has a sentence of its own in both languages, whatever it is about', () => {
    const says: AdviceSay[] = [
      { code: 'unknownFact', fact: 'cart.x' },
      ...(['text', 'number', 'boolean'] as const).map(
        (want) => ({ code: 'wrongKind', fact: 'page.type', want }) as const,
      ),
      { code: 'wrongValue', fact: 'visit.device', known: ['phone', 'tablet'] },
      { code: 'outOfRange', fact: 'page.scroll', from: 0, to: 100 },
      { code: 'outOfRange', fact: 'page.views', from: 0, to: Number.MAX_SAFE_INTEGER },
      { code: 'outOfRange', fact: 'cart.valueCents', from: 0, to: Number.MAX_SAFE_INTEGER },
      { code: 'wrongStart', fact: 'page.path' },
      { code: 'wrongStart', fact: 'cart.products' },
      { code: 'unknownSignal', signal: 'exitt' },
      { code: 'noPlace', signal: 'exit' },
      { code: 'unknownSkill', skill: 'slaes' },
      { code: 'unknownPredicate', name: 'vip' },
      { code: 'sameVariant', id: 'a' },
      { code: 'noSuchDay', day: '2026-02-31' },
      ...(['nothingInside', 'noWindow', 'contradicts', 'whileTalking'] as const).map(
        (why) => ({ code: 'neverTrue', why }) as const,
      ),
      ...([true, false] as const).map((negated) => ({ code: 'noTime', op: 'dwell', negated }) as const),
      ...(['hours', 'cap'] as const).map((why) => ({ code: 'neverInvites', why }) as const),
    ];
    for (const language of ['en', 'de'] as const) {
      const sentences = says.map((say) => adviceWords({ say }, textsOf(language)));
      expect(new Set(sentences).size).toBe(says.length);
      for (const sentence of sentences) expect(sentence).toMatch(/^.{15,}\.$/u);
      for (const [no, say] of says.entries())
        for (const key of ['fact', 'signal', 'skill', 'name', 'day'] as const)
          if (key in say && !(say.code === 'wrongStart' && say.fact === 'page.path'))
            expect(sentences[no]).toContain((say as never)[key]);
    }
    expect(adviceWords({ say: says.at(-4)! }, textsOf('de'))).toContain('„Verbrachte Zeit“');
    expect(insteadWords('cart.valueCents', textsOf('de'))).toBe('Stattdessen „cart.valueCents“ verwenden');
    expect(insteadWords(4_990, textsOf('en'))).toBe('Use 4990 instead');
  });

  it('[AC135] what was perhaps meant is put where it was meant, and nothing else is changed; then that warning is gone', () => {
    const wrongs: [object, string, unknown][] = [
      [leaf({ op: 'gte', fact: 'crat.valueCents', value: 5 }), 'when.of[0].fact', 'cart.valueCents'],
      [leaf({ op: 'eq', fact: 'cart.valueCents', value: 49.9 }), 'when.of[0].value', 4_990],
      [leaf({ op: 'in', fact: 'visit.device', value: ['phone', 'tablett'] }), 'when.of[0].value[1]', 'tablet'],
      [leaf({ op: 'eq', fact: 'visit.returning', value: 'true' }), 'when.of[0].value', true],
      [leaf({ op: 'seen', signal: 'fieldError', at: 'iban' }), 'when.of[0].signal', 'field.error'],
    ];
    for (const [wrong, path, meant] of wrongs) {
      expect(first(wrong).path).toBe(path);
      const next = mended(wrong);
      expect(next?.value).toEqual(withAt(wrong, readPath(path), meant));
      expect(next && pathText(next.path)).toBe(path);
      expect(advise(next?.value)).toEqual([]);
    }
    expect(fieldOf(first(wrongs[2]![0]))).toBe('when.of[0].value');
  });

  it('[AC135] in a card’s text only the fact’s name is changed, a skill wherever it is asked for, of a day its date', () => {
    const text = { en: 'About {product.nam|this}, {product.nam} and {cart.quantity}?', de: '{product.name}?' };
    const worded = { ...checkoutRule, offer: { ...checkoutRule.offer, text } };
    expect(valueAt(mended(worded)?.value, ['offer', 'text'])).toEqual({
      en: 'About {product.name|this}, {product.name} and {cart.quantity}?',
      de: '{product.name}?',
    });
    const renamed = JSON.parse(JSON.stringify(checkoutRule).replaceAll('"sales"', '"slaes"')) as Rule;
    expect(mended(renamed)?.value).toEqual(checkoutRule);
    const hours = (days: object) => ({ ...checkoutRule, hours: { timeZone: 'shop', open: { weekly: {}, days } } });
    const spans = [['09:00', '12:00']];
    const dated = mended(hours({ '2026-02-31': spans, '2026-12-24': [] }));
    expect(valueAt(dated?.value, ['hours', 'open', 'days'])).toEqual({ '2026-02-28': spans, '2026-12-24': [] });
    expect(Object.keys(valueAt(dated?.value, ['hours', 'open', 'days']) as object)[0]).toBe('2026-02-28');
    expect(dated && pathText(dated.path)).toBe('hours.open.days.2026-02-28');
    // Hours that are there already are not written over.
    const both = hours({ '2026-02-31': spans, '2026-02-28': [] });
    expect(first(both)).toEqual({ path: first(both).path, say: { code: 'noSuchDay', day: '2026-02-31' } });
    expect(withInstead(both, { ...first(both), instead: '2026-02-28' })).toBe(null);
    expect(mended(both)).toBe(null);
    expect(mended(leaf({ op: 'any', of: [] }))).toBe(null);
    expect(withInstead({}, first(worded))).toBe(null);
  });

  it('[AC133] every place has its mark in the JSON, places of one stretch one mark', () => {
    const value = leaf({ op: 'gte', fact: 'cart.valeuCents', value: 5 });
    const { text } = draftOf(value);
    const marks = adviceMarks(text, [...advise(value), ...advise(value)]);
    expect(marks.map(({ from, to }) => text.slice(from, to))).toEqual(['"fact": "cart.valeuCents"']);
    expect(readPath('hours.open.days.2026-02-31[0][1]')).toEqual(['hours', 'open', 'days', '2026-02-31', 0, 1]);
  });

  it('[AC136] typing on in a wrong word is the same warning; another reason or place is another', () => {
    const one = (fact: string): Advice => ({ path: 'when.fact', say: { code: 'unknownFact', fact } });
    const never = (why: 'noWindow' | 'contradicts'): Advice => ({ path: 'when', say: { code: 'neverTrue', why } });
    expect(isAlike(one('cart.a'), one('cart.ab'))).toBe(true);
    expect(isAlike(one('cart.a'), { ...one('cart.a'), path: 'when.of[0].fact' })).toBe(false);
    expect(isAlike(never('noWindow'), never('contradicts'))).toBe(false);
  });
});
