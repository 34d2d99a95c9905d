import { expect, it } from 'vitest';
import { checkoutRule } from '../../testing/rulesScene.ts';
import { textsOf } from '../../texts/index.ts';
import { unusable } from './unusable.ts';

it('[SE261] a rule that an older version kept and this one does not take says in the list that it invites nobody, and why', () => {
  const short = { ...checkoutRule, holdout: { share: 0.1, salt: 's', windowMs: 60_000 } };
  const of = (rule: object, language: 'en' | 'de') => unusable({ rule: rule as never }, textsOf(language));
  expect(of(short, 'en')).toMatch(/^Invites nobody: .* At holdout\.windowMs: /u);
  expect(of(short, 'de')).toMatch(/^Lädt niemanden ein: .* Bei holdout\.windowMs: /u);
  expect(of({ ...short, mode: 'shadow' }, 'en')).not.toBe('');
  // What is off is meant to invite nobody; what is a rule says nothing.
  expect(of({ ...short, mode: 'off' }, 'en')).toBe('');
  expect(of(checkoutRule, 'en')).toBe('');
});
