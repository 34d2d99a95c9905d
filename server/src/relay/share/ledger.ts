import type { AgentFace, ConversationEvent, Share, ShareEnd } from '@theke/protocol';
import type { Powers } from '../../powers.ts';
import type { SharesTable } from '../../store/tables.ts';
import { grantsOf, type ShareRows, type ViewerRows } from './shareRows.ts';

export type LedgerPowers = Pick<Powers, 'tell' | 'conversations' | 'audit' | 'agentFace'>;

const allOff: Share['grants'] = { point: 'off', control: 'off', fill: 'off' };

/** Says what a share is now: to its people, in the thread, in the audit. Decides nothing. */
export function createLedger(powers: LedgerPowers, rows: ShareRows, viewers: ViewerRows) {
  const face = async (agentId: string): Promise<AgentFace> =>
    (await powers.agentFace(agentId)) ?? { agentId, name: '' };

  async function view(row: SharesTable): Promise<Share> {
    const agent = await face(row.agent_id);
    const share: Share = {
      shareId: row.id,
      conversationId: row.conversation_id,
      phase: row.phase as Share['phase'],
      agent,
      grants: allOff,
      actor: agent,
      viewers: [agent],
      paused: false,
      recorded: row.recorded === 1,
      sinceAt: row.since_at,
      ...(row.why ? { why: row.why as ShareEnd } : {}),
    };
    if (row.phase !== 'on') return share;
    const { actor, stands, handover, paused } = grantsOf(row);
    const others = await viewers.watching(row.id);
    return {
      ...share,
      grants: stands,
      actor: actor === row.agent_id ? agent : await face(actor),
      viewers: [agent, ...(await Promise.all(others.map((one) => face(one.agent_id))))],
      paused,
      ...(handover ? { handover: { agent: await face(handover.agentId), capability: handover.capability } } : {}),
    };
  }

  return {
    face,
    view,
    /** Tells everybody of it how it stands now. `also`: who was of it until now. */
    async told(shareId: string, also: readonly string[] = []): Promise<Share> {
      const row = (await rows.find(shareId))!;
      const share = await view(row);
      const watching = (await viewers.watching(shareId)).map((one) => one.agent_id);
      // The visitor first: whoever is new among the viewers sees nothing before the visitor has been told.
      powers.tell.visitor(row.visitor_id)('share:changed', share);
      for (const agentId of new Set([row.agent_id, ...watching, ...also]))
        powers.tell.agent(agentId)('share:changed', share);
      await powers.conversations.changed(row.conversation_id);
      return share;
    },
    /** One line in the thread, where both sides look later. `key` makes it one, however often it is said. */
    say: (row: SharesTable, key: string, event: ConversationEvent) =>
      powers.conversations.addEntry({
        conversationId: row.conversation_id,
        authorKey: 'system',
        clientId: `share-${key}-${row.id}`,
        body: { type: 'event', event },
      }),
    /** One line in the audit. Facts are words of ours, never of the page. */
    note: (
      actor: string,
      act: string,
      row: Pick<SharesTable, 'id' | 'conversation_id'>,
      facts: Record<string, string> = {},
    ) => powers.audit({ actor, act, thing: `share:${row.id}`, facts: { conversation: row.conversation_id, ...facts } }),
  };
}

export type Ledger = ReturnType<typeof createLedger>;
