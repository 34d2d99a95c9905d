import type { RuleGate } from '@theke/protocol';
import type { Rule } from '../rule/nodes.ts';
import type { Outcome } from './events.ts';
import type { readMemory } from './memory.ts';
import type { Visit } from './visit.ts';

/** Denied askers come back no sooner than this, twice as long after each further no, up to `maxBackoffMs`. */
export const minBackoffMs = 30_000;
export const maxBackoffMs = 300_000;
/** A question without an answer counts as a no after this. */
export const answerWithinMs = 30_000;
/** After "not now", unless the rule says otherwise. */
export const defaultQuietMs = 86_400_000;

/** What came of one rule so far; what is not counted here is set by whoever knows when it becomes true. */
export interface Standing {
  /** Whether its conditions are met. */
  is: boolean;
  /** False from being shown until the rule was false once: one occasion, one invitation. */
  armed: boolean;
  denials: number;
  retryAtMs: number;
  /** Since when the rule has been true. */
  sinceMs: number;
  /** The last one it found in its place. */
  lostTo?: string;
  /** How often on this page it was shown, or as a shadow told. */
  onPage: number;
}

/** A question to the server that is not answered yet. */
export interface Asking {
  ruleId: string;
  version: number;
  sinceMs: number;
  /** By hand: its conditions need not hold. */
  forced?: boolean;
}

/** Everything between a true rule and an invitation. Knows no conditions. */
export interface Gates {
  asking?: Asking;
  /** The rule whose card is up. */
  showing?: string;
  /** Another tab shows a card. */
  elsewhere?: boolean;
  perVisit: number;
  /** The first gate that is shut, if any. `forced` skips what only guards against our own eagerness. */
  shut(rule: Rule, nowMs: number, forced?: boolean, state?: Standing): RuleGate | undefined;
  standing(ruleId: string): Standing;
  /** When the gates that open by themselves will all be open for this rule; Infinity where others are shut for good. */
  opensMs(rule: Rule): number;
  /** True when no live rule can invite any more in this visit. */
  isSpent(): boolean;
  deny(ruleId: string, nowMs: number): void;
  show(rule: Rule, nowMs: number): void;
  /** Shadow rules are counted as shown, without touching what live ones may still do. */
  note(shadow: Rule): void;
  /** The card is gone by somebody's hand or its time; `rule` as far as it is still known. */
  close(rule: Rule | undefined, outcome: Outcome, nowMs: number): void;
  newPage(): void;
}

/** `kept` is also where counts and cool-downs are written: whoever knows of a conversation or an order writes it there. */
export function createGates(
  perVisit: number,
  kept: ReturnType<typeof readMemory>,
  visit: Visit,
  mayAsk?: () => boolean,
): Gates {
  const standings = new Map<string, Standing>();

  function standing(ruleId: string): Standing {
    const known = standings.get(ruleId);
    if (known) return known;
    const made: Standing = {
      is: false,
      armed: true,
      denials: 0,
      retryAtMs: 0,
      sinceMs: 0,
      onPage: 0,
    };
    standings.set(ruleId, made);
    return made;
  }

  function budget({ id, mode, caps }: Rule, { onPage, armed }: Standing): RuleGate | undefined {
    const isShadow = mode === 'shadow';
    if (!isShadow && gates.isSpent()) return 'perVisit';
    if ((isShadow ? kept.noted : kept.shown)[id]! >= (caps?.perVisit ?? 1) || onPage >= (caps?.perPage ?? onPage + 1))
      return 'cap';
    return armed ? undefined : 'edge';
  }

  function spend(counts: Record<string, number>, id: string): Standing {
    counts[id] = (counts[id] ?? 0) + 1;
    const state = standing(id);
    state.onPage += 1;
    state.armed = false;
    return state;
  }

  function quietMs({ cooldown }: Rule) {
    return Math.max(
      kept.quietUntilMs,
      kept.chatMs + (cooldown?.afterChatMs ?? 0),
      kept.orderMs + (cooldown?.afterOrderMs ?? 0),
    );
  }

  function lockedMs({ funnel }: Rule) {
    let lastMs = 0;
    for (const level in kept.locks) if (+level > (funnel?.level ?? -1)) lastMs = Math.max(lastMs, kept.locks[level]!);
    return lastMs;
  }

  const settledMs = ({ settleMs = 0 }: Rule, { sinceMs }: Standing) => sinceMs + settleMs;

  const gates: Gates = {
    perVisit,
    standing,
    shut(rule, nowMs, forced, state = standing(rule.id)) {
      const isLive = rule.mode !== 'shadow';
      if (rule.mode === 'off') return 'mode';
      if (mayAsk?.() === false) return 'consent';
      if (!visit.visible) return 'visible';
      if (visit.talking) return 'conversation';
      if (isLive) {
        if (gates.showing !== undefined) return 'showing';
        if (gates.asking) return 'asking';
        if (gates.elsewhere) return 'elsewhere';
      }
      if (!forced) {
        const spent = budget(rule, state);
        if (spent) return spent;
        if (isLive && nowMs < quietMs(rule)) return 'quiet';
        if (isLive && nowMs < lockedMs(rule)) return 'funnel';
        if (nowMs < settledMs(rule, state)) return 'settle';
      }
      return nowMs < state.retryAtMs ? 'backoff' : undefined;
    },
    opensMs(rule) {
      const state = standing(rule.id);
      if (rule.mode === 'off' || budget(rule, state)) return Number.POSITIVE_INFINITY;
      const openMs = Math.max(settledMs(rule, state), state.retryAtMs);
      return rule.mode === 'shadow' ? openMs : Math.max(quietMs(rule), lockedMs(rule), openMs);
    },
    isSpent() {
      let left = gates.perVisit;
      for (const id in kept.shown) left -= kept.shown[id]!;
      return left <= 0;
    },
    deny(ruleId, nowMs) {
      gates.asking = undefined;
      const state = standing(ruleId);
      state.retryAtMs = nowMs + Math.min(minBackoffMs * 2 ** state.denials, maxBackoffMs);
      state.denials += 1;
    },
    show({ id, funnel }, nowMs) {
      gates.asking = undefined;
      gates.showing = id;
      spend(kept.shown, id).denials = 0;
      if (funnel) kept.locks[funnel.level] = Math.max(kept.locks[funnel.level] ?? 0, nowMs + funnel.lockMs);
    },
    note: ({ id }) => void spend(kept.noted, id),
    close(rule, outcome, nowMs) {
      gates.showing = undefined;
      const { afterDismissMs, afterIgnoreMs = 0, afterChatMs } = rule?.cooldown ?? {};
      const quiet = { dismissed: afterDismissMs, expired: afterIgnoreMs, accepted: afterChatMs }[outcome];
      kept.quietUntilMs = Math.max(kept.quietUntilMs, nowMs + (quiet ?? defaultQuietMs));
    },
    newPage() {
      for (const state of standings.values()) state.onPage = 0;
    },
  };
  return gates;
}
