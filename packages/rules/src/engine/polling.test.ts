import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../rule/nodes.ts';
import { createEngine, type Decision, type Engine } from './engine.ts';
import { journeyArb, predicates, rulesArb, type Step } from './journey.contract.ts';
import { PollingPolicy, PollingVisit } from './oracle.contract.ts';

/** How server and visitor behave: each question and each card gets the next line. Same for both sides of the comparison. */
interface Script {
  answers: { yes: boolean | 'silent'; afterMs: number }[];
  outcomes: { outcome: 'accepted' | 'dismissed' | 'expired'; afterMs: number }[];
}

type Happening = { atMs: number; run: () => void };

/** Drives either side through the same happenings: `due` says when it wants to be looked at in between. */
function drive(
  steps: Step[],
  endMs: number,
  feed: (step: Step) => void,
  due: () => number,
  look: (atMs: number) => void,
) {
  const later: Happening[] = [];
  const queue = [...steps];
  function nextHappening(): Happening | undefined {
    const step = queue[0];
    const other = later.sort((a, b) => a.atMs - b.atMs)[0];
    if (step && (!other || step.atMs <= other.atMs)) return { atMs: step.atMs, run: () => feed(queue.shift()!) };
    return other && { atMs: other.atMs, run: () => later.shift()!.run() };
  }
  return {
    later,
    run() {
      for (;;) {
        const next = nextHappening();
        const dueMs = due();
        if (dueMs < (next?.atMs ?? Number.POSITIVE_INFINITY) && dueMs <= endMs) look(dueMs);
        else if (next && next.atMs <= endMs) next.run();
        else return;
      }
    },
  };
}

function engineTrace(rules: Rule[], steps: Step[], endMs: number, script: Script, perVisit: number): string[] {
  const lines: string[] = [];
  const engine: Engine = createEngine({ rules, predicates, perVisit });
  const answers = [...script.answers];
  const outcomes = [...script.outcomes];
  let looks = 0;
  const side = drive(
    steps,
    endMs,
    ({ atMs, event }) => take(engine.feed(event, atMs), atMs),
    () => engine.nextDueMs(),
    (atMs) => {
      looks += 1;
      if (looks > 10_000) throw new Error('the engine does not get past one instant');
      take(engine.tick(atMs), atMs);
    },
  );
  function take(decisions: Decision[], atMs: number) {
    for (const decision of decisions) {
      const ruleId = decision.type === 'show' ? decision.rule.id : decision.ruleId;
      const shadow = decision.type === 'ask' && decision.shadow;
      lines.push(`${atMs} ${shadow ? 'shadow' : decision.type} ${ruleId}`);
      if (decision.type === 'ask' && !shadow) {
        const next = answers.shift() ?? { yes: 'silent' as const, afterMs: 0 };
        const when = atMs + next.afterMs;
        if (next.yes === 'silent') continue;
        const answer = next.yes ? { show: true as const } : { show: false as const };
        side.later.push({ atMs: when, run: () => take(engine.answer(ruleId, answer, when), when) });
      }
      if (decision.type === 'show') {
        const next = outcomes.shift() ?? { outcome: 'expired' as const, afterMs: 1000 };
        const when = atMs + next.afterMs;
        const run = () => take(engine.feed({ type: 'invitation', ruleId, outcome: next.outcome }, when), when);
        side.later.push({ atMs: when, run });
      }
    }
  }
  take(engine.tick(0), 0);
  side.run();
  return lines;
}

function polledTrace(rules: Rule[], steps: Step[], endMs: number, stepMs: number, script: Script, perVisit: number) {
  const visit = new PollingVisit();
  const policy = new PollingPolicy(rules, visit, perVisit);
  const answers = [...script.answers];
  const outcomes = [...script.outcomes];
  let nowMs = 0;
  let heard = 0;
  const side = drive(
    steps,
    endMs,
    ({ atMs, event }) =>
      at(atMs, () => {
        const talked = visit.facts['conversation.open'] === true;
        visit.hear(event, atMs);
        policy.hear(event, talked, atMs);
      }),
    () => nowMs + stepMs,
    (atMs) => at(atMs, () => {}),
  );
  function at(atMs: number, happen: () => void) {
    visit.pass(atMs - nowMs);
    nowMs = atMs;
    happen();
    policy.look(atMs);
    policy.decide(atMs);
    hear();
  }
  function hear() {
    for (; heard < policy.lines.length; heard += 1) {
      const [, type, id] = policy.lines[heard]!.split(' ');
      if (type === 'ask') {
        const next = answers.shift() ?? { yes: 'silent' as const, afterMs: 0 };
        const when = nowMs + next.afterMs;
        if (next.yes === 'silent') continue;
        side.later.push({
          atMs: when,
          run: () => {
            visit.pass(when - nowMs);
            nowMs = when;
            policy.look(when);
            policy.answer(next.yes as boolean, when);
            policy.decide(when);
            hear();
          },
        });
      }
      if (type === 'show') {
        const next = outcomes.shift() ?? { outcome: 'expired' as const, afterMs: 1000 };
        const when = nowMs + next.afterMs;
        const settle = () => {
          if (policy.showing === id) policy.settle(next.outcome, when);
        };
        side.later.push({ atMs: when, run: () => at(when, settle) });
      }
    }
  }
  policy.look(0);
  policy.decide(0);
  hear();
  side.run();
  return policy.lines;
}

const scriptArb = (unitMs: number): fc.Arbitrary<Script> => {
  const afterMs = fc.integer({ min: 0, max: 8 }).map((n) => n * unitMs);
  return fc.record({
    answers: fc.array(fc.record({ yes: fc.constantFrom(true, true, false, 'silent' as const), afterMs }), {
      maxLength: 8,
    }),
    outcomes: fc.array(
      fc.record({ outcome: fc.constantFrom('accepted' as const, 'dismissed' as const, 'expired' as const), afterMs }),
      { maxLength: 4 },
    ),
  });
};

/** Pairs of rules and journeys; `THEKE_PAIRS=10000` for the whole bar, which takes some minutes. */
const pairs = Number((globalThis as { process?: { env: Record<string, string> } }).process?.env.THEKE_PAIRS ?? 2_000);

describe('the engine against an oracle that looks at everything all the time', () => {
  const silent: Script = { answers: [], outcomes: [] };

  it('[IN14] finds every rising edge at the same millisecond as polling every millisecond', () => {
    fc.assert(
      fc.property(rulesArb(1, 'shadow'), journeyArb(1, 60), (rules, steps) => {
        expect(engineTrace(rules, steps, 80, silent, 1)).toEqual(polledTrace(rules, steps, 80, 1, silent, 1));
      }),
      { numRuns: pairs / 2 },
    );
  }, 600_000);

  it('[IN14] asks, shows, backs off and keeps quiet exactly as the plain policy does', () => {
    const unitMs = 1000;
    const args = [
      rulesArb(unitMs, 'live'),
      journeyArb(unitMs, 150),
      scriptArb(unitMs),
      fc.integer({ min: 1, max: 3 }),
    ] as const;
    fc.assert(
      fc.property(...args, (rules, steps, script, perVisit) => {
        const engine = engineTrace(rules, steps, 200_000, script, perVisit);
        expect(engine).toEqual(polledTrace(rules, steps, 200_000, unitMs, script, perVisit));
      }),
      { numRuns: pairs / 2 },
    );
  }, 600_000);
});
