import { agent, all, defineRule, type Rule, signalSeen, termsOf } from '@theke/rules';
import {
  type Journey,
  type Simulated,
  type SimulateOptions,
  simulate,
  startWalk,
  type Walk,
} from '@theke/rules/simulate';
import { assignArm, bucket } from '@theke/uplift';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Earlier } from '../invitations/caps.ts';
import { visitMs } from '../invitations/defaults.ts';
import { refusedBy } from '../invitations/verdict.ts';
import { wishOf } from '../invitations/wish.ts';
import { untouchedSettings } from '../rules/settings.ts';

// The simulator's shop and what the server decides by, asked the same questions on the same journeys.

const cardMs = 45_003;
const startsAtMs = Date.UTC(2026, 0, 6, 9);

const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined });
const ms = fc.constantFrom(0, 20_000, 120_000, 600_000);
const share = fc.constantFrom(0.3, 0.6);

const rulesArb = fc
  .array(
    fc.record({
      mode: fc.constantFrom('live', 'live', 'live', 'shadow') as fc.Arbitrary<'live' | 'shadow'>,
      kind: fc.constantFrom('chat', 'chat', 'article') as fc.Arbitrary<'chat' | 'article'>,
      caps: maybe(
        fc.record({
          perVisit: fc.integer({ min: 1, max: 4 }),
          perVisitor: maybe(fc.record({ n: fc.constantFrom(1, 2), withinMs: ms.map((n) => n + 1) })),
        }),
      ),
      cooldown: maybe(
        fc.record({
          afterDismissMs: maybe(ms),
          afterIgnoreMs: maybe(ms),
          afterChatMs: maybe(ms),
          afterOrderMs: maybe(ms),
        }),
      ),
      funnel: maybe(fc.record({ level: fc.nat(2), lockMs: fc.constantFrom(60_000, 1_800_000) })),
      holdout: maybe(share.map((part) => ({ share: part, salt: 's', windowMs: 3_600_000 }))),
      closed: fc.constantFrom(false, false, false, true),
    }),
    { minLength: 2, maxLength: 4 },
  )
  .map((list) =>
    list.map(({ kind, closed, ...terms }, i): Rule => {
      // Only a shadow rule asks during what keeps the page itself quiet.
      const mode = i === 0 ? 'shadow' : terms.mode;
      const offer = { skill: 'sales', kind, text: { en: 'a', de: 'b' }, ...(kind === 'article' && { url: '/a' }) };
      const hours = closed ? { timeZone: 'shop', open: { weekly: {} } } : undefined;
      const when = all(signalSeen(`s${i}`, '40s'), agent('sales'));
      return defineRule({ id: `r${i}`, version: 1, when, offer, hours, ...terms, mode });
    }),
  );

const steps: readonly ((walk: Walk, n: number) => Walk)[] = [
  (walk, n) => walk.signal(`s${n}`),
  (walk, n) => walk.signal(`s${n}`),
  (walk, n) => walk.signal(`s${n}`),
  (walk) => walk.dismiss(),
  (walk) => walk.accept(),
  (walk) => walk.openChat(),
  (walk) => walk.endChat(),
  (walk) => walk.order(),
  (walk) => walk.open('/next'),
];
const stepArb = fc.tuple(fc.nat(steps.length - 1), fc.nat(3), fc.constantFrom(1, 2, 5, 10, 30, 61, 200, 900));
const journeyArb = fc
  .array(stepArb, { minLength: 5, maxLength: 20 })
  .map((list) =>
    list.reduce((walk, [what, n, seconds]) => steps[what]!(walk.wait(1000 * seconds), n), startWalk().open('/')),
  );

const optionsArb = fc.record({
  unit: fc.constantFrom('u1', 'u2', 'u3', 'u4', 'u5', 'u6'),
  perVisit: fc.integer({ min: 1, max: 5 }),
  agents: fc.constantFrom('always' as const, 'always' as const, [{ skill: 'sales', fromMs: 0, toMs: 200_000 }]),
  settings: fc.record({
    on: fc.constantFrom(true, true, true, true, true, true, false),
    gapMs: fc.constantFrom(0, 0, 0, 300_000),
    perVisitor: fc.constantFrom({ n: 3, withinMs: 600_000 }, { n: 1, withinMs: 900_000 }),
    programme: maybe(share.map((part) => ({ share: part, salt: 'p' }))),
  }),
});

/** What the server would have said to each question of a simulation, by its own code, from what became of the answers before. */
function expected(rules: Rule[], journey: Journey, options: SimulateOptions, asked: readonly Simulated[]): string[] {
  const { agents, perVisit, unit = '', settings: given = {} } = options;
  const programme = { windowMs: 1, share: 0, salt: '', ...given.programme };
  const settings = { ...untouchedSettings, ...given, siteId: 'demo', revision: 0, perVisit: perVisit!, programme };
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const earlier: Earlier[] = [];
  const held: { ruleId: string; at: number }[] = [];
  const past = { talking: false, talkedAt: null as number | null, orderedAt: null as number | null };
  const left = [...journey.steps];

  const up = () => earlier.find((one) => one.state === 'shown');
  const settle = (state: string, at: number) => Object.assign(up() ?? {}, { state, settledAt: at });
  const lapse = (at: number) => {
    const card = up();
    if (card && card.expiresAt <= at) settle('expired', card.expiresAt);
  };
  const talk = (open: boolean, at: number) => {
    if (past.talking && !open) past.talkedAt = at;
    if (open) settle('expired', at);
    past.talking = open;
  };

  return asked.map(({ tMs, ruleId }) => {
    while (left[0] && left[0].tMs <= tMs) {
      const step = left.shift()!;
      const at = startsAtMs + step.tMs;
      lapse(at);
      if ('card' in step) {
        const isChat = byId.get(up()?.ruleId ?? '')?.offer.kind === 'chat';
        settle(step.card, at);
        if (step.card === 'accepted' && isChat) talk(true, at);
      } else if ('event' in step && step.event.type === 'conversation') talk(step.event.open, at);
      else if ('event' in step && step.event.type === 'ordered') past.orderedAt = at;
    }
    const at = startsAtMs + tMs;
    lapse(at);
    const rule = byId.get(ruleId)!;
    const wish = wishOf({ ruleId, version: 1, skill: 'sales' }, rule);
    if (up()?.ruleId === ruleId && !past.talking && settings.on && !wish.shadow) return 'invited';
    const places = agents === 'always' || tMs < 200_000 ? 1 : 0;
    const refused = refusedBy({
      settings,
      wish,
      past: { ...past, now: at, earlier, visitSince: startsAtMs },
      queue: { places, waiting: 0, meanMs: 0 },
      place: places > 0,
      zone: undefined,
      termsOf: (id) => termsOf(byId.get(id)!),
    });
    const { holdout } = rule;
    const isOut = (salt: string, holdoutShare: number) => assignArm(unit, { salt, holdoutShare }).arm === 'holdout';
    const elsewhere = held.some((one) => one.ruleId !== ruleId && one.at > at - visitMs);
    const arm = (): string => {
      if (elsewhere) return 'holdout';
      if (isOut(`programme:${programme.salt}`, programme.share)) return 'programme';
      return holdout && isOut(`rule:${ruleId}:${holdout.salt}:v1`, holdout.share) ? 'holdout' : 'invited';
    };
    const reason = refused ?? (wish.shadow ? 'shadow' : arm());
    if (reason === 'holdout') held.push({ ruleId, at });
    if (reason === 'invited')
      earlier.push({ ruleId, state: 'shown', createdAt: at, expiresAt: at + cardMs, settledAt: null });
    return reason;
  });
}

it('[IN376] on random journeys the simulator’s shop gives the reasons the server’s own code gives, each of them', () => {
  const met = new Map<string, number>();
  const arb = fc.tuple(rulesArb, journeyArb, optionsArb);
  for (const [rules, walk, some] of fc.sample(arb, { seed: 376, numRuns: 1500 })) {
    const journey = walk.journey();
    const options: SimulateOptions = { ...some, cardMs, startsAtMs, assign: (of, salt) => bucket(of, salt) };
    const decisions = simulate(rules, journey, options);
    const wanted = expected(rules, journey, options, decisions);
    expect(
      decisions.map(({ why }) => why),
      `${walk.told()}\n${JSON.stringify({ rules, some })}`,
    ).toEqual(wanted);
    for (const why of wanted) met.set(why, (met.get(why) ?? 0) + 1);
  }
  // All but those for the others who are there, and `busy`: of whoever talks the page asks nothing.
  const asked = ['cap', 'chatted', 'dismissed', 'funnel', 'gap', 'holdout', 'hours', 'ignored', 'invited', 'noAgent'];
  const often = [...met].filter(([, times]) => times > 2).map(([why]) => why);
  expect(often.sort()).toEqual([...asked, 'off', 'often', 'ordered', 'programme', 'shadow']);
});
