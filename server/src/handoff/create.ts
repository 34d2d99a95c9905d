import { createId, createSecret } from '@theke/kit';
import { type Answer, type Handoff, no, yes } from '@theke/protocol';
import type { Powers } from '../powers.ts';
import { createCode, createDigits, shownCode, shownDigits } from './codes.ts';
import type { HandoffRows } from './handoffRows.ts';
import type { Digests } from './secrets.ts';

export const linkMs = 24 * 60 * 60_000;
export const codeMs = 15 * 60_000;

/**
 * Issues the three ways into one conversation: link, code, digits. The secrets are in the answer and nowhere else.
 * The conversation stays with its agent, so the customer arrives before the same one.
 */
export function createIssuer(
  powers: Pick<Powers, 'now' | 'conversations' | 'audit' | 'siteOrigins'>,
  rows: HandoffRows,
  digests: Digests,
) {
  return async function issue(wish: {
    conversationId: string;
    /** `agent:ID`, `key:ID`; the agent must be the conversation's own. */
    by: { agentId?: string; keyId?: string; siteId?: string | null };
    targetUrl?: string;
  }): Promise<Answer<Handoff>> {
    const conversation = await powers.conversations.find(wish.conversationId);
    if (!conversation) return no('notFound');
    const { agentId, keyId, siteId } = wish.by;
    if (agentId && conversation.agent_id !== agentId) return no('notFound');
    if (siteId && conversation.site_id !== siteId) return no('notFound');
    if (conversation.status === 'ended') return no('gone');

    const origins = await powers.siteOrigins(conversation.site_id);
    const target = targetOf(wish.targetUrl, origins);
    if (!target) return no('foreignOrigin', { detail: 'targetUrl' });

    const now = powers.now();
    const [token, code, digits] = [createSecret(16), createCode(), createDigits()];
    const leg = await rows.channelLeg(conversation.id);
    const channel = leg?.name ?? leg?.kind ?? 'web';
    const id = createId('hof', now);
    await rows.add({
      id,
      conversation_id: conversation.id,
      site_id: conversation.site_id,
      agent_id: conversation.agent_id ?? '',
      token_digest: digests.token(token),
      code_digest: digests.code(code),
      digits_digest: digests.digits(digits),
      target_url: target.href,
      channel_name: channel,
      state: 'created',
      created_at: now,
      link_expires_at: now + linkMs,
      code_expires_at: now + codeMs,
      redeemed_at: null,
      visitor_id: null,
    });
    await powers.audit({
      actor: agentId ? `agent:${agentId}` : `key:${keyId}`,
      act: 'handoff.create',
      thing: `handoff:${id}`,
      facts: { conversation: conversation.id },
    });
    await powers.conversations.addEntry({
      conversationId: conversation.id,
      authorKey: 'system',
      clientId: id,
      body: { type: 'event', event: { type: 'handedOff', channel } },
    });
    target.hash = `theke=${token}`;
    return yes({
      id,
      link: target.href,
      code: shownCode(code),
      digits: shownDigits(digits),
      expiresAt: now + linkMs,
    });
  };
}

/** Only pages of the shop itself: a link of ours must not lead anywhere else. */
function targetOf(wished: string | undefined, origins: readonly string[]): URL | null {
  const address = wished ?? (origins[0] ? `${origins[0]}/` : '');
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return origins.includes(url.origin) && !url.username && !url.password ? url : null;
}
