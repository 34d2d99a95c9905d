import type { Rule } from '../rule/nodes.ts';
import type { Outcome } from './events.ts';
import { freshMemory, type Memory } from './memory.ts';

/** Denied askers come back no sooner than this, twice as long after each further no, up to `maxBackoffMs`. */
export const minBackoffMs = 30_000;
export const maxBackoffMs = 300_000;
/** A question without an answer counts as a no after this. */
export const answerWithinMs = 30_000;
/** After "not now", unless the rule says otherwise. */
export const defaultQuietMs = 86_400_000;

/** Why a true rule does not invite, besides its conditions. */
export type GateName =
  | 'mode'
  | 'visible'
  | 'conversation'
  | 'showing'
  | 'asking'
  | 'perVisit'
  | 'cap'
  | 'quiet'
  | 'backoff'
  | 'edge';

interface Standing {
  /** False from being shown until the rule was false once: one occasion, one invitation. */
  armed: boolean;
  denials: number;
  retryAtMs: number;
}

/** Everything between a true rule and an invitation. Knows neither conditions nor facts beyond the two it is told. */
export interface Gates {
  /** The first gate that is shut, if any. `forced` skips what only guards against our own eagerness. */
  shut(
    rule: Rule,
    nowMs: number,
    world: { visible: boolean; talking: boolean },
    forced?: boolean,
  ): GateName | undefined;
  /** When the gates that open by themselves will all be open for this rule. */
  opensMs(rule: Rule): number;
  readonly asking: { ruleId: string; sinceMs: number } | undefined;
  readonly showing: string | undefined;
  /** True when no live rule can invite any more in this visit. */
  readonly spent: boolean;
  ask(ruleId: string, nowMs: number): void;
  deny(ruleId: string, nowMs: number): void;
  show(ruleId: string): void;
  /** Shadow rules are counted as shown, without touching what live ones may still do. */
  note(ruleId: string): void;
  settle(rule: Rule, outcome: Outcome, nowMs: number): void;
  clear(): void;
  fell(ruleId: string): void;
  memory(signals: Record<string, number>): Memory;
}

export function createGates(perVisit: number, before: Memory = freshMemory()): Gates {
  const shown = new Map(Object.entries(before.shown));
  const noted = new Map<string, number>();
  const standings = new Map<string, Standing>();
  let quietUntilMs = before.quietUntilMs;
  let total = [...shown.values()].reduce((sum, n) => sum + n, 0);
  let asking: { ruleId: string; sinceMs: number } | undefined;
  let showing: string | undefined;

  function standing(ruleId: string): Standing {
    const known = standings.get(ruleId);
    if (known) return known;
    const made = { armed: true, denials: 0, retryAtMs: 0 };
    standings.set(ruleId, made);
    return made;
  }

  const times = (rule: Rule) => (rule.mode === 'shadow' ? noted : shown).get(rule.id) ?? 0;

  function budget(rule: Rule): GateName | undefined {
    if (rule.mode !== 'shadow' && total >= perVisit) return 'perVisit';
    if (times(rule) >= (rule.caps?.perVisit ?? 1)) return 'cap';
    return standing(rule.id).armed ? undefined : 'edge';
  }

  function shut(rule: Rule, nowMs: number, world: { visible: boolean; talking: boolean }, forced = false) {
    if (rule.mode === 'off') return 'mode';
    if (!world.visible) return 'visible';
    if (world.talking) return 'conversation';
    if (rule.mode !== 'shadow') {
      if (showing !== undefined) return 'showing';
      if (asking) return 'asking';
    }
    const spent = forced ? undefined : budget(rule);
    if (spent || rule.mode === 'shadow') return spent;
    if (!forced && nowMs < quietUntilMs) return 'quiet';
    return nowMs < standing(rule.id).retryAtMs ? 'backoff' : undefined;
  }

  return {
    shut,
    opensMs(rule) {
      if (rule.mode === 'off' || budget(rule)) return Number.POSITIVE_INFINITY;
      return rule.mode === 'shadow' ? 0 : Math.max(quietUntilMs, standing(rule.id).retryAtMs);
    },
    get asking() {
      return asking;
    },
    get showing() {
      return showing;
    },
    get spent() {
      return total >= perVisit;
    },
    ask(ruleId, nowMs) {
      asking = { ruleId, sinceMs: nowMs };
    },
    deny(ruleId, nowMs) {
      asking = undefined;
      const state = standing(ruleId);
      state.retryAtMs = nowMs + Math.min(minBackoffMs * 2 ** state.denials, maxBackoffMs);
      state.denials += 1;
    },
    show(ruleId) {
      asking = undefined;
      showing = ruleId;
      total += 1;
      shown.set(ruleId, (shown.get(ruleId) ?? 0) + 1);
      Object.assign(standing(ruleId), { armed: false, denials: 0 });
    },
    note(ruleId) {
      noted.set(ruleId, (noted.get(ruleId) ?? 0) + 1);
      standing(ruleId).armed = false;
    },
    settle(rule, outcome, nowMs) {
      showing = undefined;
      if (outcome === 'expired') return;
      const quietMs = rule.cooldown?.afterDismissMs ?? defaultQuietMs;
      quietUntilMs = Math.max(quietUntilMs, nowMs + (outcome === 'dismissed' ? quietMs : defaultQuietMs));
    },
    clear() {
      showing = undefined;
    },
    fell(ruleId) {
      Object.assign(standing(ruleId), { armed: true, denials: 0 });
    },
    memory: (signals) => ({ shown: Object.fromEntries(shown), quietUntilMs, signals }),
  };
}
