import { createId } from '@theke/kit';
import type { AgentFace } from '@theke/protocol';
import type { Powers } from '../powers.ts';
import type { HandoffsTable } from '../store/tables.ts';
import { createGuard, type Proof } from './guard.ts';
import type { HandoffRows } from './handoffRows.ts';

export interface Redeemed {
  visitorId: string;
  visitorToken: string;
  conversationId: string;
  agent?: AgentFace;
  channel: string;
}

export type Redemption =
  | { ok: true; value: Redeemed }
  /** Unknown, expired, used, revoked, of another site: one answer. */
  | { ok: false; why: 'wrong' }
  | { ok: false; why: 'tooOften'; waitMs: number };

type RedeemPowers = Pick<Powers, 'db' | 'now' | 'conversations' | 'visitors' | 'audit' | 'agentFace' | 'counters'>;

/** Lets a browser into the conversation that a token, code or digits stand for. Consumes nothing before it is sure. */
export function createRedeemer(powers: RedeemPowers, rows: HandoffRows) {
  const guard = createGuard();

  /**
   * Whoever opens what was sent privately to somebody is that somebody, as far as possession tells. Digits are read out:
   * hearing them proves nothing. And whom the shop has signed in stays who they are.
   */
  async function isPossession(row: HandoffsTable, proof: Proof, visitorId: string): Promise<boolean> {
    if (proof.kind === 'digits') return false;
    const leg = await rows.channelLeg(row.conversation_id);
    if (leg?.visibility !== 'private') return false;
    const present = await powers.db
      .selectFrom('visitors')
      .innerJoin('contacts', 'contacts.id', 'visitors.contact_id')
      .select('contacts.verified')
      .where('visitors.id', '=', visitorId)
      .executeTakeFirst();
    return present?.verified !== 1;
  }

  const link = (row: HandoffsTable, contactId: string, visitorId: string) =>
    powers.db
      .insertInto('identities')
      .values({
        id: createId('idn', powers.now()),
        site_id: row.site_id,
        kind: 'web.visitor',
        value: visitorId,
        contact_id: contactId,
        assurance: 'possession',
        created_at: powers.now(),
      })
      .onConflict((c) => c.columns(['site_id', 'kind', 'value']).doNothing())
      .execute();

  return async function redeem(wish: {
    siteId: string;
    proof: Proof;
    visitorId?: string;
    visitorToken?: string;
    ip: string;
  }): Promise<Redemption> {
    const { siteId, proof } = wish;
    const known =
      wish.visitorId && wish.visitorToken
        ? await powers.visitors.prove(siteId, wish.visitorId, wish.visitorToken)
        : null;
    const entered = guard.enter(proof, { siteId, visitorId: known?.visitorId, ip: wish.ip }, powers.now());
    if (!entered.ok) {
      powers.counters.count('theke_handoffs_total', { outcome: 'tooOften' });
      return { ok: false, why: 'tooOften', waitMs: entered.waitMs };
    }
    const row = await rows.find(siteId, proof, known?.visitorId, powers.now());
    const won = row ? await enter(row, proof, wish, known?.visitorId) : null;
    powers.counters.count('theke_handoffs_total', { outcome: won ? 'redeemed' : 'wrong' });
    if (!won) return { ok: false, why: 'wrong' };
    entered.right();
    return { ok: true, value: won };
  };

  async function enter(
    row: HandoffsTable,
    proof: Proof,
    wish: { siteId: string; visitorToken?: string },
    knownId: string | undefined,
  ): Promise<Redeemed | null> {
    const conversation = await powers.conversations.find(row.conversation_id);
    if (!conversation || conversation.status === 'ended') return null;
    const visitor = knownId
      ? { visitorId: knownId, visitorToken: wish.visitorToken! }
      : await powers.visitors.create(wish.siteId);
    if (row.state === 'created') {
      if (!(await rows.redeem(row.id, visitor.visitorId, powers.now()))) return null;
      await powers.audit({
        actor: `visitor:${visitor.visitorId}`,
        act: 'handoff.redeem',
        thing: `handoff:${row.id}`,
        facts: { conversation: row.conversation_id, by: proof.kind },
      });
    }
    const channel = row.channel_name ?? 'web';
    // Also when it was redeemed before: a crash in between must not leave the customer outside.
    if (conversation.visitor_id !== visitor.visitorId) {
      const possession = await isPossession(row, proof, visitor.visitorId);
      await powers.conversations.joinVisitor(row.conversation_id, visitor.visitorId, channel, possession);
      if (possession) await link(row, conversation.contact_id, visitor.visitorId);
      await powers.conversations.changed(row.conversation_id);
    }
    const agent = conversation.agent_id ? await powers.agentFace(conversation.agent_id) : null;
    return {
      visitorId: visitor.visitorId,
      visitorToken: visitor.visitorToken,
      conversationId: row.conversation_id,
      ...(agent ? { agent } : {}),
      channel,
    };
  }
}
