import type { createEngine } from '@theke/rules';
import jsonLogic from 'json-logic-js';
import { Engine, type RuleProperties } from 'json-rules-engine';
import { type Change, inJsonLogic, inJsonRules, type Scene } from './scene.ts';

/** Takes one change in and tells how many rules became true by it. */
export type Runner = (change: Change) => number | Promise<number>;

/** Counts rules that are true now and were not before. */
function createEdges(count: number): (isTrue: (rule: number) => boolean) => number {
  const before = new Array<boolean>(count).fill(false);
  return (isTrue) => {
    let edges = 0;
    for (let i = 0; i < count; i += 1) {
      const now = isTrue(i);
      if (now && !before[i]) edges += 1;
      before[i] = now;
    }
    return edges;
  };
}

export const thekeOf =
  (create: typeof createEngine) =>
  ({ rules, start }: Scene): Runner => {
    const engine = create({ rules });
    let nowMs = 0;
    for (const [name, value] of Object.entries(start)) engine.feed({ type: 'fact', name, value }, nowMs);
    return ({ fact, value }) => {
      nowMs += 1;
      return engine.feed({ type: 'fact', name: fact, value }, nowMs).length;
    };
  };

export function logic({ rules, start }: Scene): Runner {
  const conditions = rules.map((rule) => inJsonLogic(rule.when));
  const facts = { ...start };
  const edges = createEdges(rules.length);
  const look = () => edges((i) => jsonLogic.apply(conditions[i]!, facts) === true);
  look();
  return ({ fact, value }) => {
    facts[fact] = value;
    return look();
  };
}

export async function jsonRules({ rules, start }: Scene): Promise<Runner> {
  const engine = new Engine(
    rules.map((rule, i): RuleProperties => {
      const whole = inJsonRules(rule.when) as RuleProperties['conditions'];
      return { conditions: whole, event: { type: String(i) } };
    }),
  );
  const facts = { ...start };
  const edges = createEdges(rules.length);
  const look = async () => {
    const { events } = await engine.run(facts);
    const now = new Set(events.map((event) => Number(event.type)));
    return edges((i) => now.has(i));
  };
  await look();
  return ({ fact, value }) => {
    facts[fact] = value;
    return look();
  };
}
