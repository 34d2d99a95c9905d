import type { DecisionReason } from '@theke/protocol';
import type { Outcome } from '../engine/events.ts';
import { type BusinessHours, isOpen } from '../hours/hours.ts';
import type { Rule } from '../rule/nodes.ts';
import { placesFor } from './agents.ts';
import type { SimulateOptions } from './options.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** What the server keeps to where a rule says nothing. */
const quietMs = { dismissed: dayMs, ignored: 60 * minuteMs };
/** So long a hold-out of one rule keeps the others quiet. */
const visitMs = 30 * minuteMs;

interface Invited {
  rule: Rule;
  atMs: number;
  outcome?: Outcome;
  settledMs?: number;
}

/** A small model of the server that answers one visitor's questions, with the reasons of the real one in its order. */
export interface ShopServer {
  /** Why an invitation is or is not made. `invited` counts it and reserves a place until it is answered. */
  ask(rule: Rule, shadow: boolean, atMs: number, visitorZone: string | undefined): DecisionReason;
  /** Also of a yes that had no place any more: the page gives it back as run out, and it counts like one that was. */
  answered(ruleId: string, outcome: Outcome, atMs: number): void;
  conversation(open: boolean, atMs: number): void;
  ordered(atMs: number): void;
}

/**
 * Knows one visitor, no other: all places of the timeline are free for them, and nobody is refused for waiting too long. The journey
 * is one visit of somebody whose id the server knows. It has no "never again" and no rule of another version.
 */
export function createShopServer(options: SimulateOptions, startsAtMs: number): ShopServer {
  const { settings = {}, agents = 'always', timeZone = 'Europe/Berlin', perVisit = 1, assign } = options;
  const { gapMs = 5 * minuteMs, perVisitor = { n: 3, withinMs: 7 * dayMs } } = settings;
  const unit = options.unit ?? `visitor-${options.seed ?? 1}`;
  const invited: Invited[] = [];
  let talking = false;
  let talkedMs: number | undefined;
  let orderedMs: number | undefined;
  /** When a rule was last told that this visitor is held out, by itself or by another. */
  const heldOut = new Map<string, number>();

  /** Caps, cool-downs and distance to earlier invitations. */
  function hushed({ id, caps, cooldown = {}, funnel }: Rule, atMs: number): DecisionReason | undefined {
    const lasts = (sinceMs: number | undefined, ms: number) => sinceMs !== undefined && atMs - sinceMs < ms;
    const within = (ms: number) => invited.filter((one) => lasts(one.atMs, ms));
    if (talking) return 'busy';
    // "Not now" is said to all of us; whoever was ignored is quiet itself.
    const isQuiet = (after: Outcome, own: (one: Invited) => number) =>
      invited.some((one) => one.outcome === after && lasts(one.settledMs, own(one)));
    if (isQuiet('dismissed', ({ rule }) => rule.cooldown?.afterDismissMs ?? quietMs.dismissed)) return 'dismissed';
    const ignored = ({ rule }: Invited) => rule.cooldown?.afterIgnoreMs ?? (rule.id === id ? quietMs.ignored : 0);
    if (isQuiet('expired', ignored)) return 'ignored';
    if (lasts(talkedMs, cooldown.afterChatMs ?? 0)) return 'chatted';
    if (lasts(orderedMs, cooldown.afterOrderMs ?? 0)) return 'ordered';
    if (within(gapMs).length > 0 || invited.some((one) => one.outcome === undefined)) return 'gap';
    if (within(perVisitor.withinMs).length >= perVisitor.n) return 'often';
    const ofRule = (list: readonly Invited[]) => list.filter((one) => one.rule.id === id).length;
    const own = caps?.perVisitor;
    if (own && ofRule(within(own.withinMs)) >= own.n) return 'cap';
    if (invited.length >= perVisit || ofRule(invited) >= (caps?.perVisit ?? 1)) return 'cap';
    const locked = invited.some(({ rule, atMs: sinceMs }) => {
      const lock = rule.id === id ? undefined : rule.funnel;
      return lock && lock.level > (funnel?.level ?? Number.NEGATIVE_INFINITY) && lasts(sinceMs, lock.lockMs);
    });
    return locked ? 'funnel' : undefined;
  }

  function isClosed(hours: BusinessHours | null | undefined, atMs: number, zone: string): boolean {
    try {
      return hours ? !isOpen(hours, atMs, zone) : false;
    } catch {
      // A zone nobody knows: the real server does not guess either.
      return true;
    }
  }

  function isFull({ offer }: Rule, atMs: number): boolean {
    return offer.kind !== 'article' && placesFor(agents, offer.skill, atMs - startsAtMs) < 1;
  }

  function arm({ id, version, holdout }: Rule, atMs: number): DecisionReason | undefined {
    const { programme } = settings;
    // Whom one rule holds out, no other may invite in the same visit, or it would spoil what the first measures.
    for (const [ruleId, lastMs] of heldOut) if (ruleId !== id && atMs - lastMs < visitMs) return 'holdout';
    if (!assign) return undefined;
    if (programme && assign(unit, `programme:${programme.salt}`) < programme.share) return 'programme';
    return holdout && assign(unit, `rule:${id}:${holdout.salt}:v${version}`) < holdout.share ? 'holdout' : undefined;
  }

  function refusal(rule: Rule, atMs: number, visitorZone: string | undefined): DecisionReason | undefined {
    if (settings.on === false || rule.mode === 'off') return 'off';
    const hushedBy = hushed(rule, atMs);
    if (hushedBy) return hushedBy;
    if (isClosed(settings.hours, atMs, timeZone)) return 'hours';
    const named = rule.hours?.timeZone ?? 'shop';
    const zone = named === 'shop' ? timeZone : named === 'visitor' ? (visitorZone ?? timeZone) : named;
    if (isClosed(rule.hours?.open, atMs, zone)) return 'hours';
    return isFull(rule, atMs) ? 'noAgent' : undefined;
  }

  const waiting = (ruleId: string) => invited.findLast((one) => one.rule.id === ruleId && one.outcome === undefined);

  return {
    ask(rule, shadow, atMs, visitorZone) {
      const isLive = !shadow && settings.on !== false && rule.mode !== 'off';
      // A page load while the card is up: the same card goes on.
      if (isLive && !talking && waiting(rule.id)) return 'invited';
      const refused = refusal(rule, atMs, visitorZone);
      // Whom a rule would only have invited is put into no arm.
      const reason = refused ?? (shadow ? 'shadow' : (arm(rule, atMs) ?? 'invited'));
      if (reason === 'invited') invited.push({ rule, atMs });
      if (reason === 'holdout') heldOut.set(rule.id, atMs);
      return reason;
    },
    answered(ruleId, outcome, atMs) {
      const one = waiting(ruleId);
      if (one) Object.assign(one, { outcome, settledMs: atMs });
    },
    conversation(open, atMs) {
      if (talking && !open) talkedMs = atMs;
      talking = open;
    },
    ordered(atMs) {
      orderedMs = atMs;
    },
  };
}
