import { type Answer, type InvitationAnswer, type InvitationAsk, no, yes } from '@theke/protocol';
import { can } from '../auth/can.ts';
import type { Experiments, Matter, Powers, RulesSource } from '../powers.ts';
import { createAnswers, type Reaction, type TellInvited } from './answers.ts';
import { createByHand } from './byHand.ts';
import { createCrowd } from './crowd.ts';
import { createDayUnits } from './dayUnit.ts';
import { type Asker, createDecide } from './decide.ts';
import { forgetDecisions, listDecisions } from './decisions.ts';
import { anyone } from './defaults.ts';
import { invitationRoutes } from './invitationRoutes.ts';
import { createQueueFacts, lapse } from './places.ts';
import { createLinks } from './units.ts';

const asks = { perSecond: 0.2, burst: 6 };
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
  met(who: { siteId: string; visitorId: string; tabId: string; ip: string; userAgent: string }): Promise<void>;
}

/**
 * Says whether a card may be shown. Asked only when everything else of a rule is true; every "no" looks the same to the
 * page, the reason is for the people of the shop alone. A shown card keeps a place with an agent, so a hundred visitors and
 * one free agent are one card.
 */
export function createInvitations(powers: InvitationPowers): Invitations {
  const { db, now, after, log, radar } = powers;
  const dayUnits = createDayUnits(powers);
  const link = createLinks(powers);
  const crowd = createCrowd(now);
  const decide = createDecide({
    crowd,
    ...powers,
    dayUnits,
    queue: createQueueFacts(powers),
    visitSince: (visitorId) => radar.of(visitorId)?.visitSinceAt ?? null,
  });
  const answers = createAnswers({ ...powers, crowd, invited: radar.invited });
  const byHand = createByHand({
    ...powers,
    siteOf: (visitorId) => radar.of(visitorId)?.siteId ?? null,
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
  function offered(visitorId: string | null, ruleId: string, at: number, expiresInMs: number) {
    powers.counters.count('theke_invitations_total', { outcome: 'shown' });
    if (visitorId) radar.invited(visitorId, { ruleId, at, outcome: 'shown' });
    later(expiresInMs, async () => lapsed(await lapse(db, now())));
  }

  const ask = async (who: Asker, wish: InvitationAsk): Promise<InvitationAnswer> => {
    const decided = await inTurn(async () => {
      const one = await decide(who, wish);
      // Before the next question: it must know.
      if (one.answer.show && who.visitorId === null && one.answer.agent.agentId !== '')
        crowd.took(one.answer.token, who.ip ?? '', one.at + one.answer.expiresInMs);
      return one;
    });
    lapsed(decided.lapsed);
    const { answer, again, at } = decided;
    if (answer.show && !again) offered(who.visitorId, wish.ruleId, at, answer.expiresInMs);
    return answer;
  };

  async function tidy(): Promise<void> {
    await dayUnits.forget();
    const more = await forgetDecisions(db, now());
    later(more ? soonMs : tidyMs, tidy);
  }

  return {
    ask,
    react: answers.react,
    redeem: answers.redeem,
    async met({ siteId, visitorId, tabId, ip, userAgent }) {
      await link(await dayUnits.of(siteId, ip, userAgent), visitorId);
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
    routes: (router) => invitationRoutes(router, powers, { ask, react: answers.react }),
    start: () => later(soonMs, tidy),
    stop() {
      for (const undo of timers) undo();
      timers.clear();
    },
  };
}
