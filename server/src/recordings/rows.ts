import type { Recording } from '@theke/protocol';
import type { Db } from '../powers.ts';
import { seal, unseal } from './seal.ts';

const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

/** The recordings' questions to the database. Keys come and go sealed; parts as well. */
export function createRecordingRows(db: Db, serverKey: () => Uint8Array) {
  const openKey = (row: { id: string; wrapped_key: Uint8Array }) => unseal(serverKey(), row.id, row.wrapped_key);

  return {
    async ofShare(shareId: string) {
      const row = await db.selectFrom('recordings').selectAll().where('share_id', '=', shareId).executeTakeFirst();
      if (!row) return null;
      const last = await db
        .selectFrom('recording_parts')
        .select('n')
        .where('recording_id', '=', row.id)
        .orderBy('n', 'desc')
        .limit(1)
        .executeTakeFirst();
      const { id: recordingId, bytes, started_at: startedAt } = row;
      return { recordingId, key: openKey(row), parts: last ? last.n + 1 : 0, bytes, startedAt };
    },
    async add(wish: {
      recordingId: string;
      key: Uint8Array;
      shareId: string;
      conversationId: string;
      siteId: string;
      startedAt: number;
      untilAt: number;
    }) {
      await db
        .insertInto('recordings')
        .values({
          id: wish.recordingId,
          share_id: wish.shareId,
          conversation_id: wish.conversationId,
          site_id: wish.siteId,
          wrapped_key: seal(serverKey(), wish.recordingId, wish.key),
          started_at: wish.startedAt,
          ended_at: null,
          bytes: 0,
          until_at: wish.untilAt,
        })
        .execute();
    },
    async addPart(recordingId: string, n: number, sealed: Uint8Array, bytes: number) {
      await db.transaction().execute(async (tx) => {
        await tx.insertInto('recording_parts').values({ recording_id: recordingId, n, sealed }).execute();
        await tx.updateTable('recordings').set({ bytes }).where('id', '=', recordingId).execute();
      });
    },
    async end(recordingId: string, at: number) {
      await db.updateTable('recordings').set({ ended_at: at }).where('id', '=', recordingId).execute();
    },
    async endOpen(at: number) {
      await db.updateTable('recordings').set({ ended_at: at }).where('ended_at', 'is', null).execute();
    },
    async list(conversationId: string): Promise<Recording[]> {
      const rows = await db
        .selectFrom('recordings')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .orderBy('started_at')
        .execute();
      return rows.map((row) => ({
        recordingId: row.id,
        conversationId: row.conversation_id,
        shareId: row.share_id,
        startedAt: row.started_at,
        ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
        bytes: row.bytes,
        until: row.until_at,
      }));
    },
    find: (recordingId: string) =>
      db.selectFrom('recordings').selectAll().where('id', '=', recordingId).executeTakeFirst(),
    /** Lines of the parts from the given one on, opened one by one. Throws at a part that was changed. */
    async *read(
      row: { id: string; wrapped_key: Uint8Array },
      from: number,
    ): AsyncGenerator<{ n: number; lines: string }> {
      const key = openKey(row);
      for (let n = from; ; n++) {
        const part = await db
          .selectFrom('recording_parts')
          .select('sealed')
          .where('recording_id', '=', row.id)
          .where('n', '=', n)
          .executeTakeFirst();
        if (!part) return;
        yield { n, lines: unseal(key, `${row.id} ${n}`, part.sealed).toString('utf8') };
      }
    },
    /** The key goes with the row: whatever copy of the parts is left somewhere is noise. */
    async removeUntil(at: number): Promise<string[]> {
      const over = ids(await db.selectFrom('recordings').select('id').where('until_at', '<=', at).execute());
      for (const id of over) {
        await db.transaction().execute(async (tx) => {
          await tx.deleteFrom('recording_parts').where('recording_id', '=', id).execute();
          await tx.deleteFrom('recordings').where('id', '=', id).execute();
        });
      }
      return over;
    },
  };
}

export type RecordingRows = ReturnType<typeof createRecordingRows>;
