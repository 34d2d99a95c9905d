import type { Rule } from '../rule/nodes.ts';
import type { Answer, Decision, Engine, EngineSetup } from './decision.ts';
import { type Edge, maxEdges, type Ring } from './edges.ts';
import { answerWithinMs, createGates } from './gates.ts';
import { createGraph } from './graph.ts';
import { readMemory } from './memory.ts';
import { createVisit } from './visit.ts';

export type { Answer, Decision, Engine, EngineSetup } from './decision.ts';

const byRank = (a: Rule, b: Rule) => (b.priority ?? 0) - (a.priority ?? 0) || (a.id < b.id ? -1 : 1);
const isOn = (rule: Rule | undefined) => !!rule && rule.mode !== 'off';
const never = Number.POSITIVE_INFINITY;

export function createEngine<Grant extends object = object>(setup: EngineSetup): Engine<Grant> {
  const kept = readMemory(setup.memory);
  const visit = createVisit(kept);
  const gates = createGates(setup.perVisit ?? 1, kept, visit);
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
  let undecided = true;

  const find = (ruleId: string | undefined) => rules.find((rule) => rule.id === ruleId);
  const tell = (ruleId: string, what: Edge['what'], atMs = nowMs, to?: string) => {
    ring.edges[ring.count % maxEdges] = { atMs, ruleId, what, to };
    ring.count += 1;
  };

  /** Takes over the rules' new values once all leaves of an instant are read, so no passing mixture counts as a change. */
  function settle(changed: readonly number[], atMs = nowMs) {
    for (const i of changed) {
      const state = standings[i]!;
      const was = state.is;
      const is = graph.value(i);
      state.is = is;
      if (was === is || (was !== true && is !== true)) continue;
      undecided = true;
      if (was === true) {
        state.armed = true;
        state.denials = 0;
        state.lostTo = undefined;
      } else {
        state.sinceMs = atMs;
        if (!hopes.includes(i)) hopes.push(i);
      }
      tell(rules[i]!.id, `${is === true}`, atMs);
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
    visit.signals.start(nowMs);
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
    if (!undecided && nowMs < opensMs) return [];
    undecided = false;
    const { asking, showing } = gates;
    if (asking && nowMs >= asking.sinceMs + answerWithinMs) deny(asking.ruleId, asking.sinceMs + answerWithinMs);
    const decisions: Decision<Grant>[] = [];
    if (showing !== undefined && (visit.talking || !isOn(find(showing)))) {
      decisions.push(drop(showing));
      gates.showing = undefined;
    }
    opensMs = never;
    // Runs at every change of any rule: of two hundred true ones few wait for anything.
    const waiting = hopes.length > 1 ? hopes.sort((a, b) => a - b) : hopes;
    hopes = [];
    for (const i of waiting) {
      const state = standings[i]!;
      if (state.is !== true || !state.armed) continue;
      const rule = rules[i]!;
      const shut = gates.shut(rule, nowMs);
      if (!shut) decisions.push(ask(rule));
      else if (shut === 'asking' || shut === 'showing') {
        // Once for each time a rule becomes true and finds another in its place.
        const to = gates.asking?.ruleId ?? gates.showing;
        if (to !== rule.id && state.lostTo !== to) {
          state.lostTo = to;
          tell(rule.id, 'lostTo', nowMs, to);
        }
      } else if ('quiet funnel settle backoff'.includes(shut)) opensMs = Math.min(opensMs, gates.opensMs(rule));
      if (state.armed) hopes.push(i);
    }
    if (gates.asking) opensMs = Math.min(opensMs, gates.asking.sinceMs + answerWithinMs);
    return decisions;
  }

  function drop(ruleId: string): Decision<Grant> {
    tell(ruleId, 'dropped');
    return { type: 'drop', ruleId };
  }

  function ask(rule: Rule, forced?: boolean): Decision<Grant> {
    const { id: ruleId, version, offer } = rule;
    const asking: Decision<Grant> = { type: 'ask', rule, ruleId, version, skill: offer.skill };
    if (rule.mode === 'shadow') {
      asking.shadow = true;
      gates.note(ruleId);
    } else gates.asking = { ruleId, version, sinceMs: nowMs, forced };
    tell(ruleId, asking.shadow ? 'shadow' : 'asked');
    return asking;
  }

  function answered(ruleId: string, answer: Answer<Grant>): Decision<Grant>[] {
    // Too late, or never asked: whatever it grants is given back.
    const { asking } = gates;
    if (asking?.ruleId !== ruleId) return answer.show ? [{ type: 'drop', ruleId }] : [];
    undecided = true;
    const rule = find(ruleId);
    const isSame = rule?.version === asking.version && isOn(rule);
    const wanted = isSame && (asking.forced || gates.standing(ruleId).is === true) && !visit.talking;
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
      settle(graph.touch(visit.apply(event, nowMs), nowMs));
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
      return Math.min(graph.dueMs(never), opensMs);
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
      return [ask(rule, true), ...decide()];
    },
    addRule: (rule, atMs) => engine.setRules([...rules.filter(({ id }) => id !== rule.id), rule], atMs),
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
    wants: () => (begun ? graph : createGraph(rules, visit, predicates, nowMs, new Map())).wants(),
    inside: () => ({ rules, visit, gates, pasts: graph.pasts(), predicates, nowMs, ring }),
    memory: () => ({ ...kept, ...gates.memory(), ...visit.memory(nowMs) }),
  };
  return engine;
}
