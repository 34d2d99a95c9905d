import type { Rule } from '../rule/nodes.ts';
import type { Outcome } from './events.ts';
import type { Memory, readMemory } from './memory.ts';
import type { Truth } from './truth.ts';
import type { Visit } from './visit.ts';

/** Denied askers come back no sooner than this, twice as long after each further no, up to `maxBackoffMs`. */
export const minBackoffMs = 30_000;
export const maxBackoffMs = 300_000;
/** A question without an answer counts as a no after this. */
export const answerWithinMs = 30_000;
/** After "not now", unless the rule says otherwise. */
export const defaultQuietMs = 86_400_000;

/** Why a true rule does not invite, besides its conditions; the first that is shut is told. */
export type GateName =
  | 'mode'
  | 'visible'
  | 'conversation'
  | 'showing'
  | 'asking'
  | 'elsewhere'
  | 'perVisit'
  | 'cap'
  | 'edge'
  | 'quiet'
  | 'funnel'
  | 'settle'
  | 'backoff';

/** What came of one rule so far; what is not counted here is set by whoever knows when it becomes true. */
export interface Standing {
  /** Whether its conditions are met. */
  is: Truth;
  /** False from being shown until the rule was false once: one occasion, one invitation. */
  armed: boolean;
  denials: number;
  retryAtMs: number;
  /** Since when the rule has been true. */
  sinceMs: number;
  /** The last one it found in its place. */
  lostTo?: string;
  /** How often in this visit: shown; as a shadow, told; and either on this page. */
  shown: number;
  noted: number;
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
  shut(rule: Rule, nowMs: number, forced?: boolean): GateName | undefined;
  standing(ruleId: string): Standing;
  /** When the gates that open by themselves will all be open for this rule; Infinity where others are shut for good. */
  opensMs(rule: Rule): number;
  /** True when no live rule can invite any more in this visit. */
  isSpent(): boolean;
  deny(ruleId: string, nowMs: number): void;
  show(rule: Rule, nowMs: number): void;
  /** Shadow rules are counted as shown, without touching what live ones may still do. */
  note(ruleId: string): void;
  /** The card is gone by somebody's hand or its time; `rule` as far as it is still known. */
  close(rule: Rule | undefined, outcome: Outcome, nowMs: number): void;
  newPage(): void;
  memory(): Pick<Memory, 'shown' | 'noted'>;
}

/** `kept` is also where cool-downs are written: whoever knows of a conversation or an order writes it there. */
export function createGates(perVisit: number, kept: ReturnType<typeof readMemory>, visit: Visit): Gates {
  const standings = new Map<string, Standing>();
  const { locks } = kept;
  let total = 0;

  function standing(ruleId: string): Standing {
    const known = standings.get(ruleId);
    if (known) return known;
    const made: Standing = {
      is: 'unknown',
      armed: true,
      denials: 0,
      retryAtMs: 0,
      sinceMs: 0,
      onPage: 0,
      shown: kept.shown[ruleId] ?? 0,
      noted: kept.noted[ruleId] ?? 0,
    };
    standings.set(ruleId, made);
    total += made.shown;
    return made;
  }
  for (const id of Object.keys({ ...kept.shown, ...kept.noted })) standing(id);

  function budget({ mode, caps }: Rule, { shown, noted, onPage, armed }: Standing): GateName | undefined {
    const isShadow = mode === 'shadow';
    if (!isShadow && gates.isSpent()) return 'perVisit';
    if ((isShadow ? noted : shown) >= (caps?.perVisit ?? 1) || onPage >= (caps?.perPage ?? onPage + 1)) return 'cap';
    return armed ? undefined : 'edge';
  }

  const after = (atMs: number | undefined, ms: number | undefined) => (atMs === undefined || !ms ? 0 : atMs + ms);

  function quietMs({ cooldown }: Rule) {
    return Math.max(
      kept.quietUntilMs,
      after(kept.chatMs, cooldown?.afterChatMs),
      after(kept.orderMs, cooldown?.afterOrderMs),
    );
  }

  function lockedMs({ funnel }: Rule) {
    let lastMs = 0;
    for (const level in locks) if (+level > (funnel?.level ?? -1)) lastMs = Math.max(lastMs, locks[level]!);
    return lastMs;
  }

  const settledMs = ({ settleMs }: Rule, { sinceMs }: Standing) => after(sinceMs, settleMs);

  const gates: Gates = {
    perVisit,
    standing,
    shut(rule, nowMs, forced) {
      const isLive = rule.mode !== 'shadow';
      const state = standing(rule.id);
      if (rule.mode === 'off') return 'mode';
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
    isSpent: () => total >= gates.perVisit,
    deny(ruleId, nowMs) {
      gates.asking = undefined;
      const state = standing(ruleId);
      state.retryAtMs = nowMs + Math.min(minBackoffMs * 2 ** state.denials, maxBackoffMs);
      state.denials += 1;
    },
    show({ id, funnel }, nowMs) {
      gates.asking = undefined;
      gates.showing = id;
      total += 1;
      const state = standing(id);
      state.shown += 1;
      state.onPage += 1;
      state.armed = false;
      state.denials = 0;
      if (funnel) locks[funnel.level] = Math.max(locks[funnel.level] ?? 0, nowMs + funnel.lockMs);
    },
    note(ruleId) {
      const state = standing(ruleId);
      state.noted += 1;
      state.onPage += 1;
      state.armed = false;
    },
    close(rule, outcome, nowMs) {
      gates.showing = undefined;
      const { afterDismissMs, afterIgnoreMs = 0, afterChatMs } = rule?.cooldown ?? {};
      const quiet = { dismissed: afterDismissMs, expired: afterIgnoreMs, accepted: afterChatMs }[outcome];
      kept.quietUntilMs = Math.max(kept.quietUntilMs, nowMs + (quiet ?? defaultQuietMs));
    },
    newPage() {
      for (const state of standings.values()) state.onPage = 0;
    },
    memory() {
      const counts = (of: 'shown' | 'noted') =>
        Object.fromEntries([...standings].map(([id, state]) => [id, state[of]] as const).filter(([, n]) => n));
      return { shown: counts('shown'), noted: counts('noted') };
    },
  };
  return gates;
}
