import { createHash } from 'node:crypto';
import type { Audit, Db } from '../powers.ts';
import type { AuditTable } from '../store/tables.ts';
import { isDoubled } from '../store/trouble.ts';

const beginning = '0'.repeat(64);

/** Digest over the one before and everything in this row: changing any row breaks every one after it. */
export function linkDigest(before: string, row: Omit<AuditTable, 'digest'>): string {
  const words = [before, row.seq, row.at, row.actor, row.act, row.thing, row.facts];
  return createHash('sha256').update(JSON.stringify(words)).digest('hex');
}

/** Makes the function that writes the chain. Lines are written one after another. */
export function createAudit(powers: { db: Db; now(): number }): Audit {
  let last: Promise<unknown> = Promise.resolve();

  async function write(line: Parameters<Audit>[0]): Promise<void> {
    await powers.db.transaction().execute(async (tx) => {
      const before = await tx
        .selectFrom('audit')
        .select(['seq', 'digest'])
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      const row = {
        seq: (before?.seq ?? 0) + 1,
        at: powers.now(),
        actor: line.actor,
        act: line.act,
        thing: line.thing,
        facts: JSON.stringify(line.facts ?? {}),
      };
      await tx
        .insertInto('audit')
        .values({ ...row, digest: linkDigest(before?.digest ?? beginning, row) })
        .execute();
    });
  }

  return (line) => {
    const mine = last.then(
      () => write(line),
      () => write(line),
    );
    // Another process may have taken the number; the second try sees its row.
    const done = mine.catch((error: unknown) => (isDoubled(error) ? write(line) : Promise.reject(error)));
    last = done.catch(() => {});
    return done;
  };
}

export type Verdict = { ok: true; lines: number } | { ok: false; lines: number; brokenAt: number };

/** Walks the whole chain. `brokenAt` is the first number that is missing or does not fit. */
export async function verifyAudit(db: Db, pageSize = 1_000): Promise<Verdict> {
  let before = beginning;
  let seq = 0;
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(pageSize)
      .execute();
    for (const { digest, ...row } of rows) {
      if (row.seq !== seq + 1 || linkDigest(before, row) !== digest)
        return { ok: false, lines: seq, brokenAt: seq + 1 };
      before = digest;
      seq = row.seq;
    }
    if (rows.length < pageSize) return { ok: true, lines: seq };
  }
}
