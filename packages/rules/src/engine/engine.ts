import type { Rule } from '../rule/nodes.ts';
import type { RuleEvent } from './events.ts';
import { type Explanation, explainConditions } from './explain.ts';
import { answerWithinMs, createGates } from './gates.ts';
import { createGraph, type Graph } from './graph.ts';
import type { Predicate, Predicates } from './leaf.ts';
import type { Memory } from './memory.ts';
import type { Truth } from './truth.ts';
import { createVisit } from './visit.ts';

/** The server's word on a question: all reasons for a no look the same. `Grant` is what it adds to a yes, such as a token. */
export type Answer<Grant extends object = object> = ({ show: true } & Grant) | { show: false };

/** What the engine wants done. */
export type Decision<Grant extends object = object> =
  /** Everything the page can know is true: ask the server, then call `answer`. */
  | { type: 'ask'; ruleId: string; version: number; skill: string }
  /** Put the card up, then feed an `invitation` event with its outcome. */
  | { type: 'show'; rule: Rule; answer: { show: true } & Grant }
  /** A granted or shown invitation has no place any more: take the card down, give the agent's time back. */
  | { type: 'drop'; ruleId: string }
  /** A shadow rule would have asked. */
  | { type: 'shadow'; ruleId: string; version: number };

export interface EngineSetup {
  rules: readonly Rule[];
  predicates?: Predicates;
  /** What an earlier page's engine answered from `memory()`. */
  memory?: Memory;
  /** Invitations by all rules together. Default 1. */
  perVisit?: number;
}

/**
 * Decides when to invite. Times are milliseconds of one clock shared by all pages of a visit (`timeOrigin + now()`); earlier than
 * before counts as the same instant. Every call answers what is to be done now, in order.
 *
 * Knows no DOM, timer or network. The caller sets one timer for `nextDueMs()`.
 */
export interface Engine<Grant extends object = object> {
  feed(event: RuleEvent, atMs: number): Decision<Grant>[];
  tick(atMs: number): Decision<Grant>[];
  /** When to tick next; Infinity when only an event can change anything, as in a hidden tab. */
  nextDueMs(): number;
  answer(ruleId: string, answer: Answer<Grant>, atMs: number): Decision<Grant>[];
  /** Asks for a rule by hand: past its conditions, caps and quiet, never into a conversation. */
  invite(ruleId: string, atMs: number): Decision<Grant>[];
  /** Adds a rule that was read, or replaces the one with its id. */
  addRule(rule: Rule, atMs: number): Decision<Grant>[];
  addPredicate(name: string, predicate: Predicate, atMs: number): Decision<Grant>[];
  explain(ruleId: string, atMs: number): Explanation | undefined;
  memory(): Memory;
}

const byRank = (a: Rule, b: Rule) => (b.priority ?? 0) - (a.priority ?? 0) || (a.id < b.id ? -1 : 1);

export function createEngine<Grant extends object = object>(setup: EngineSetup): Engine<Grant> {
  const gates = createGates(setup.perVisit ?? 1, setup.memory);
  const visit = createVisit(setup.memory?.signals);
  let rules = [...setup.rules].sort(byRank);
  let predicates = setup.predicates ?? {};
  let nowMs = 0;
  let graph: Graph = createGraph(rules, visit, predicates, nowMs);
  let truths: Truth[] = rules.map((_, i) => graph.value(i));
  let opensMs = Number.POSITIVE_INFINITY;
  let undecided = true;
  let forced: string | undefined;

  const find = (ruleId: string) => rules.find((rule) => rule.id === ruleId);
  const world = () => ({ visible: visit.visible, talking: visit.fact('conversation.open') === true });
  const isTrue = (rule: Rule) => truths[rules.indexOf(rule)] === true;

  /** Takes over the rules' new values once all leaves of an instant are read, so no passing mixture counts as a change. */
  function settle(changed: Iterable<number>) {
    for (const i of changed) {
      const was = truths[i];
      const is = graph.value(i);
      if (was === is) continue;
      truths[i] = is;
      undecided = true;
      if (was === true) gates.fell(rules[i]!.id);
    }
  }

  /** Lets time pass up to, but not including, this instant: what happens at it happens together with its event. */
  function advance(atMs: number) {
    // Whole milliseconds add up exactly, so a deadline that was computed is also reached.
    const toMs = Math.max(nowMs, Math.floor(atMs));
    for (let due = graph.dueMs(); due < toMs; due = graph.dueMs()) settle(graph.touch([], due));
    nowMs = toMs;
  }

  function decide(): Decision<Grant>[] {
    if (!undecided && nowMs < opensMs) return [];
    undecided = false;
    const { asking } = gates;
    if (asking && nowMs >= asking.sinceMs + answerWithinMs) {
      gates.deny(asking.ruleId, asking.sinceMs + answerWithinMs);
      forced = undefined;
    }
    const around = world();
    const decisions: Decision<Grant>[] = [];
    if (around.talking && gates.showing !== undefined) {
      decisions.push({ type: 'drop', ruleId: gates.showing });
      gates.clear();
    }
    opensMs = Number.POSITIVE_INFINITY;
    // Runs at every change of any rule: plain steps, and the cheapest test first.
    for (let i = 0; i < truths.length; i += 1) {
      if (truths[i] !== true) continue;
      const rule = rules[i]!;
      const shut = gates.shut(rule, nowMs, around);
      if (shut) {
        if (shut === 'quiet' || shut === 'backoff') opensMs = Math.min(opensMs, gates.opensMs(rule));
      } else if (rule.mode === 'shadow') {
        gates.note(rule.id);
        decisions.push({ type: 'shadow', ruleId: rule.id, version: rule.version });
      } else {
        decisions.push(ask(rule));
      }
    }
    if (gates.asking) opensMs = gates.asking.sinceMs + answerWithinMs;
    return decisions;
  }

  function ask(rule: Rule): Decision<Grant> {
    gates.ask(rule.id, nowMs);
    return { type: 'ask', ruleId: rule.id, version: rule.version, skill: rule.offer.skill };
  }

  function rebuild(next: readonly Rule[], atMs: number): Decision<Grant>[] {
    advance(atMs);
    const before = new Map(rules.map((rule, i) => [rule.id, truths[i]]));
    rules = [...next].sort(byRank);
    graph = createGraph(rules, visit, predicates, nowMs);
    truths = rules.map((rule) => before.get(rule.id) ?? 'unknown');
    undecided = true;
    settle(rules.keys());
    return decide();
  }

  function answered(ruleId: string, answer: Answer<Grant>): Decision<Grant>[] {
    const drop: Decision<Grant>[] = answer.show ? [{ type: 'drop', ruleId }] : [];
    // Too late, or never asked: whatever it grants is given back.
    if (gates.asking?.ruleId !== ruleId) return drop;
    undecided = true;
    const rule = find(ruleId);
    const wanted = rule && (forced === ruleId || isTrue(rule)) && !world().talking;
    if (answer.show && wanted) {
      gates.show(ruleId);
      return [{ type: 'show', rule, answer }];
    }
    gates.deny(ruleId, nowMs);
    return drop;
  }

  return {
    feed(event, atMs) {
      advance(atMs);
      if (event.type === 'invitation') {
        const rule = find(event.ruleId);
        if (rule && gates.showing === rule.id) gates.settle(rule, event.outcome, nowMs);
        undecided = true;
        settle(graph.touch([], nowMs));
      } else {
        // Facts matter only through the rules they change, but for the one that is a gate as well.
        const isGate = event.type === 'fact' ? event.name === 'conversation.open' : event.type !== 'input';
        undecided ||= isGate;
        settle(graph.touch(visit.apply(event, nowMs), nowMs));
      }
      return decide();
    },
    tick(atMs) {
      advance(atMs);
      settle(graph.touch([], nowMs));
      return decide();
    },
    nextDueMs() {
      if (!visit.visible) return Number.POSITIVE_INFINITY;
      if (gates.spent && !rules.some((rule) => rule.mode === 'shadow')) return Number.POSITIVE_INFINITY;
      return Math.min(graph.dueMs(), opensMs);
    },
    answer(ruleId, answer, atMs) {
      advance(atMs);
      settle(graph.touch([], nowMs));
      const decisions = answered(ruleId, answer);
      forced = undefined;
      return [...decisions, ...decide()];
    },
    invite(ruleId, atMs) {
      advance(atMs);
      settle(graph.touch([], nowMs));
      const rule = find(ruleId);
      if (!rule || rule.mode === 'shadow' || gates.shut(rule, nowMs, world(), true)) return decide();
      forced = ruleId;
      undecided = true;
      return [ask(rule), ...decide()];
    },
    addRule(rule, atMs) {
      return rebuild([...rules.filter((known) => known.id !== rule.id), rule], atMs);
    },
    addPredicate(name, predicate, atMs) {
      predicates = { ...predicates, [name]: predicate };
      return rebuild(rules, atMs);
    },
    explain(ruleId, atMs) {
      const rule = find(ruleId);
      if (!rule) return undefined;
      const at = Math.max(nowMs, Math.floor(atMs));
      const { worthAsking, ...conditions } = explainConditions(rule, visit, at, predicates);
      const gate = gates.shut(rule, at, world()) ?? null;
      const rival = gate === 'asking' ? gates.asking?.ruleId : gate === 'showing' ? gates.showing : undefined;
      const losesTo = rival && rival !== ruleId ? rival : null;
      const busy = gates.asking?.ruleId === ruleId ? 'asking' : gates.showing === ruleId ? 'showing' : undefined;
      const state = rule.mode === 'off' ? 'off' : (busy ?? (!worthAsking ? 'waiting' : gate ? 'held' : 'ready'));
      return { ruleId, version: rule.version, atMs: at, state, ...conditions, gate, losesTo };
    },
    memory: () => gates.memory(visit.signals()),
  };
}
