import type { Db } from '../powers.ts';

/** Adds a channel, or brings the one with this id up to date. Used by the demo, the command line and tests. */
export async function seedChannel(
  db: Db,
  channel: {
    id: string;
    siteId: string;
    kind?: string;
    name: string;
    skill?: string;
    /** `whsec_…` with at least 16 bytes in base64. Without one nothing is let in. */
    secret?: string;
    replyUrl?: string;
    /** Lets answers go to loopback and private addresses. */
    allowPrivate?: boolean;
    now: number;
  },
): Promise<void> {
  const { secret, replyUrl, allowPrivate } = channel;
  const fields = {
    site_id: channel.siteId,
    kind: channel.kind ?? 'webhook',
    name: channel.name,
    skill: channel.skill ?? null,
    settings: JSON.stringify({ secret, replyUrl, allowPrivate }),
  };
  await db
    .insertInto('channels')
    .values({ id: channel.id, created_at: channel.now, ...fields })
    .onConflict((row) => row.column('id').doUpdateSet(fields))
    .execute();
}
