import { createId } from '@theke/kit';
import type { LegRef } from '@theke/protocol';
import type { Db, Tx } from '../powers.ts';
import type { LegsTable } from '../store/tables.ts';

export interface NewLeg {
  kind: string;
  channelId?: string;
  threadKey?: string;
  visibility?: string;
}

/** Legs never change what they are, so what screens need of them is kept in memory. */
const keptLegs = 20_000;

/** The stretches of conversations on their channels. */
export function createLegs(db: Db) {
  const known = new Map<string, LegRef>();
  const webOf = new Map<string, LegRef>();
  const remember = <V>(map: Map<string, V>, key: string, value: V) => {
    if (map.size >= keptLegs) map.clear();
    map.set(key, value);
    return value;
  };

  async function read(from: Db | Tx, column: 'legs.id' | 'legs.conversation_id', value: string, kind?: string) {
    let query = from
      .selectFrom('legs')
      .leftJoin('channels', 'channels.id', 'legs.channel_id')
      .select(['legs.id', 'legs.kind', 'channels.name'])
      .where(column, '=', value);
    if (kind) query = query.where('legs.kind', '=', kind).orderBy('legs.created_at', 'desc');
    const row = await query.orderBy('legs.created_at').orderBy('legs.id').executeTakeFirst();
    if (!row) return null;
    return remember(known, row.id, { legId: row.id, kind: row.kind, ...(row.name ? { channelName: row.name } : {}) });
  }

  return {
    async add(tx: Tx, conversationId: string, leg: NewLeg, at: number): Promise<LegsTable> {
      const row: LegsTable = {
        id: createId('leg', at),
        conversation_id: conversationId,
        kind: leg.kind,
        channel_id: leg.channelId ?? null,
        thread_key: leg.threadKey ?? null,
        visibility: leg.visibility ?? null,
        created_at: at,
        last_inbound_at: null,
      };
      webOf.delete(conversationId);
      await tx.insertInto('legs').values(row).execute();
      return row;
    },
    /** As screens get it. */
    async ref(from: Db | Tx, legId: string): Promise<LegRef> {
      return known.get(legId) ?? (await read(from, 'legs.id', legId)) ?? { legId, kind: 'web' };
    },
    /** The one it began on. */
    async first(conversationId: string): Promise<LegRef | null> {
      return read(db, 'legs.conversation_id', conversationId);
    },
    /** The newest one on the shop's page. Asked for each message of a visitor. */
    async web(tx: Db | Tx, conversationId: string): Promise<LegRef | null> {
      const kept = webOf.get(conversationId);
      if (kept) return kept;
      const found = await read(tx, 'legs.conversation_id', conversationId, 'web');
      return found && remember(webOf, conversationId, found);
    },
  };
}

export type Legs = ReturnType<typeof createLegs>;
