import { type Answer, type InvitationAnswer, type InvitationAsk, type Invited, no, yes } from '@theke/protocol';
import { can } from '../auth/can.ts';
import type { Experiments, Matter, Powers, RulesSource } from '../powers.ts';
import { createAnswers, type Reaction, type TellInvited } from './answers.ts';
import { createByHand } from './byHand.ts';
import { createCrowd } from './crowd.ts';
import { createDayUnits } from './dayUnit.ts';
import { type Asker, createDecide } from './decide.ts';
import { forgetDecisions, listDecisions } from './decisions.ts';
import { anyone } from './defaults.ts';
import { forgetOld } from './forgetOld.ts';
import { invitationDescribed } from './invitationDescribed.ts';
import { invitationRoutes } from './invitationRoutes.ts';
import { createMet } from './met.ts';
import { paced } from './pace.ts';
import { createQueueFacts, lapse } from './places.ts';
import { createIsHidden } from './publicAddress.ts';
import { createLinks } from './units.ts';

/** A bound for one socket alone; what is too often says `pace.ts`, so that it leaves a trace. */
const asks = { perSecond: 1, burst: 30 };
const tidyMs = 10 * 60_000;
/** While there is more to delete. */
const soonMs = 1_000;

/** Who is on the pages, as far as invitations have to do with it. */
export interface Radar {
  /** Site and beginning of a visit that is going on. */
  of(visitorId: string): { siteId: string; visitSinceAt: number } | null;
  invited: TellInvited;
}

export interface InvitationPowers extends Powers {
  /** Never set back; the process's own unless given. */
  elapsed?(): number;
  rules: RulesSource;
  experiments: Experiments;
  radar: Radar;
}

export interface Invitations extends Matter {
  ask(who: Asker, ask: InvitationAsk): Promise<InvitationAnswer>;
  react(who: Asker, said: Reaction): Promise<Answer<void>>;
  /**
   * For `conversation:start`: the agent kept for this visitor. Null for an unknown, foreign, used or late token – then the
   * ordinary queue it is. With the same `conversationId` the answer may be asked for again.
   */
  redeem(token: string, visitorId: string, conversationId?: string): Promise<{ agentId: string; skill: string } | null>;
  /** A visitor with an id has said hello: what was known of them for a day is theirs, and a card sent by hand goes up again. */
  met(who: Newcomer): Promise<void>;
}

/** A visitor with an id who has said hello, and from where. */
export interface Newcomer {
  siteId: string;
  visitorId: string;
  tabId: string;
  ip: string;
  userAgent: string;
  /** A proxy says to have passed it on. */
  forwarded?: boolean;
}

/**
 * Says whether a card may be shown. Asked only when everything else of a rule is true; every "no" looks the same to the
 * page, the reason is for the people of the shop alone. A shown card keeps a place with an agent, so a hundred visitors and
 * one free agent are one card.
 */
export function createInvitations(powers: InvitationPowers): Invitations {
  const { db, now, after, log, radar } = powers;
  const dayUnits = createDayUnits(powers);
  const met = createMet({ ...powers, dayUnits, link: createLinks(powers) });
  const isHidden = createIsHidden(powers);
  const crowd = createCrowd(now);
  const decide = createDecide({
    crowd,
    ...powers,
    namesOf: met.namesOf,
    ipOf: (visitorId) => met.fromOf(visitorId)?.ip,
    laterBorn: met.laterBorn,
    queue: createQueueFacts(powers),
    visitSince: (visitorId) => radar.of(visitorId)?.visitSinceAt ?? null,
  });
  const answers = createAnswers({ ...powers, crowd, invited: radar.invited });
  const byHand = createByHand({
    ...powers,
    siteOf: (visitorId) => radar.of(visitorId)?.siteId ?? null,
    namesOf: met.namesOf,
    offered,
  });
  const timers = new Set<() => void>();
  const quietly = (work: Promise<unknown>) =>
    void work.catch((error: unknown) => log.warn('invitations stumbled', { error: String(error) }));
  const later = (ms: number, run: () => Promise<unknown>) => {
    const undo = after(ms, () => {
      timers.delete(undo);
      quietly(run());
    });
    timers.add(undo);
  };

  // One decision at a time: two that see the same free agent would both give it away.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = last.then(run, run);
    last = mine.catch(() => {});
    return mine;
  };

  function lapsed(rows: Awaited<ReturnType<typeof lapse>>) {
    for (const row of rows) {
      powers.counters.count('theke_invitations_total', { outcome: 'expired' });
      if (row.visitor_id === anyone) continue;
      radar.invited(row.visitor_id, { ruleId: row.rule_id, at: Number(row.created_at), outcome: 'expired' });
    }
  }
  function offered(visitorId: string | null, card: Omit<Invited, 'outcome'>, expiresInMs: number) {
    powers.counters.count('theke_invitations_total', { outcome: 'shown' });
    if (visitorId) radar.invited(visitorId, { ...card, outcome: 'shown' });
    later(expiresInMs, async () => lapsed(await lapse(db, now())));
  }

  const ask = paced({ ...powers, ...met }, async (who, wish) => {
    const decided = await inTurn(async () => {
      const one = await decide(who, wish);
      // Before the next question: it must know.
      if (one.answer.show && one.crowdOf !== null && one.answer.agent.agentId !== '')
        crowd.took(one.answer.token, one.crowdOf, one.at + one.answer.expiresInMs);
      return one;
    });
    lapsed(decided.lapsed);
    const { answer, again, at } = decided;
    if (answer.show && !again) {
      const { variant, expiresInMs } = answer;
      const { ruleId, version } = wish;
      offered(who.visitorId, { ruleId, at, version, ...(variant ? { variant } : {}) }, expiresInMs);
    }
    return answer;
  });

  async function tidy(): Promise<void> {
    await dayUnits.forget();
    const more = [await forgetDecisions(db, now()), await forgetOld(db, now())];
    later(more.includes(true) ? soonMs : tidyMs, tidy);
  }

  return {
    ask,
    react: answers.react,
    redeem: answers.redeem,
    async met({ siteId, visitorId, tabId, ip, userAgent, forwarded = false }) {
      await met.hello(siteId, visitorId, { ip, userAgent, hidden: isHidden(forwarded) });
      await byHand.putUpAgain(visitorId, tabId);
    },
    visitor: {
      'invitation:ask': { pace: asks, run: async (who, wish) => yes(await ask(who, wish)) },
      'invitation:answer': { pace: { perSecond: 1, burst: 10 }, run: answers.react },
    },
    agent: {
      'invitation:send': {
        pace: { perSecond: 0.5, burst: 10 },
        may: (who) => (can(who, 'visitor:invite', { kind: 'server' }) ? yes(undefined) : no('forbidden')),
        run: (who, wish) => inTurn(() => byHand.send(who, wish)),
      },
      'rules:decisions': {
        pace: { perSecond: 2, burst: 20 },
        run: async (_who, which) => yes(await listDecisions(db, which)),
      },
    },
    described: invitationDescribed,
    routes: (router) => invitationRoutes(router, { ...powers, isHidden }, { ask, react: answers.react }),
    visitorGone: met.gone,
    start: () => later(soonMs, tidy),
    stop() {
      for (const undo of timers) undo();
      timers.clear();
    },
  };
}
