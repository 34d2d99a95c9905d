import type { DecisionReason } from '@theke/protocol';
import { type Duration, toMs } from '../rule/duration.ts';
import type { Rule } from '../rule/nodes.ts';
import { readRule } from '../rule/read.ts';
import type { Journey } from './journey.ts';
import type { SimulateOptions } from './options.ts';
import { type Play, playJourney, type Simulated } from './play.ts';
import { sayMs } from './say.ts';
import { startWalk, type Walk } from './walk.ts';
import { whyNot } from './whyNot.ts';

export interface ExpectOptions extends SimulateOptions {
  /** Other rules that run beside it, as on the page. */
  beside?: readonly Rule[];
}

/** What one may expect of a rule on a journey. Each throws an Error that says why it was otherwise. */
export interface RuleExpectation {
  /** The visitor is invited by this rule at or before the end of the journey. */
  toOffer(): { within(duration: Duration): void };
  /** The rule invites nobody and asks nothing of the server: its conditions do not hold, or something is in the way. */
  toStaySilent(): void;
  /** The rule holds, and the server says no, for this reason if one is given. */
  toBeDenied(why?: DecisionReason): void;
  /** The rule would have invited, in shadow mode. */
  toShadow(): void;
  /** The visitor is held out, by the rule or by the programme. */
  toBeHeldOut(): void;
}

const seen = ({ decision, why, tMs }: Simulated) =>
  `${decision === why ? why : `${decision} (${why})`} at ${sayMs(tMs)}`;

function expectation(rule: Rule, play: Play, told: string): RuleExpectation {
  const own = play.decisions.filter((one) => one.ruleId === rule.id);

  function fail(wanted: string): never {
    const explanation = play.explain(rule.id);
    const lines = [
      `${rule.id} was expected ${wanted}, in a journey of ${sayMs(play.endMs)}.`,
      own.length > 0 ? `  ${own.map(seen).join(', then ')}` : explanation && `  ${whyNot(explanation)}`,
      told && `  journey: ${told}`,
    ];
    throw new Error(lines.filter(Boolean).join('\n'));
  }

  const find = (wanted: string, test: (one: Simulated) => boolean) => own.find(test) ?? fail(wanted);

  return {
    toOffer() {
      const offer = find('to invite', (one) => one.decision === 'offered');
      return {
        within(duration) {
          const earlyMs = play.endMs - offer.tMs;
          const mostMs = toMs(duration);
          if (!(mostMs >= 0)) throw new RangeError(`${duration} is no duration; write it like '50ms' or '2s'.`);
          if (earlyMs > mostMs) fail(`to invite in the last ${sayMs(mostMs)}, not ${sayMs(earlyMs)} before the end`);
        },
      };
    },
    toStaySilent() {
      if (own.length > 0) fail('to stay silent');
    },
    toBeDenied(why) {
      find(`to be denied${why ? ` (${why})` : ''}`, (one) => one.decision === 'denied' && (!why || one.why === why));
    },
    toShadow() {
      find('to be noted in shadow mode', (one) => one.decision === 'shadow');
    },
    toBeHeldOut() {
      find('to hold the visitor out', (one) => one.decision === 'heldOut');
    },
  };
}

/**
 * For the tests of a shop: `expectRule(rule).on(j => j.open('/checkout').focusForm('checkout').wait('3m')).toOffer().within('50ms')`.
 *
 * Works in any test runner. `within` says how long before the end of the journey the card may come up at the earliest: a rule that
 * fires too soon fails as well. A rule that cannot be read throws at once.
 */
export function expectRule(rule: Rule, options: ExpectOptions = {}) {
  const { beside = [], ...rest } = options;
  const rules = [rule, ...beside].map((one) => {
    const reading = readRule(one);
    if (!reading.ok) throw new Error(`${one.id}: ${reading.refusal.say}`);
    return reading.rule;
  });
  return {
    on(journey: Journey | ((walk: Walk) => Walk)): RuleExpectation {
      const walk = typeof journey === 'function' ? journey(startWalk()) : undefined;
      const walked = walk ? walk.journey() : (journey as Journey);
      return expectation(rules[0]!, playJourney(rules, walked, rest), walk?.told() ?? '');
    },
  };
}
