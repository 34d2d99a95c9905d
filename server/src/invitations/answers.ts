import { type Answer, no, type Visit, type VisitorAsks, yes } from '@theke/protocol';
import type { Powers } from '../powers.ts';
import type { Crowd } from './crowd.ts';
import type { Asker } from './decide.ts';
import { outcomeOf } from './decisions.ts';
import { acceptedMs, anyone } from './defaults.ts';

export type Reaction = Parameters<VisitorAsks['invitation:answer']>[0];

/** What the radar learns of an invitation. */
export type TellInvited = (visitorId: string, invited: NonNullable<Visit['invited']>) => void;

/** What becomes of a card: answered by its holder, or turned into a conversation. */
export function createAnswers(
  powers: Pick<Powers, 'db' | 'now' | 'counters' | 'tell'> & { crowd: Crowd; invited: TellInvited },
) {
  const { db, now } = powers;

  async function react(who: Asker & { tabId?: string }, said: Reaction): Promise<Answer<void>> {
    const holders = [anyone, ...(who.visitorId ? [who.visitorId] : [])];
    const state = said.answer === 'dismissed' && said.never ? 'never' : said.answer;
    const at = now();
    const changed = await db
      .updateTable('invitations')
      .set({
        state,
        answered_at: at,
        ...(state === 'accepted' ? { expires_at: at + acceptedMs } : {}),
        // From here it is this visitor's past.
        ...(who.visitorId ? { visitor_id: who.visitorId } : {}),
      })
      .where('token', '=', said.token)
      .where('site_id', '=', who.siteId)
      .where('visitor_id', 'in', holders)
      .where('state', '=', 'shown')
      .where('expires_at', '>', at)
      .returning(['rule_id', 'created_at'])
      .executeTakeFirst();
    if (changed) {
      if (state === 'accepted') powers.crowd.accepted(said.token);
      else powers.crowd.gave(said.token);
      powers.counters.count('theke_invitations_total', { outcome: said.answer });
      if (who.visitorId) {
        const outcome = outcomeOf(state);
        powers.invited(who.visitorId, { ruleId: changed.rule_id, at: Number(changed.created_at), outcome });
        if (who.tabId) powers.tell.visitorOthers(who.visitorId, who.tabId)('invitation:gone', { token: said.token });
      }
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

  async function redeem(token: string, visitorId: string, conversationId = 'begun') {
    const row = await db
      .selectFrom('invitations')
      .selectAll()
      .where('token', '=', token)
      .where('visitor_id', 'in', [visitorId, anyone])
      .executeTakeFirst();
    // An article keeps nobody: whoever asks after reading takes the ordinary queue.
    if (!row || row.agent_id === '') return null;
    const kept = { agentId: row.agent_id, skill: row.skill };
    if (row.state === 'accepted' && row.conversation_id === conversationId && conversationId !== 'begun') return kept;
    const used = await db
      .updateTable('invitations')
      .set((e) => ({
        state: 'accepted',
        conversation_id: conversationId,
        visitor_id: visitorId,
        answered_at: e.fn.coalesce('answered_at', e.val(now())),
      }))
      .where('token', '=', token)
      .where('state', 'in', ['shown', 'accepted'])
      .where('conversation_id', 'is', null)
      .where('expires_at', '>', now())
      .executeTakeFirst();
    if (used.numUpdatedRows === 0n) return null;
    powers.crowd.gave(token);
    powers.invited(visitorId, { ruleId: row.rule_id, at: Number(row.created_at), outcome: 'accepted' });
    return kept;
  }

  return { react, redeem };
}
