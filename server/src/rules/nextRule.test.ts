import type { Rule } from '@theke/rules';
import { expect, it } from 'vitest';
import { nextRule, readWish } from './nextRule.ts';

const rule: Rule = {
  id: 'help',
  version: 4,
  when: { op: 'dwell', what: 'page', ms: 60_000 },
  offer: { skill: 'sales', text: { en: 'Questions?', de: 'Fragen?' } },
};

it('[IN170] another when, offer or holdout raises the version by one whatever was sent; anything else keeps it', () => {
  const changed: Partial<Rule>[] = [
    { when: { op: 'dwell', what: 'page', ms: 60_001 } },
    { offer: { skill: 'sales', text: { en: 'Questions!', de: 'Fragen?' } } },
    { holdout: { share: 0.1, salt: 'a', windowMs: 1 } },
  ];
  for (const part of changed)
    for (const version of [1, 4, 900]) expect(nextRule(rule, rule, { ...rule, ...part, version })?.version).toBe(5);
  for (const part of [{ mode: 'off' }, { priority: 3 }, { caps: { perVisit: 2 } }, { settleMs: 9 }] as Partial<Rule>[])
    expect(nextRule(rule, rule, { ...rule, ...part, version: 900 })).toEqual({ ...rule, ...part });
  // A new one begins where its author says; one that comes back after a removal goes on counting.
  expect(nextRule(null, null, rule)?.version).toBe(4);
  expect(nextRule(null, rule, { ...rule, ...changed[0], version: 1 })?.version).toBe(5);
  expect(nextRule(null, rule, { ...rule, version: 1 })?.version).toBe(4);
});

it('[IN170] the order of keys is no change, and the text a running experiment knows stays as it was', () => {
  const { id, version, when, offer } = rule;
  const turned: Rule = { offer, when: { ms: 60_000, what: 'page', op: 'dwell' }, version, id };
  expect(nextRule(rule, rule, turned)).toBeNull();
  const later = nextRule(rule, rule, { ...turned, mode: 'shadow' });
  expect(JSON.stringify(later?.when)).toBe(JSON.stringify(when));
  expect(later).toMatchObject({ version: 4, mode: 'shadow' });
});

it('[IN171] what is no rule is refused with the place and one sentence', () => {
  const refusal = (input: unknown) => {
    const answer = readWish(input);
    return answer.ok ? 'taken' : `${answer.refusal.code} ${answer.refusal.detail}`;
  };
  expect(refusal(rule)).toBe('taken');
  expect(refusal({ ...rule, when: { op: 'all', of: [{ op: 'dwell', what: 'page', ms: 'soon' }] } })).toMatch(
    /^malformed when\.of\[0\]\.ms: .+\.$/,
  );
  expect(refusal({ ...rule, when: { op: 'eval', code: 'x' } })).toMatch(/^malformed when\.op: /);
  expect(refusal({ ...rule, offer: { ...rule.offer, text: { en: 'x'.repeat(70_000), de: 'x' } } })).toMatch(
    /^tooLarge /,
  );
  for (const id of ['', 'a b', 'x'.repeat(101), 'toString', 'live', 'ä'])
    expect(refusal({ ...rule, id })).toMatch(/^malformed id: /);
});
