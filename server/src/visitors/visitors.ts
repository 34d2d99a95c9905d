import { createId, createSecret } from '@theke/kit';
import { digestOf, sameDigest } from '../auth/digest.ts';
import type { Db, Visitors } from '../powers.ts';

/** Makes visitors and checks their proofs. A visitor is a browser; the person behind it is the contact. */
export function createVisitors(powers: { db: Db; now(): number }): Visitors {
  const { db, now } = powers;
  return {
    async create(siteId) {
      const visitorId = createId('vis');
      const contactId = createId('con');
      const visitorToken = createSecret(24);
      const at = now();
      await db.transaction().execute(async (tx) => {
        await tx
          .insertInto('contacts')
          .values({ id: contactId, site_id: siteId, name: null, email: null, note: null, verified: 0, created_at: at })
          .execute();
        await tx
          .insertInto('visitors')
          .values({
            id: visitorId,
            site_id: siteId,
            digest: digestOf(visitorToken),
            contact_id: contactId,
            created_at: at,
            seen_at: at,
          })
          .execute();
      });
      return { visitorId, visitorToken, contactId };
    },
    async prove(siteId, visitorId, visitorToken) {
      const row = await db.selectFrom('visitors').selectAll().where('id', '=', visitorId).executeTakeFirst();
      // The digest is made in any case, so that the time does not tell whether the visitor exists.
      const given = digestOf(visitorToken);
      if (!row || row.site_id !== siteId || !sameDigest(row.digest, given)) return null;
      return { visitorId: row.id, contactId: row.contact_id };
    },
  };
}
