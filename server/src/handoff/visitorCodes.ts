import { createId } from '@theke/kit';
import { type Answer, no, yes } from '@theke/protocol';
import type { AgentActor, Powers, VisitorActor } from '../powers.ts';
import { createDigits, readDigits, shownDigits } from './codes.ts';
import { codeMs } from './create.ts';
import type { Digests } from './secrets.ts';
import { createTries } from './tries.ts';

/** How long the question on the visitor's screen waits for an answer. */
const claimMs = 2 * 60_000;
const hourMs = 60 * 60_000;

interface Claim {
  agent: { agentId: string; name: string };
  visitorId: string;
  siteId: string;
  contactId: string;
  conversationId?: string;
  until: number;
}

type CodePowers = Pick<Powers, 'db' | 'now' | 'tell' | 'conversations' | 'audit' | 'visitorOnline'>;

/**
 * Digits a visitor reads out on the phone. An agent who types them may only ask; the visitor's yes connects.
 * Claims live in memory: after a restart the agent types again.
 */
export function createVisitorCodes(powers: CodePowers, digests: Digests) {
  const claims = new Map<string, Claim>();
  const wrong = createTries({ limit: 10, windowMs: hourMs });

  async function connect(claim: Claim): Promise<Answer<string>> {
    if (claim.conversationId) {
      await powers.conversations.joinVisitor(claim.conversationId, claim.visitorId, 'phone');
      return yes(claim.conversationId);
    }
    const open = await powers.db
      .selectFrom('conversations')
      .selectAll()
      .where('visitor_id', '=', claim.visitorId)
      .where('status', '!=', 'ended')
      .orderBy('started_at', 'desc')
      .executeTakeFirst();
    if (open?.agent_id === claim.agent.agentId) return yes(open.id);
    const conversation =
      open ??
      (await powers.conversations.create({
        siteId: claim.siteId,
        contactId: claim.contactId,
        visitorId: claim.visitorId,
        via: 'code',
        leg: { kind: 'web' },
        reservedFor: { agentId: claim.agent.agentId, untilAt: powers.now() + claimMs },
      }));
    const assigned = await powers.conversations.assign(conversation.id, claim.agent.agentId);
    return assigned.ok ? yes(conversation.id) : assigned;
  }

  return {
    /** A new code makes the earlier ones of this visitor worthless. */
    async show(who: VisitorActor): Promise<Answer<{ digits: string; expiresAt: number }>> {
      const digits = createDigits();
      const expiresAt = powers.now() + codeMs;
      await powers.db.transaction().execute(async (tx) => {
        await tx.deleteFrom('visitor_codes').where('visitor_id', '=', who.visitorId).execute();
        await tx.deleteFrom('visitor_codes').where('expires_at', '<', powers.now()).execute();
        await tx
          .insertInto('visitor_codes')
          .values({
            digest: digests.digits(digits),
            visitor_id: who.visitorId,
            site_id: who.siteId,
            expires_at: expiresAt,
            used_at: null,
          })
          .execute();
      });
      return yes({ digits: shownDigits(digits), expiresAt });
    },

    async claim(who: AgentActor, typed: string, conversationId?: string): Promise<Answer<{ claimId: string }>> {
      const now = powers.now();
      const waitMs = wrong.waitMs(who.agentId, now);
      if (waitMs > 0) return no('tooOften', { retryInMs: waitMs });
      const digits = readDigits(typed);
      // A slip of the finger is no guess: it is not looked up, so it is not counted.
      if (!digits) return no('notFound');
      wrong.add(who.agentId, now);
      const conversation = conversationId ? await powers.conversations.find(conversationId) : null;
      if (conversationId && conversation?.agent_id !== who.agentId) return no('notFound');
      const code = await powers.db
        .selectFrom('visitor_codes')
        .innerJoin('visitors', 'visitors.id', 'visitor_codes.visitor_id')
        .select(['visitor_codes.visitor_id', 'visitor_codes.site_id', 'visitors.contact_id', 'visitor_codes.digest'])
        .where('visitor_codes.digest', '=', digests.digits(digits))
        .where('visitor_codes.expires_at', '>', now)
        .where('visitor_codes.used_at', 'is', null)
        .executeTakeFirst();
      if (!code || !powers.visitorOnline(code.visitor_id)) return no('notFound');
      if (conversation && conversation.site_id !== code.site_id) return no('notFound');
      const used = await powers.db
        .updateTable('visitor_codes')
        .set({ used_at: now })
        .where('digest', '=', code.digest)
        .where('used_at', 'is', null)
        .executeTakeFirst();
      if (used.numUpdatedRows === 0n) return no('notFound');
      wrong.takeBack(who.agentId);
      for (const [id, claim] of claims) if (claim.until <= now) claims.delete(id);
      const claimId = createId('clm', now);
      const agent = { agentId: who.agentId, name: who.name };
      claims.set(claimId, {
        agent,
        visitorId: code.visitor_id,
        siteId: code.site_id,
        contactId: code.contact_id,
        conversationId,
        until: now + claimMs,
      });
      await powers.audit({ actor: `agent:${who.agentId}`, act: 'code.claim', thing: `visitor:${code.visitor_id}` });
      powers.tell.visitor(code.visitor_id)('code:claimed', { claimId, agent });
      return yes({ claimId });
    },

    async answer(
      who: VisitorActor,
      claimId: string,
      agreed: boolean,
    ): Promise<Answer<{ conversationId: string } | null>> {
      const claim = claims.get(claimId);
      if (claim?.visitorId !== who.visitorId || claim.until <= powers.now()) return no('gone');
      claims.delete(claimId);
      const connected = agreed ? await connect(claim) : null;
      const conversationId = connected?.ok ? connected.value : null;
      await powers.audit({
        actor: `visitor:${who.visitorId}`,
        act: agreed ? 'code.agree' : 'code.refuse',
        thing: `agent:${claim.agent.agentId}`,
        facts: { conversation: conversationId },
      });
      powers.tell.agent(claim.agent.agentId)('code:answered', { claimId, conversationId });
      if (connected && !connected.ok) return connected;
      return yes(conversationId ? { conversationId } : null);
    },
  };
}
