import { createSecret } from '@theke/kit';
import { type AgentFace, type Answer, no, yes } from '@theke/protocol';
import type { Matter, Powers, Tx } from '../powers.ts';
import { caps, hushed } from './caps.ts';
import { invitationRoutes } from './invitationRoutes.ts';

/** An agent is kept for a shown card this long. */
export const shownMs = 45_000;
/** After "yes", until the conversation has begun. */
const acceptedMs = 60_000;
const asks = { perSecond: 0.2, burst: 6 };

type Offer = { show: true; token: string; expiresInMs: number; agent: AgentFace } | { show: false };
type Refused = 'noAgent' | NonNullable<ReturnType<typeof hushed>>;

/** Who asks. Without a visitor: a page whose visitor has not clicked yet; what it keeps back it knows alone. */
export interface Asker {
  siteId: string;
  visitorId: string | null;
}

type Ask = { ruleId: string; version: number; skill: string };
type Reaction = { token: string; answer: 'accepted' | 'dismissed' | 'expired' };

/** Stands for the visitor of a card that was asked for by nobody in particular: whoever holds the token has the card. */
const anyone = 'anyone';

export interface Invitations extends Matter {
  ask(who: Asker, ask: Ask): Promise<Offer>;
  react(who: Asker, said: Reaction): Promise<Answer<void>>;
  /**
   * For `conversation:start`: the agent kept for this visitor. Null for an unknown, foreign, used or late token – then the
   * ordinary queue it is. With the same `conversationId` the answer may be asked for again.
   */
  redeem(token: string, visitorId: string, conversationId?: string): Promise<{ agentId: string; skill: string } | null>;
}

/**
 * Says whether a card may be shown. Asked only when everything else of a rule is true; every "no" looks the same to the
 * page, the reason is in the audit alone. A shown card keeps a place with an agent, so a hundred visitors and one free
 * agent are one card.
 */
export function createInvitations(powers: Powers): Invitations {
  const { db } = powers;
  // One decision at a time: two that see the same free agent would both give it away.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = last.then(run, run);
    last = mine.catch(() => {});
    return mine;
  };

  /** Places kept by cards that are open, or accepted and about to become a conversation. */
  async function keptPlaces(tx: Tx, now: number): Promise<Map<string, number>> {
    await tx
      .updateTable('invitations')
      .set({ state: 'expired' })
      .where('state', '=', 'shown')
      .where('expires_at', '<=', now)
      .execute();
    const rows = await tx
      .selectFrom('invitations')
      .select('agent_id')
      .where('state', 'in', ['shown', 'accepted'])
      .where('conversation_id', 'is', null)
      .where('expires_at', '>', now)
      .execute();
    const kept = new Map<string, number>();
    for (const { agent_id } of rows) kept.set(agent_id, (kept.get(agent_id) ?? 0) + 1);
    return kept;
  }

  async function decide(who: Asker, ask: Ask): Promise<Offer | Refused> {
    const now = powers.now();
    const visitorId = who.visitorId ?? anyone;
    // Read before the transaction: the embedded database has one writer, and these queries are another matter's.
    const free = await powers.freeAgents(who.siteId, ask.skill);
    return db.transaction().execute(async (tx) => {
      const kept = await keptPlaces(tx, now);
      const earlier = await tx
        .selectFrom('invitations')
        .selectAll()
        // What strangers were shown is not this one's past.
        .where('visitor_id', '=', who.visitorId ?? '')
        .where('created_at', '>', now - caps.shown.withinMs)
        .execute();
      const talking = await tx
        .selectFrom('conversations')
        .select('id')
        .where('visitor_id', '=', who.visitorId ?? '')
        .where('status', '!=', 'ended')
        .executeTakeFirst();
      // Every question is asked every time, so that a "no" takes as long as any other.
      const agent = free.find((one) => one.room - (kept.get(one.agentId) ?? 0) >= 1);

      const open = earlier.find((one) => one.state === 'shown' && one.rule_id === ask.ruleId);
      if (open && !talking) {
        const face = free.find((one) => one.agentId === open.agent_id);
        // A page load while the card is up: the same card goes on.
        if (face) return offer(open.token, open.expires_at - now, face);
      }
      const quiet = hushed(
        earlier.map((one) => ({ ruleId: one.rule_id, state: one.state, createdAt: one.created_at })),
        { ruleId: ask.ruleId, inConversation: talking !== undefined, now },
      );
      if (quiet) return quiet;
      if (!agent) return 'noAgent';
      const token = createSecret(16);
      await tx
        .insertInto('invitations')
        .values({
          token,
          site_id: who.siteId,
          visitor_id: visitorId,
          rule_id: ask.ruleId,
          rule_version: ask.version,
          skill: ask.skill,
          agent_id: agent.agentId,
          state: 'shown',
          created_at: now,
          expires_at: now + shownMs,
          conversation_id: null,
        })
        .execute();
      return offer(token, shownMs, agent);
    });
  }

  const offer = (token: string, expiresInMs: number, { agentId, name }: AgentFace): Offer => ({
    show: true,
    token,
    expiresInMs,
    agent: { agentId, name },
  });

  async function react(who: Asker, said: Reaction): Promise<Answer<void>> {
    const holders = [anyone, ...(who.visitorId ? [who.visitorId] : [])];
    const changed = await db
      .updateTable('invitations')
      .set({
        state: said.answer,
        ...(said.answer === 'accepted' ? { expires_at: powers.now() + acceptedMs } : {}),
      })
      .where('token', '=', said.token)
      .where('site_id', '=', who.siteId)
      .where('visitor_id', 'in', holders)
      .where('state', '=', 'shown')
      .where('expires_at', '>', powers.now())
      .executeTakeFirst();
    if (changed.numUpdatedRows > 0n) {
      powers.counters.count('theke_invitations_total', { outcome: said.answer });
      return yes(undefined);
    }
    const known = await db
      .selectFrom('invitations')
      .select('state')
      .where('token', '=', said.token)
      .where('site_id', '=', who.siteId)
      .where('visitor_id', 'in', holders)
      .executeTakeFirst();
    if (!known) return no('notFound');
    return known.state === said.answer || said.answer !== 'accepted' ? yes(undefined) : no('gone');
  }

  const ask = (who: Asker, wish: Ask): Promise<Offer> =>
    inTurn(async () => {
      const decided = await decide(who, wish);
      const refused = typeof decided === 'string' ? decided : null;
      await powers.audit({
        actor: `visitor:${who.visitorId ?? anyone}`,
        act: refused ? 'invitation.refuse' : 'invitation.offer',
        thing: `rule:${wish.ruleId}`,
        facts: { version: wish.version, ...(refused ? { reason: refused } : {}) },
      });
      return typeof decided === 'string' ? { show: false } : decided;
    });

  return {
    ask,
    react,
    visitor: {
      'invitation:ask': { pace: asks, run: async (who, wish) => yes(await ask(who, wish)) },
      'invitation:answer': { pace: { perSecond: 1, burst: 10 }, run: react },
    },
    routes: (router) => invitationRoutes(router, powers, { ask, react }),

    async redeem(token, visitorId, conversationId = 'begun') {
      const row = await db
        .selectFrom('invitations')
        .selectAll()
        .where('token', '=', token)
        .where('visitor_id', 'in', [visitorId, anyone])
        .executeTakeFirst();
      if (!row) return null;
      const kept = { agentId: row.agent_id, skill: row.skill };
      if (row.state === 'accepted' && row.conversation_id === conversationId && conversationId !== 'begun') return kept;
      const used = await db
        .updateTable('invitations')
        .set({ state: 'accepted', conversation_id: conversationId })
        .where('token', '=', token)
        .where('state', 'in', ['shown', 'accepted'])
        .where('conversation_id', 'is', null)
        .where('expires_at', '>', powers.now())
        .executeTakeFirst();
      return used.numUpdatedRows > 0n ? kept : null;
    },
  };
}
