import { createId } from '@theke/kit';
import { type Answer, no, yes } from '@theke/protocol';
import { jwtVerify } from 'jose';
import { adopt } from '../contacts/contacts.ts';
import type { Db, VisitorActor } from '../powers.ts';
import type { Site } from '../sites/sites.ts';
import { isDoubled } from '../store/trouble.ts';

/** A signature is for now, not for keeps: a token that lives longer is refused. */
const maxLifeSeconds = 600;
const skewSeconds = 30;

export interface SignedIdentity {
  sub: string;
  name?: string;
  email?: string;
}

/**
 * Checks what the shop signed: HS256 with the site's secret; `sub`, `exp`, `iat` and `aud` (the site's id) are required.
 * Null for anything that is not exactly that.
 */
export async function readIdentity(token: string, site: Site, nowMs: number): Promise<SignedIdentity | null> {
  const secret = site.settings.identitySecret;
  if (!secret) return null;
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      audience: site.id,
      requiredClaims: ['sub', 'exp', 'iat'],
      clockTolerance: skewSeconds,
      maxTokenAge: maxLifeSeconds,
      currentDate: new Date(nowMs),
    });
    const { sub, exp = 0, iat = 0, name, email } = payload;
    if (typeof sub !== 'string' || sub.length === 0 || sub.length > 100 || exp - iat > maxLifeSeconds) return null;
    return {
      sub,
      ...(typeof name === 'string' && name.length <= 120 ? { name } : {}),
      ...(typeof email === 'string' && email.length <= 254 ? { email } : {}),
    };
  } catch {
    return null;
  }
}

/** Links the visitor to the person the shop vouches for. The one place where two browsers become one contact. */
export async function linkIdentity(
  powers: { db: Db; now(): number },
  who: VisitorActor,
  identity: SignedIdentity,
): Promise<Answer<string>> {
  const kind = 'shop';
  const own = () =>
    powers.db.transaction().execute(async (tx) => {
      const visitor = await tx
        .selectFrom('visitors')
        .select('contact_id')
        .where('id', '=', who.visitorId)
        .executeTakeFirst();
      if (!visitor) return no('gone');
      const known = await tx
        .selectFrom('identities')
        .select('contact_id')
        .where('site_id', '=', who.siteId)
        .where('kind', '=', kind)
        .where('value', '=', identity.sub)
        .executeTakeFirst();
      let contactId = known?.contact_id ?? visitor.contact_id;
      if (!known) {
        const other = await tx
          .selectFrom('identities')
          .select('id')
          .where('contact_id', '=', contactId)
          .where('kind', '=', kind)
          .executeTakeFirst();
        const at = powers.now();
        if (other) {
          // Another person at the same browser: their past stays theirs.
          contactId = createId('con', at);
          await tx
            .insertInto('contacts')
            .values({
              id: contactId,
              site_id: who.siteId,
              name: null,
              email: null,
              note: null,
              verified: 1,
              created_at: at,
            })
            .execute();
        }
        await tx
          .insertInto('identities')
          .values({
            id: createId('idn', at),
            site_id: who.siteId,
            kind,
            value: identity.sub,
            contact_id: contactId,
            assurance: 'signed',
            created_at: at,
          })
          .execute();
      }
      const { name, email } = identity;
      await tx
        .updateTable('contacts')
        .set({ verified: 1, ...(name ? { name } : {}), ...(email ? { email } : {}) })
        .where('id', '=', contactId)
        .execute();
      if (contactId !== visitor.contact_id) await adopt(tx, who.visitorId, contactId);
      return yes(contactId);
    });
  try {
    return await own();
  } catch (error) {
    // Two tabs signed in at the same moment; the second finds what the first has made.
    if (isDoubled(error)) return own();
    throw error;
  }
}
