import { type Answer, limits, no, type Share, yes } from '@theke/protocol';
import type { AgentActor, Powers } from '../../powers.ts';
import type { SharesTable } from '../../store/tables.ts';
import type { Engaged } from '../engaged.ts';
import type { Lane } from '../lane/lane.ts';
import type { Turns } from '../turns.ts';
import type { Consent } from './consent.ts';
import type { Ledger } from './ledger.ts';
import { grantsOf, type ShareRows, type ViewerRows } from './shareRows.ts';

/** Invited ones and viewers of one share together. */
const maxAsked = 24;

/**
 * Who looks on besides the agent the visitor allowed: supervisors, and colleagues who were asked. The visitor hears of each
 * before that one sees anything; the list is in the database, so that a restart forgets nobody.
 */
export function createWatchers(
  powers: Pick<Powers, 'db' | 'now' | 'tell' | 'agentOnline'>,
  parts: {
    rows: ShareRows;
    viewers: ViewerRows;
    ledger: Ledger;
    lane: Lane;
    turns: Turns;
    consent: Consent;
    engaged: Engaged;
    /** Somebody looks no longer; the share's own agent may have gone before. */
    left(row: SharesTable): void;
  },
) {
  const { rows, viewers, ledger, lane, turns, consent, engaged } = parts;

  async function admit(row: SharesTable, who: AgentActor): Promise<Answer<Share>> {
    const now = await rows.find(row.id);
    if (now?.phase !== 'on') return no(now?.phase === 'asked' ? 'notGranted' : 'gone');
    const state = await viewers.stateOf(row.id, who.agentId);
    if (now.agent_id === who.agentId || state === 'watching') return yes(await ledger.view(now));
    if (who.role === 'agent' && state !== 'invited') return no('notFound');
    if ((await viewers.watching(row.id)).length + 1 >= limits.viewers) return no('tooOften', { detail: 'viewers' });
    const at = powers.now();
    await viewers.put(row.id, who.agentId, 'watching', at);
    engaged.also(row.id, who.agentId);
    await ledger.note(`agent:${who.agentId}`, 'share.watch', row);
    const share = await ledger.told(row.id);
    const { name } = await ledger.face(who.agentId);
    await ledger.say(row, `joined-${who.agentId}-${at}`, { type: 'shareJoined', agentName: name });
    return yes(share);
  }

  return {
    async watch(conversationId: string, who: AgentActor): Promise<Answer<Share>> {
      const row = await rows.open(conversationId);
      // Whoever may not know of it hears the same as when there is none.
      if (!row) return no('notFound');
      return turns(conversationId, () => admit(row, who));
    },

    /** Also for one who is gone: then nobody asked for it. */
    async unwatch(shareId: string, agentId: string, actor = `agent:${agentId}`): Promise<Answer<void>> {
      const row = await rows.find(shareId);
      if (!row || (await viewers.stateOf(shareId, agentId)) !== 'watching') return no('notFound');
      lane.unview(shareId, agentId);
      await turns(row.conversation_id, async () => {
        if (!(await viewers.remove(shareId, agentId))) return;
        await ledger.note(actor, 'share.unwatch', row);
        if (row.phase !== 'ended') await ledger.told(shareId, [agentId]);
      });
      await consent.left(shareId, agentId);
      parts.left(row);
      return yes(undefined);
    },

    async invite(shareId: string, who: AgentActor, agentId: string): Promise<Answer<void>> {
      const row = await rows.find(shareId);
      const mine = row && (row.agent_id === who.agentId || grantsOf(row).actor === who.agentId);
      if (!row || !mine) return no('notFound');
      if (row.phase !== 'on') return no(row.phase === 'asked' ? 'notGranted' : 'gone');
      if (agentId === row.agent_id || !powers.agentOnline(agentId)) return no('nobody');
      return turns(row.conversation_id, async () => {
        const state = await viewers.stateOf(shareId, agentId);
        if (state === 'watching') return yes(undefined);
        if (!state && (await viewers.count(shareId)) >= maxAsked) return no('tooOften');
        await viewers.put(shareId, agentId, 'invited', powers.now());
        await ledger.note(`agent:${who.agentId}`, 'share.invite', row, { agent: agentId });
        powers.tell.agent(agentId)('share:invited', { share: await ledger.view(row), by: who.name });
        return yes(undefined);
      });
    },

    /** Colleagues with a screen open, by name. */
    async colleagues(agentId: string): Promise<{ agentId: string; name: string; available: boolean }[]> {
      const agents = await powers.db
        .selectFrom('agents')
        .select(['id', 'name', 'available'])
        .where('disabled', '=', 0)
        .where('id', '!=', agentId)
        .orderBy('name')
        .execute();
      return agents
        .filter((one) => powers.agentOnline(one.id))
        .map(({ id, name, available }) => ({ agentId: id, name, available: available === 1 }));
    },

    /** Whether this agent may look at this share now. */
    mayView: async (row: SharesTable, agentId: string) =>
      row.phase === 'on' && (row.agent_id === agentId || (await viewers.stateOf(row.id, agentId)) === 'watching'),

    /** An agent has not come back. Shares that were allowed to others lose a viewer, no more. */
    async gone(agentId: string): Promise<void> {
      for (const row of await rows.openWatchedBy(agentId)) await this.unwatch(row.id, agentId, 'system');
    },
  };
}

export type Watchers = ReturnType<typeof createWatchers>;
