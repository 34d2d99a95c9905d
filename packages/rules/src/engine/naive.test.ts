import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxEdges } from './edges.ts';
import { createEngine } from './engine.ts';
import { journeyArb, predicates, rulesArb } from './journey.contract.ts';
import { PollingVisit } from './oracle.contract.ts';

/** `THEKE_PAIRS=10000` for the whole bar of 100 000 events; by default a fifth of it. */
const events =
  10 * Number((globalThis as { process?: { env: Record<string, string> } }).process?.env.THEKE_PAIRS ?? 2_000);

describe('the engine against a naive evaluator', () => {
  it('[IN123] gives every rule the same value after every event', () => {
    const arb = fc.tuple(rulesArb(1, 'live', 8), journeyArb(1, 60));
    let heard = 0;
    for (let seed = 1; heard < events; seed += 1) {
      const [rules, steps] = fc.sample(arb, { seed, numRuns: 1 })[0]!;
      const visit = new PollingVisit();
      const engine = createEngine({ rules, predicates });
      const naive = (nowMs: number) => rules.map((rule) => visit.value(rule.when, nowMs, 2) === 2);
      const told = new Map<string, boolean>();
      let read = 0;
      const fast = () => {
        // What the engine thinks is what it last told to have become of a rule.
        const { ring } = engine.inside();
        for (; read < ring.count; read += 1) {
          const { what, ruleId } = ring.edges[read % maxEdges]!;
          if (what === 'true' || what === 'false') told.set(ruleId, what === 'true');
        }
        return rules.map(({ id }) => told.get(id) ?? false);
      };
      engine.tick(0);
      naive(0);
      let nowMs = 0;
      for (const { atMs, event } of steps) {
        // Something held is looked at in between, so that no break is missed.
        for (; nowMs < atMs; nowMs += 1) {
          visit.pass(1);
          if (nowMs + 1 < atMs) naive(nowMs + 1);
        }
        visit.hear(event, atMs);
        engine.feed(event, atMs);
        heard += 1;
        expect(fast()).toEqual(naive(atMs));
      }
    }
  }, 600_000);
});
