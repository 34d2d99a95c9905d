import {
  type Act,
  type ActOutcome,
  type ActTry,
  type ActWhy,
  type Answer,
  no,
  type TargetFacts,
  yes,
} from '@theke/protocol';
import { capabilityFor, mayAct } from '@theke/rules';
import type { Actor, Powers } from '../../powers.ts';
import { type Budget, createBudget } from '../budget.ts';
import type { Place } from '../lane/place.ts';
import { mayNot } from '../share/grants.ts';
import { createTurns } from '../turns.ts';
import type { Fields } from './fields.ts';
import { createRecord } from './record.ts';

/** What stands there is found out at once, or the page is busy loading. */
const aimWithinMs = 5_000;
/** Doing it may scroll first and wait for what comes into sight. */
const tryWithinMs = 8_000;
/** Acts of one kind that wait for the one before. Whoever has more sends faster than any hand. */
const maxWaiting = 8;

type Group = 'hand' | 'scroll' | 'fill';
const groups: Record<Act['kind'], Group> = {
  click: 'hand',
  key: 'hand',
  navigate: 'hand',
  back: 'hand',
  open: 'hand',
  scroll: 'scroll',
  edit: 'fill',
  put: 'fill',
  pick: 'fill',
  tick: 'fill',
  leave: 'fill',
};
export const actPaces: Record<Group, { perSecond: number; burst: number }> = {
  hand: { perSecond: 5, burst: 10 },
  scroll: { perSecond: 20, burst: 40 },
  fill: { perSecond: 30, burst: 60 },
};

const tooLate = { outcome: { done: false, why: 'away' } as const, facts: null };

interface Waiting {
  budget: Budget;
  count: number;
}

/**
 * Lets the acting agent act on the visitor's page, one act after the other. The visitor's browser looks and does; the server
 * asks it first what stands there, decides once more by the same rules, and believes nothing that does not fit.
 */
export function createActs(
  powers: Pick<Powers, 'live' | 'now' | 'audit' | 'counters'>,
  placeOf: (shareId: string) => Place | undefined,
  fields: Fields,
) {
  const turns = createTurns();
  const record = createRecord(powers);
  const lines = new WeakMap<Place, Record<Group, Waiting>>();

  function lineOf(place: Place, group: Group): Waiting {
    const made = (pace: Group) => ({ budget: createBudget(actPaces[pace]), count: 0 });
    const known = lines.get(place) ?? { hand: made('hand'), scroll: made('scroll'), fill: made('fill') };
    lines.set(place, known);
    return known[group];
  }

  const isJoined = (place: Place | undefined, who: Actor): place is Place =>
    who.kind === 'agent' && place?.views.get(who.socketId)?.agentId === who.agentId;

  /** Why this act may not be done now, as far as grants go. Asked before each step: any of them may have waited. */
  function standing(place: Place, who: Actor & { kind: 'agent' }, kind: Act['kind']): ActWhy | null {
    if (placeOf(place.shareId) !== place || !isJoined(place, who)) return 'notGranted';
    return mayNot(place.grants, who.agentId, capabilityFor(kind)) ?? (place.visitorSocket ? null : 'away');
  }

  async function attempt(
    place: Place,
    who: Actor & { kind: 'agent' },
    wish: ActTry,
  ): Promise<{ outcome: ActOutcome; facts: TargetFacts | null }> {
    const { kind } = wish.act;
    const not = (why: ActWhy, facts: TargetFacts | null = null) => ({
      outcome: { done: false as const, why, ...(facts ? { label: facts.label } : {}) },
      facts,
    });
    const before = standing(place, who, kind);
    if (before) return not(before);
    const page = place.visitorSocket!;
    let facts: TargetFacts | null = null;
    if (groups[kind] === 'hand') {
      const aimed = await powers.live.ask(page, 'act:aimed', wish, aimWithinMs);
      if (!aimed) return not('away');
      if ('why' in aimed.answer) return not(aimed.answer.why);
      facts = aimed.answer;
      const why = mayAct(kind, facts);
      // The visitor's browser has shown it to them when it is theirs to press.
      if (why) {
        const { outcome } = not(why, facts);
        return { outcome: why === 'denied' ? { ...outcome, shown: true } : outcome, facts };
      }
      const since = standing(place, who, kind);
      if (since) return not(since, facts);
      // Another page answers now: what was found out is not what stands there.
      if (place.visitorSocket !== page) return not('away', facts);
    }
    const tried = await powers.live.ask(page, 'act:tried', wish, tryWithinMs);
    if (!tried) return not('away', facts);
    const outcome = tried.answer;
    if (!outcome.done || !outcome.field) return { outcome, facts };
    const since = kind === 'open' ? standing(place, who, kind) : 'notField';
    if (since) return not(since, facts);
    return fields.opened(place, outcome.field) ? { outcome, facts } : not('secret', facts);
  }

  return {
    async try(wish: ActTry, who: Actor): Promise<Answer<ActOutcome>> {
      const place = placeOf(wish.shareId);
      if (who.kind !== 'agent' || !place || !isJoined(place, who)) {
        powers.counters.count('theke_acts_total', { kind: wish.act.kind, outcome: 'foreign' });
        return no('notGranted');
      }
      const { act } = wish;
      const why = standing(place, who, act.kind);
      if (why) {
        await record(place, who.agentId, act, { done: false, why }, null);
        return yes({ done: false, why });
      }
      const group = groups[act.kind];
      const line = lineOf(place, group);
      const nowMs = powers.now();
      const waitMs = line.count >= maxWaiting ? 1_000 : line.budget(1, nowMs);
      if (waitMs !== null) return no('tooOften', { retryInMs: waitMs });
      line.count += 1;
      try {
        return await turns(`${place.shareId} ${group}`, async () => {
          const late = powers.now() - nowMs >= tryWithinMs;
          // What was meant for a page that has not answered for so long is not meant any more.
          const { outcome, facts } = late ? tooLate : await attempt(place, who, wish);
          if (outcome.done) {
            place.lastActAt = powers.now();
            place.lastAt = place.lastActAt;
          }
          await record(place, who.agentId, act, outcome, facts);
          return yes(outcome);
        });
      } finally {
        line.count -= 1;
      }
    },

    /** How long the way to the visitor's browser and back takes. */
    async pulse(shareId: string, who: Actor): Promise<Answer<{ visitorMs: number }>> {
      const place = placeOf(shareId);
      if (!isJoined(place, who)) return no('notGranted');
      if (!place.visitorSocket) return no('gone');
      const beganMs = performance.now();
      const felt = await powers.live.ask(place.visitorSocket, 'pulse:felt', { shareId }, aimWithinMs);
      return felt ? yes({ visitorMs: Math.round(performance.now() - beganMs) }) : no('gone');
    },
  };
}

export type Acts = ReturnType<typeof createActs>;
