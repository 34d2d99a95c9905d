import { readRule } from '@theke/rules';
import { describe, expect, it } from 'vitest';
import { checkoutRule } from '../../testing/rulesScene.ts';
import { textsOf } from '../../texts/index.ts';
import { draftOf, isFormable, placeOf, withText } from './draft.ts';
import { faultWords } from './faultWords.ts';
import { type Kind, kinds, newRule, nodeOf, opsFor, valueFor } from './kinds.ts';
import { isLengthAt, lengthText, readLength } from './length.ts';
import { pathText, valueAt, withAt } from './path.ts';
import { settingsFault } from './settingsFault.ts';
import { syntaxFaultAt } from './syntax.ts';
import { ruleWords } from './words.ts';

const en = { texts: textsOf('en'), language: 'en' };
const de = { texts: textsOf('de'), language: 'de' };

describe('a rule being written', () => {
  it('[IN274] form and JSON are one thing: a change of a value is in the text, a change of the text in the value', () => {
    const draft = draftOf(checkoutRule);
    expect(JSON.parse(draft.text)).toEqual(checkoutRule);
    const longer = draftOf(withAt(draft.value, ['when', 'of', 0, 'of', 0, 'ms'], 120_000));
    expect(longer.text).toContain('"ms": 120000');
    expect(Object.keys(longer.value as object)).toEqual(Object.keys(checkoutRule));
    const typed = withText(longer, longer.text.replace('"sales"', '"care"'));
    expect(valueAt(typed.value, ['when', 'of', 1, 'skill'])).toBe('care');
    expect(typed.fault).toMatchObject({ code: 'otherSkill', path: 'when.of[1].skill' });
  });

  it('[IN275] a text that is no JSON leaves the form as it was and says line and column; a refusal says its place in this language', () => {
    const broken = withText(draftOf(checkoutRule), '{\n  "id": oops }');
    expect(broken.value).toEqual(checkoutRule);
    expect(broken.fault?.code).toBe('syntax');
    expect(placeOf(broken.text)).toEqual({ line: 2, column: 9 });
    expect(faultWords(broken, textsOf('de'))).toBe('Kein JSON: Zeile 2, Spalte 9.');
    const wrong = draftOf(withAt(checkoutRule, ['when', 'of', 1, 'skill'], 'care'));
    expect(faultWords(wrong, textsOf('de'))).toMatch(
      /^Bei when\.of\[1\]\.skill: Es muss die Fähigkeit .* \(.*must be/u,
    );
    expect(faultWords(wrong, textsOf('en'))).toMatch(/^At when\.of\[1\]\.skill: It must be the offer’s skill\./u);
  });

  it('[IN275] the place is the first sign that does not fit, whatever the browser says', () => {
    const places: [string, number][] = [
      ['', 0],
      ['{', 1],
      ['{"a" 1}', 5],
      ['{"a":1,}', 7],
      ['[1,2', 4],
      ['[1 2]', 3],
      ['{"a":01}', 5],
      ['"a\nb"', 0],
      ['{"a":tru}', 5],
      ['[]]', 2],
      ['{"a":1}\n x', 9],
    ];
    for (const [text, at] of places) {
      expect(() => JSON.parse(text), text).toThrow();
      expect(syntaxFaultAt(text), text).toBe(at);
    }
    for (const fine of [checkoutRule, [1.5e3, -0, true, null, '\u00e4 "\\'], {}])
      expect(syntaxFaultAt(JSON.stringify(fine, null, 2))).toBe(JSON.stringify(fine, null, 2).length);
  });

  it('[IN274] whatever is no rule in outline is left to the JSON; depth without end does no harm', () => {
    let deep: unknown = { op: 'page', type: 'x' };
    for (let at = 0; at < 10_000; at++) deep = { op: 'not', of: deep };
    expect(isFormable({ ...checkoutRule, when: deep })).toBe(false);
    expect(draftOf({ id: 'x' }).fault).not.toBe(null);
    for (const value of [
      null,
      3,
      'x',
      [],
      {},
      { ...checkoutRule, when: { op: 'all', of: 3 } },
      { ...checkoutRule, offer: [] },
    ])
      expect(isFormable(value), JSON.stringify(value)).toBe(false);
    expect(isFormable({ ...checkoutRule, when: { op: 'moonphase' } })).toBe(false);
    expect(isFormable(checkoutRule)).toBe(true);
  });

  it('[IN276] each kind of condition begins as one a rule may have, but for the names somebody must give', () => {
    const named: Partial<Record<Kind, object>> = { page: { type: 'cart' }, custom: { name: 'vip' } };
    for (const kind of kinds) {
      const node = {
        ...nodeOf(kind, 'sales', kind === 'not' || kind === 'held' ? nodeOf('idle', 'sales') : undefined),
        ...named[kind],
      };
      const reading = readRule({ ...newRule('n', 'sales'), when: node });
      expect(reading.ok ? '' : `${kind}: ${reading.refusal.say}`).toBe('');
      expect(ruleWords({ when: node } as never, en).length).toBeGreaterThan(5);
      expect(ruleWords({ when: node } as never, de)).not.toBe(ruleWords({ when: node } as never, en));
    }
    expect(nodeOf('all', 'sales', nodeOf('idle', 'sales'))).toEqual({ op: 'all', of: [{ op: 'idle', ms: 30_000 }] });
  });

  it('[IN276] a value fits the fact it is compared with', () => {
    expect(opsFor('boolean')).toEqual(['eq']);
    expect(valueFor('number', 'gte', 'many')).toBe(0);
    expect(valueFor('number', 'gte', 7)).toBe(7);
    expect(valueFor('text', 'in', 'a')).toEqual(['a']);
    expect(valueFor('text', 'eq', ['a', 'b'])).toBe('a');
    expect(valueFor('boolean', 'eq', 5)).toBe(true);
  });

  it('[IN277] lengths are written as people write them, in both languages, and come back as they were', () => {
    expect(['90 s', '1.5 min', '1,5min', '2h', ' 7 d ', '45', '250 ms', '3 Tage'].map(readLength)).toEqual([
      90_000, 90_000, 90_000, 7_200_000, 604_800_000, 45_000, 250, 259_200_000,
    ]);
    for (const none of ['', 'soon', '1.5.2 s', '-3 s', '3 weeks', '3 constructor'])
      expect(readLength(none), none).toBe(null);
    expect([90_000, 41_000, 3_600_000, 604_800_000, 250, 0].map((ms) => lengthText(ms, 'en'))).toEqual([
      '1.5 min',
      '41 s',
      '1 h',
      '7 d',
      '250 ms',
      '0 s',
    ]);
    expect(lengthText(90_000, 'de')).toBe('1,5 min');
    for (const ms of [1, 999, 1_234, 61_000, 5_400_000, 90_061_001]) expect(readLength(lengthText(ms, 'de'))).toBe(ms);
  });

  it('[AC127] a length that is no half of anything has several units, and is understood when typed so', () => {
    const lengths = [500_000, 72_000, 1_200, 90_000, 5_400_000, 6_000_000, 90_000_000, 3_661_000];
    expect(lengths.map((ms) => lengthText(ms, 'en'))).toEqual([
      '8 min 20 s',
      '1 min 12 s',
      '1.2 s',
      '1.5 min',
      '1.5 h',
      '1 h 40 min',
      '1 d 1 h',
      '1 h 1 min 1 s',
    ]);
    for (const ms of lengths) expect(readLength(lengthText(ms, 'de'))).toBe(ms);
    expect(readLength('8min20s')).toBe(500_000);
    expect(readLength('2 Tage 3 Std.')).toBe(183_600_000);
    // A slip is no sum.
    for (const none of ['5 5 min', '20 s 8 min', '8 min 20', '8 min 20 min', 'min 8'])
      expect(readLength(none), none).toBe(null);
  });

  it('[AC154] a length is understood with its unit in words, and what cannot be read is answered with how one is written, in the reader’s language', () => {
    const typed = ['20 Sekunden', '3 Minuten', '20 seconds', '3 minutes', '1 Stunde', '2 hours', '1 Minute 1 Sekunde'];
    expect(typed.map(readLength)).toEqual([20_000, 180_000, 20_000, 180_000, 3_600_000, 7_200_000, 61_000]);
    const soon = draftOf({ ...checkoutRule, settleMs: 'bald' });
    expect(faultWords(soon, textsOf('de'))).toBe(
      'Bei settleMs: Eine Länge schreibt man mit Zahl und Einheit, z. B. 20 s, 3 min, 1 h.',
    );
    expect(faultWords(soon, textsOf('en'))).not.toContain('must be');
    expect(['ms', 'when.of[0].ms', 'caps.perVisitor.withinMs', 'priority', 'terms'].map(isLengthAt)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('[IN271] what a rule waits for is one sentence in this language', () => {
    expect(ruleWords(checkoutRule, en)).toBe(
      'On form checkout for 1.5 min or product is “fjord”, and an agent with sales is free.',
    );
    expect(ruleWords(checkoutRule, de)).toBe(
      '1,5 min im Formular checkout oder Produkt ist „fjord“, und ein Agent mit sales ist frei.',
    );
    const group = {
      op: 'all',
      of: [
        { op: 'page', type: 'a' },
        { op: 'gte', fact: 'cart.valueCents', value: 5_000 },
      ],
    } as const;
    expect(ruleWords({ when: { op: 'any', of: [group, { op: 'idle', ms: 1_000 }] } }, en)).toBe(
      '(on a page of type a and cart value at least €50.00) or no input for 1 s.',
    );
    expect(ruleWords({ when: { op: 'not', of: { op: 'eq', fact: 'visit.returning', value: false } } }, en)).toBe(
      'Not (not: returning visitor).',
    );
  });

  it('[IN274] a place in JSON is changed without touching the rest, and taken away without a trace', () => {
    expect(pathText(['when', 'of', 0, 'ms'])).toBe('when.of[0].ms');
    expect(withAt({ a: 1, b: 2 }, ['a'], 3)).toEqual({ a: 3, b: 2 });
    expect(withAt({ a: 1 }, ['caps', 'perPage'], undefined)).toEqual({ a: 1 });
    expect(withAt({}, ['caps', 'perPage'], 2)).toEqual({ caps: { perPage: 2 } });
    expect(withAt({ of: [1, 2, 3] }, ['of', 1], undefined)).toEqual({ of: [1, 3] });
    expect(valueAt({ a: 1 }, ['constructor'])).toBe(undefined);
  });
});

describe('settings of a site', () => {
  it('[IN280] what the server would refuse is found before it is asked, at its place', async () => {
    const { invitationSettings } = await import('../../testing/rulesScene.ts');
    const at = (more: object) => settingsFault({ ...invitationSettings(), ...more })?.path ?? null;
    expect(at({})).toBe(null);
    expect(at({ perVisit: 1.5 })).toBe('perVisit');
    expect(at({ gapMs: 'soon' })).toBe('gapMs');
    expect(at({ perVisitor: { n: 3, withinMs: -1 } })).toBe('perVisitor.withinMs');
    expect(at({ timeZone: 'Mars/Base' })).toBe('timeZone');
    expect(at({ programme: { share: 0.95, salt: 's', windowMs: 1 } })).toBe('programme.share');
    expect(at({ currency: 'euro' })).toBe('currency');
    expect(at({ hours: { weekly: { mon: [['09:00', '25:00']] } } })).toBe('hours.weekly.mon[0][1]');
  });

  it('[AC146] times, windows and times of day are refused at their field exactly where the server refuses them', async () => {
    const { invitationSettings } = await import('../../testing/rulesScene.ts');
    const schema = await import('@theke/protocol/schema');
    const v = await import('valibot');
    const hourMs = 3_600_000;
    const programme = (windowMs: unknown) => ({ programme: { share: 0, salt: 's', windowMs } });
    const within = (withinMs: unknown) => ({ perVisitor: { n: 3, withinMs } });
    const to = (time: string) => ({ hours: { weekly: { mon: [['09:00', time]] } } });
    const wishes: [object, string | null][] = [
      [programme(hourMs - 1), 'programme.windowMs'],
      [programme(hourMs), null],
      [programme(366 * 24 * hourMs), null],
      [programme(366 * 24 * hourMs + 1), 'programme.windowMs'],
      [within(0), 'perVisitor.withinMs'],
      [within(1), null],
      [to('24:30'), 'hours.weekly.mon[0][1]'],
      [to('24:00'), null],
      [to('23:59'), null],
      [{ hours: { weekly: {}, days: { '2026-12-24': [['24:01', '24:00']] } } }, 'hours.days.2026-12-24[0][0]'],
    ];
    for (const [more, path] of wishes) {
      const wish = { ...invitationSettings(), ...more };
      expect(settingsFault(wish)?.path ?? null, JSON.stringify(more)).toBe(path);
      expect(v.safeParse(schema.invitationSettings, wish).success, JSON.stringify(more)).toBe(path === null);
    }
    const words = en.texts.ruleSettings.faults;
    const why = (more: object) => settingsFault({ ...invitationSettings(), ...more })?.why as keyof typeof words;
    expect([words[why(programme(1))], words[why(within(0))], words[why(to('24:30'))]]).toEqual([
      'From 1 h to 366 d.',
      'Longer than 0, up to 366 d.',
      'A time such as 09:00.',
    ]);
  });
});
