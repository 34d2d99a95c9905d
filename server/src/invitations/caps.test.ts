import { expect, it } from 'vitest';
import { untouched } from '../rules/settings.ts';
import { type Earlier, hushed, type Past } from './caps.ts';
import { dayMs } from './defaults.ts';

const now = 1_790_000_000_000;
const minuteMs = 60_000;
const bounds = { ...untouched('demo'), perVisit: 10 };
const card = (state: string, agoMs: number, ruleId = 'r1'): Earlier => ({
  ruleId,
  state,
  createdAt: now - agoMs,
  expiresAt: now - agoMs + 45_000,
  settledAt: state === 'shown' ? null : now - agoMs,
});
const past = (earlier: Earlier[], more: Partial<Past> = {}): Past => ({
  now,
  earlier,
  talking: false,
  talkedAt: null,
  orderedAt: null,
  visitSince: null,
  ...more,
});
type Terms = Parameters<typeof hushed>[1]['terms'];
const why = (facts: Past, terms: Partial<Terms> = {}, others: Record<string, Partial<Terms>> = {}, rest = bounds) =>
  hushed(facts, { ruleId: 'r1', terms: { digest: 'd', ...terms } }, rest, (id) =>
    others[id] ? { digest: 'o', ...others[id] } : null,
  );

it('[IN200] four cool-downs, each with its own length', () => {
  const cooldown = { afterDismissMs: 1_000_000, afterIgnoreMs: 2_000_000, afterChatMs: 3_000_000, afterOrderMs: 4e6 };
  for (const [reason, ms, facts] of [
    ['dismissed', 1_000_000, (ago: number) => past([card('dismissed', ago)])],
    ['ignored', 2_000_000, (ago: number) => past([card('expired', ago)])],
    ['chatted', 3_000_000, (ago: number) => past([], { talkedAt: now - ago })],
    ['ordered', 4_000_000, (ago: number) => past([], { orderedAt: now - ago })],
  ] as const) {
    expect(why(facts(ms - 1), { cooldown })).toBe(reason);
    expect(why(facts(ms), { cooldown })).toBe(null);
  }
});

it('[IN200] unless a rule says otherwise: a day after "not now", an hour after no reaction, nothing else', () => {
  expect(why(past([card('dismissed', dayMs - 1)]))).toBe('dismissed');
  expect(why(past([card('dismissed', dayMs)]))).toBe(null);
  expect(why(past([card('expired', 60 * minuteMs - 1)]))).toBe('ignored');
  expect(why(past([card('expired', 60 * minuteMs)]))).toBe(null);
  expect(why(past([], { talkedAt: now, orderedAt: now }))).toBe(null);
});

it('[IN201] "not now" silences every rule, as long as the rule says that was dismissed; being ignored silences only that rule', () => {
  expect(why(past([card('dismissed', 10 * minuteMs, 'r2')]))).toBe('dismissed');
  expect(
    why(past([card('dismissed', 10 * minuteMs, 'r2')]), {}, { r2: { cooldown: { afterDismissMs: 60_000 } } }),
  ).toBe(null);
  expect(why(past([card('expired', 10 * minuteMs, 'r2')]))).toBe(null);
  expect(why(past([card('expired', 10 * minuteMs, 'r2')]), {}, { r2: { cooldown: { afterIgnoreMs: dayMs } } })).toBe(
    'ignored',
  );
  expect(why(past([card('never', 300 * dayMs, 'r2')]))).toBe('dismissed');
});

it('[IN202] caps of the rule and of all rules, by window and by visit', () => {
  const three = [1, 2, 3].map((days) => card('accepted', days * dayMs, `r${days + 1}`));
  expect(why(past(three))).toBe('often');
  expect(why(past(three.slice(1)))).toBe(null);
  expect(why(past([card('accepted', 4 * minuteMs, 'r2')]))).toBe('gap');
  const caps = { perVisitor: { n: 2, withinMs: 30 * dayMs } };
  const twice = [card('accepted', 10 * dayMs), card('accepted', 20 * dayMs)];
  expect(why(past(twice), { caps })).toBe('cap');
  expect(why(past(twice), { caps: { perVisitor: { n: 2, withinMs: 20 * dayMs } } })).toBe(null);
  expect(why(past([card('accepted', 10 * dayMs), card('accepted', 20 * dayMs, 'r2')]), { caps })).toBe(null);
  const visitSince = now - 60 * minuteMs;
  expect(why(past([card('accepted', 50 * minuteMs)], { visitSince }))).toBe('cap');
  expect(why(past([card('accepted', 50 * minuteMs)], { visitSince }), { caps: { perVisit: 2 } })).toBe(null);
  const once = { ...bounds, perVisit: 1 };
  expect(why(past([card('accepted', 50 * minuteMs, 'r2')], { visitSince }), {}, {}, once)).toBe('cap');
  expect(why(past([card('accepted', 70 * minuteMs, 'r2')], { visitSince }), {}, {}, once)).toBe(null);
});

it('[IN203] a rule of a higher funnel level silences lower ones and those without a level', () => {
  const buy = { buy: { funnel: { level: 2, lockMs: dayMs } } };
  const shown = past([card('accepted', 20 * 60 * minuteMs, 'buy')]);
  expect(why(shown, {}, buy)).toBe('funnel');
  expect(why(shown, { funnel: { level: 1, lockMs: 0 } }, buy)).toBe('funnel');
  expect(why(shown, { funnel: { level: 2, lockMs: 0 } }, buy)).toBe(null);
  expect(why(past([card('accepted', dayMs, 'buy')]), {}, buy)).toBe(null);
});

it('[IN204] a clock that was set back makes nothing forgotten: what seems to come from the future counts as just now', () => {
  expect(why(past([card('accepted', -dayMs, 'r2')]))).toBe('gap');
  expect(why(past([card('dismissed', -dayMs, 'r2')]))).toBe('dismissed');
  expect(why(past([], { orderedAt: now + dayMs }), { cooldown: { afterOrderMs: 1 } })).toBe('ordered');
  expect(why(past([], { orderedAt: now + dayMs, talkedAt: now + dayMs }))).toBe(null);
});

it('[IN204] no second card while one is up, and none in a conversation', () => {
  const noGap = { ...bounds, gapMs: 0 };
  expect(why(past([card('shown', 10_000, 'r2')]), {}, {}, noGap)).toBe('gap');
  expect(why(past([card('shown', 50_000, 'r2')]), {}, {}, noGap)).toBe(null);
  expect(why(past([], { talking: true }))).toBe('busy');
});
