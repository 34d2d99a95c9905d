import type { DecisionReason } from '@theke/protocol';
import { createEngine, type Decision } from '../engine/engine.ts';
import type { Outcome, RuleEvent } from '../engine/events.ts';
import { type Explanation, explainRule } from '../explain/index.ts';
import type { Rule } from '../rule/nodes.ts';
import type { Journey } from './journey.ts';
import { type SimulateOptions, someTuesdayMs } from './options.ts';
import { createShopServer } from './shopServer.ts';

/** One answer of the model of the server. `why` is one of the reasons that the console shows for real ones. */
export interface Simulated {
  tMs: number;
  ruleId: string;
  decision: 'offered' | 'denied' | 'shadow' | 'heldOut';
  why: DecisionReason;
}

export interface Play {
  decisions: Simulated[];
  endMs: number;
  /** Why a rule stood where it stood when the journey ended; undefined for a rule that is not among them. */
  explain(ruleId: string): Explanation | undefined;
}

const cardShownMs = 45_000;
/** A journey wants far fewer; more at one instant would be a mistake of ours that must not hang a test. */
const mostTicks = 10_000;

const decisionOf = (why: DecisionReason): Simulated['decision'] =>
  why === 'invited'
    ? 'offered'
    : why === 'shadow'
      ? why
      : why === 'holdout' || why === 'programme'
        ? 'heldOut'
        : 'denied';

/**
 * Plays a journey through the real engine by a clock that only the journey moves: the same bits every time, everywhere.
 *
 * The server is a model (`createShopServer`) that answers at once. A page load makes a new engine that has the memory of the last.
 */
export function playJourney(rules: readonly Rule[], journey: Journey, options: SimulateOptions = {}): Play {
  return play(rules, journey, options, true);
}

/** `whole`: also the part of a journey in which nothing can be decided any more, to explain how it ended. */
function play(rules: readonly Rule[], journey: Journey, options: SimulateOptions, whole: boolean): Play {
  const { predicates, perVisit = 1, cardMs = cardShownMs } = options;
  const startsAtMs = options.startsAtMs ?? someTuesdayMs;
  const endMs = startsAtMs + journey.endMs;
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const server = createShopServer(options, startsAtMs);
  const decisions: Simulated[] = [];
  let engine = createEngine({ rules, predicates, perVisit });
  let card: { ruleId: string; untilMs: number } | undefined;
  let visitorZone = options.visitorTimeZone;
  let talking = false;
  const shadows = rules.some((rule) => rule.mode === 'shadow');
  let shown = 0;

  function take(list: readonly Decision[], atMs: number) {
    for (const one of list) {
      if (one.type === 'show') {
        // The one that is up already keeps its time.
        if (card?.ruleId !== one.rule.id) card = { ruleId: one.rule.id, untilMs: atMs + cardMs };
        shown += 1;
      }
      if (one.type === 'drop') {
        if (card?.ruleId === one.ruleId) card = undefined;
        server.answered(one.ruleId, 'expired', atMs);
      }
      if (one.type !== 'ask') continue;
      const rule = byId.get(one.ruleId)!;
      const why = server.ask(rule, one.shadow === true, atMs, visitorZone);
      decisions.push({ tMs: atMs - startsAtMs, ruleId: rule.id, decision: decisionOf(why), why });
      if (!one.shadow) take(engine.answer(rule.id, { show: why === 'invited' }, atMs), atMs);
    }
  }

  const feed = (event: RuleEvent, atMs: number) => take(engine.feed(event, atMs), atMs);

  function answer(outcome: Outcome, atMs: number) {
    if (!card) return;
    const { ruleId } = card;
    card = undefined;
    server.answered(ruleId, outcome, atMs);
    feed({ type: 'invitation', ruleId, outcome }, atMs);
    // An article is read, not talked about.
    const isArticle = byId.get(ruleId)?.offer.kind === 'article';
    if (outcome === 'accepted' && !isArticle) happen({ type: 'conversation', open: true }, atMs);
  }

  function happen(event: RuleEvent, atMs: number) {
    if (event.type === 'invitation') {
      // Recorded with other rules, perhaps: it means something only while that very card is up.
      if (card?.ruleId === event.ruleId) answer(event.outcome, atMs);
      return;
    }
    if (event.type === 'conversation') {
      talking = event.open;
      server.conversation(talking, atMs);
    }
    if (event.type === 'ordered') server.ordered(atMs);
    if (event.type === 'fact' && event.name === 'visit.timeZone' && !options.visitorTimeZone)
      visitorZone = typeof event.value === 'string' && event.value !== '?' ? event.value : undefined;
    feed(event, atMs);
  }

  /** Lets time pass up to, but not including, this instant: what is due at it comes with its event. */
  function pass(toMs: number) {
    for (let ticks = 0; ; ticks += 1) {
      const goneMs = card?.untilMs ?? Number.POSITIVE_INFINITY;
      const dueMs = Math.min(engine.nextDueMs(), goneMs);
      if (dueMs >= toMs) return;
      if (ticks > mostTicks) throw new Error(`The engine does not get past ${dueMs - startsAtMs} ms.`);
      if (goneMs <= dueMs) answer('expired', dueMs);
      else take(engine.tick(dueMs), dueMs);
    }
  }

  function begin() {
    take(engine.tick(startsAtMs), startsAtMs);
    if (journey.device) feed({ type: 'fact', name: 'visit.device', value: journey.device }, startsAtMs);
    if (journey.language) feed({ type: 'fact', name: 'visit.language', value: journey.language }, startsAtMs);
  }

  function load(atMs: number) {
    // A card outlives the page it came up on: the widget puts it up again, for the rest of its time.
    engine = createEngine({ rules, predicates, perVisit, memory: engine.memory() });
    if (talking) feed({ type: 'conversation', open: true }, atMs);
    else take(engine.tick(atMs), atMs);
  }

  begin();
  for (const step of journey.steps) {
    // What a visit may have was shown, and no rule only pretends.
    if (!whole && shown >= perVisit && !shadows) break;
    const atMs = startsAtMs + step.tMs;
    pass(atMs);
    if ('load' in step) load(atMs);
    else if ('card' in step) answer(step.card, atMs);
    else happen(step.event, atMs);
  }
  // What is due at the very end still belongs to the journey.
  if (whole || shown < perVisit || shadows) pass(endMs + 1);

  return {
    decisions,
    endMs: journey.endMs,
    explain: (ruleId) => (byId.has(ruleId) ? explainRule(engine.inside(), ruleId, endMs) : undefined),
  };
}

/** What the rules would have decided for one visitor, in order. Pure: the same journey and options give the same bits. */
export function simulate(rules: readonly Rule[], journey: Journey, options: SimulateOptions = {}): Simulated[] {
  return play(rules, journey, options, false).decisions;
}
