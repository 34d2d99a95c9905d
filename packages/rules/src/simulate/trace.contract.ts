import { createEngine, type Decision } from '../engine/engine.ts';
import type { Predicates } from '../engine/leaf.ts';
import type { Rule } from '../rule/nodes.ts';
import { readRule } from '../rule/read.ts';
import type { Journey } from './journey.ts';
import { playJourney } from './play.ts';

/** One visitor, as JSON: what a browser and Node are given alike. */
export interface TraceCase {
  rules: Rule[];
  journey: Journey;
  /** Whether the server says yes, question by question; then no. */
  yes: boolean[];
}

const predicates: Predicates = {
  aIsOdd: { deps: ['a'], test: (_, get) => (get('a') === undefined ? undefined : Number(get('a')) % 2 === 1) },
};

/** A place in [0, 1) that is nobody's in particular. */
const assign = (unit: string, salt: string) => ((unit.length * 7 + salt.length * 13) % 20) / 20;

/**
 * All that the engine does and thinks on one journey, as text: what it wants done and when it wants to be woken after each event, its
 * memory and its ring of edges; what the simulator says, and its explanation of every rule at the end.
 */
export function traceOf({ rules: given, journey, yes }: TraceCase): string {
  const rules = given.map((rule) => {
    const reading = readRule(rule);
    if (!reading.ok) throw new Error(reading.refusal.say);
    return reading.rule;
  });
  const lines: string[] = [];
  const engine = createEngine({ rules, predicates, perVisit: 3 });
  const answers = [...yes];

  function take(list: readonly Decision[], atMs: number): void {
    for (const one of list) {
      lines.push(JSON.stringify({ atMs, type: one.type, id: one.type === 'show' ? one.rule.id : one.ruleId }));
      if (one.type === 'ask' && !one.shadow)
        take(engine.answer(one.ruleId, answers.shift() ? { show: true } : { show: false }, atMs), atMs);
      if (one.type === 'show') {
        const outcome = one.rule.id.endsWith('0') ? 'dismissed' : 'expired';
        take(engine.feed({ type: 'invitation', ruleId: one.rule.id, outcome }, atMs), atMs);
      }
    }
  }

  function pass(toMs: number): void {
    for (let dueMs = engine.nextDueMs(); dueMs < toMs; dueMs = engine.nextDueMs()) take(engine.tick(dueMs), dueMs);
  }

  take(engine.tick(0), 0);
  for (const step of journey.steps) {
    if (!('event' in step)) continue;
    pass(step.tMs);
    take(engine.feed(step.event, step.tMs), step.tMs);
    lines.push(`due ${engine.nextDueMs()}`);
  }
  pass(journey.endMs);
  const { ring } = engine.inside();
  const play = playJourney(rules, journey, { predicates, assign, perVisit: 2 });
  const played = [play.decisions, rules.map(({ id }) => play.explain(id))];
  return [...lines, ...[[...engine.wants()], engine.memory(), ring, played].map((one) => JSON.stringify(one))].join(
    '\n',
  );
}
