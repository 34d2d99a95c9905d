import type { Rule } from '../rule/nodes.ts';
import type { Answer, Decision, Engine, EngineSetup } from './decision.ts';
import { type Edge, maxEdges, type Ring } from './edges.ts';
import { answerWithinMs, createGates, type Standing } from './gates.ts';
import { createGraph } from './graph.ts';
import { type Memory, readMemory } from './memory.ts';
import { createVisit } from './visit.ts';

export type { Answer, Decision, Engine, EngineSetup } from './decision.ts';

const byRank = (a: Rule, b: Rule) => (b.priority ?? 0) - (a.priority ?? 0) || (a.id < b.id ? -1 : 1);
const isOn = (rule: Rule | undefined) => !!rule && rule.mode !== 'off';
const never = Number.POSITIVE_INFINITY;
/** After so long without anything new nothing asks again by itself, but with the next event. */
const restMs = 1_200_000;

export function createEngine<Grant extends object = object>(setup: EngineSetup): Engine<Grant> {
  const kept = readMemory(setup.memory, never);
  const visit = createVisit(kept);
  const gates = createGates(setup.perVisit ?? 1, kept, visit, setup.mayAsk);
  const ring: Ring = { edges: [], count: 0 };
  let { rules, predicates = {} } = setup;
  let nowMs = 0;
  // Nothing is looked at before the first instant is known.
  let graph = createGraph([], visit, predicates, nowMs, new Map());
  let standings = rules.map(({ id }) => gates.standing(id));
  /** The rules that have become true and were not shown since, by position. */
  let hopes: number[] = [];
  let begun = false;
  let opensMs = never;
  /** Likewise for those that had a no. */
  let retryMs = never;
  let undecided = true;
  /** When something last happened, or a rule became true or false. */
  let stirredMs = 0;

  const find = (ruleId: string | undefined) => rules.find((rule) => rule.id === ruleId);
  const tell = (ruleId: string, what: Edge['what'], atMs = nowMs, to?: string) => {
    ring.edges[ring.count % maxEdges] = { atMs, ruleId, what, to };
    ring.count += 1;
  };

  /** Takes over the rules' new values once all leaves of an instant are read, so no passing mixture counts as a change. */
  function settle(changed: readonly number[], atMs = nowMs) {
    for (const i of changed) {
      const state = standings[i]!;
      const is = graph.holds(i);
      if (is === state.is) continue;
      state.is = is;
      stirredMs = atMs;
      undecided = true;
      if (is) {
        state.sinceMs = atMs;
        // Kept in order, which is cheaper than sorting: few wait at a time.
        if (!hopes.includes(i))
          for (let at = hopes.push(i); --at && hopes[at - 1]! > i; hopes[at - 1] = i) hopes[at] = hopes[at - 1]!;
      } else {
        state.armed = true;
        state.denials = 0;
        state.lostTo = undefined;
      }
      tell(rules[i]!.id, is ? 'true' : 'false', atMs);
    }
  }

  /** Lets time pass up to, but not including, this instant: what happens at it happens together with its event. */
  function advance(atMs: number) {
    // Whole milliseconds add up exactly, so a deadline that was computed is also reached.
    const toMs = Math.max(nowMs, Math.floor(atMs) || 0);
    for (let due = graph.dueMs(toMs); due < toMs; due = graph.dueMs(toMs)) settle(graph.touch([], due), due);
    nowMs = toMs;
    if (begun) return;
    begun = true;
    recall(kept);
  }

  function recall(memory: Memory | undefined) {
    Object.assign(kept, readMemory(memory, nowMs));
    visit.recall(nowMs);
    rebuild(rules);
  }

  /** Lets time pass, including this instant. */
  function arrive(atMs: number) {
    advance(atMs);
    settle(graph.touch([], nowMs));
  }

  function rebuild(next: readonly Rule[]) {
    rules = [...next].sort(byRank);
    graph = createGraph(rules, visit, predicates, nowMs, graph.pasts());
    standings = rules.map(({ id }) => gates.standing(id));
    hopes = [...rules.keys()];
    undecided = true;
    settle([...hopes]);
  }

  function deny(ruleId: string, atMs: number) {
    gates.deny(ruleId, atMs);
    tell(ruleId, 'denied', atMs);
  }

  function decide(): Decision<Grant>[] {
    if (!undecided && nowMs < opensMs && nowMs < retryMs) return [];
    undecided = false;
    const { asking, showing } = gates;
    if (asking && nowMs >= asking.sinceMs + answerWithinMs) deny(asking.ruleId, asking.sinceMs + answerWithinMs);
    const decisions: Decision<Grant>[] = [];
    if (showing !== undefined && (visit.talking || !isOn(find(showing)))) {
      decisions.push(drop(showing));
      gates.showing = undefined;
    }
    opensMs = retryMs = never;
    // Runs at every change of any rule: of two hundred true ones few wait for anything.
    const waiting = hopes;
    hopes = [];
    for (const i of waiting) {
      const state = standings[i]!;
      if (!state.is || !state.armed) continue;
      const rule = rules[i]!;
      const shut = gates.shut(rule, nowMs, false, state);
      if (!shut) decisions.push(ask(rule, state));
      else if (shut === 'asking' || shut === 'showing') {
        // Once for each time a rule becomes true and finds another in its place.
        const to = gates.asking?.ruleId ?? gates.showing;
        if (to !== rule.id && state.lostTo !== to) {
          state.lostTo = to;
          tell(rule.id, 'lostTo', nowMs, to);
        }
      } else if ('quiet funnel settle backoff'.includes(shut)) {
        const atMs = gates.opensMs(rule);
        if (state.denials) retryMs = Math.min(retryMs, atMs);
        else opensMs = Math.min(opensMs, atMs);
      }
      if (state.armed) hopes.push(i);
    }
    if (gates.asking) opensMs = Math.min(opensMs, gates.asking.sinceMs + answerWithinMs);
    return decisions;
  }

  function drop(ruleId: string): Decision<Grant> {
    tell(ruleId, 'dropped');
    return { type: 'drop', ruleId };
  }

  /** Without its standing: by hand. */
  function ask(rule: Rule, state?: Standing): Decision<Grant> {
    const { id: ruleId, version, offer } = rule;
    const shadow = rule.mode === 'shadow' || undefined;
    if (shadow) gates.note(rule);
    else gates.asking = { ruleId, version, sinceMs: nowMs, forced: !state };
    tell(ruleId, shadow ? 'shadow' : 'asked');
    return { type: 'ask', rule, ruleId, version, skill: offer.skill, shadow };
  }

  function answered(ruleId: string, answer: Answer<Grant>): Decision<Grant>[] {
    // Too late, or never asked: whatever it grants is given back.
    const { asking } = gates;
    if (asking?.ruleId !== ruleId) return answer.show ? [{ type: 'drop', ruleId }] : [];
    undecided = true;
    const rule = find(ruleId);
    const isSame = rule?.version === asking.version && isOn(rule);
    const wanted = isSame && (asking.forced || gates.standing(ruleId).is) && !visit.talking;
    if (answer.show && wanted) {
      gates.show(rule, nowMs);
      tell(ruleId, 'shown');
      return [{ type: 'show', rule, answer }];
    }
    deny(ruleId, nowMs);
    return answer.show ? [drop(ruleId)] : [];
  }

  const engine: Engine<Grant> = {
    feed(event, atMs) {
      advance(atMs);
      stirredMs = nowMs;
      const { talking } = visit;
      const { type } = event;
      if (type === 'invitation') {
        if (gates.showing === event.ruleId) {
          gates.close(find(event.ruleId), event.outcome, nowMs);
          tell(event.ruleId, event.outcome);
        }
      } else if (type === 'elsewhere') gates.elsewhere = event.showing;
      else if (type === 'ordered') kept.orderMs = nowMs;
      else if (type === 'page') gates.newPage();
      // Facts matter only through the rules they change, but for the one that is a gate as well.
      undecided ||= type !== 'fact' && type !== 'input';
      // Only facts have both; where one is missing nothing is passed over.
      const { name, value } = event as { name: string; value?: unknown };
      const was = visit.fact(name);
      settle(graph.touch(visit.apply(event, nowMs), nowMs, was, value));
      if (talking !== visit.talking) {
        // Its end counts, and its beginning in case the end is not seen.
        kept.chatMs = nowMs;
        undecided = true;
      }
      return decide();
    },
    tick(atMs) {
      arrive(atMs);
      return decide();
    },
    nextDueMs() {
      if (!visit.visible) return never;
      if (gates.isSpent() && !rules.some((rule) => rule.mode === 'shadow')) return never;
      // Whoever has long been away needs nobody to be free.
      return Math.min(graph.dueMs(never), opensMs, retryMs < stirredMs + restMs ? retryMs : never);
    },
    answer(ruleId, answer, atMs) {
      arrive(atMs);
      return [...answered(ruleId, answer), ...decide()];
    },
    invite(ruleId, atMs) {
      arrive(atMs);
      const rule = find(ruleId);
      if (!rule || rule.mode === 'shadow' || gates.shut(rule, nowMs, true)) return decide();
      undecided = true;
      return [ask(rule), ...decide()];
    },
    setRules(next, atMs, perVisit = gates.perVisit) {
      advance(atMs);
      gates.perVisit = perVisit;
      rebuild(next);
      return decide();
    },
    addPredicate(name, predicate, atMs) {
      predicates = { ...predicates, [name]: predicate };
      return engine.setRules(rules, atMs);
    },
    wants: () => graph.wants(),
    inside: () => ({ rules, visit, gates, pasts: graph.pasts(), predicates, nowMs, ring }),
    recall(memory, atMs) {
      advance(atMs);
      recall(memory);
      return decide();
    },
    memory: (atMs = nowMs) => ({ ...kept, ...visit.memory(atMs) }),
  };
  return engine;
}
