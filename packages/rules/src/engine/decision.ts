import type { Rule } from '../rule/nodes.ts';
import type { RuleEvent } from './events.ts';
import type { Inside } from './inside.ts';
import type { Predicate, Predicates } from './leaf.ts';
import type { Memory } from './memory.ts';

/** The server's word on a question: all reasons for a no look the same. `Grant` is what it adds to a yes, such as a token. */
export type Answer<Grant extends object = object> = ({ show: true } & Grant) | { show: false };

/** What the engine wants done. */
export type Decision<Grant extends object = object> =
  /**
   * Everything the page can know is true: ask the server, then call `answer`. `shadow`: the rule only tries itself out; the server
   * writes it down and says no.
   */
  | { type: 'ask'; rule: Rule; ruleId: string; version: number; skill: string; shadow?: true }
  /** Put the card up, then feed an `invitation` event with its outcome. */
  | { type: 'show'; rule: Rule; answer: { show: true } & Grant }
  /** A granted or shown invitation has no place any more: take the card down, give the agent's time back. */
  | { type: 'drop'; ruleId: string };

export interface EngineSetup {
  rules: readonly Rule[];
  predicates?: Predicates;
  /** What an earlier page's engine answered from `memory()`. Whatever else it is, it is read as far as it fits. */
  memory?: Memory;
  /** Invitations by all rules together. Default 1. */
  perVisit?: number;
  /** False while the visitor's consent is missing: then nothing is asked, and nothing counts as refused. After a change feed any event but a fact. */
  mayAsk?: () => boolean;
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
  /** Replaces all rules, which have been read; what was counted stays. */
  setRules(rules: readonly Rule[], atMs: number, perVisit?: number): Decision<Grant>[];
  addPredicate(name: string, predicate: Predicate, atMs: number): Decision<Grant>[];
  /** What the rules look at, like `signal:exit` or `dwell:section`; changes with the rules and predicates alone. Nothing before the first event. */
  wants(): ReadonlySet<string>;
  /** For `@theke/rules/explain`. */
  inside(): Inside;
  /** `atMs`: with the time on the site up to then. */
  memory(atMs?: number): Memory;
  /** Takes over a memory in place of its own: what another tab of the visitor has done meanwhile, or nothing once they are forgotten. */
  recall(memory: Memory | undefined, atMs: number): Decision<Grant>[];
}
