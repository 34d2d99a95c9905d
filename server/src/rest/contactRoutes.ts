import { email, name } from '@theke/protocol/schema';
import type { Request, Response, Router } from 'express';
import * as v from 'valibot';
import type { Powers } from '../powers.ts';
import type { ContactsTable } from '../store/tables.ts';
import { keyOf, maySite, param, readBody } from './read.ts';

/** What a program may change of a contact. */
export const contactChange = v.object({
  name: v.optional(v.nullable(name)),
  email: v.optional(v.nullable(email)),
  note: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(4_000)))),
});

/** `/contacts/{id}`: the person behind conversations. */
export function contactRoutes(router: Router, powers: Powers) {
  const { db, problem } = powers;

  async function own(req: Request, res: Response): Promise<ContactsTable | null> {
    const row = await db.selectFrom('contacts').selectAll().where('id', '=', param(req, 'id')).executeTakeFirst();
    if (row && maySite(res, row.site_id)) return row;
    problem(res, 404, 'notFound');
    return null;
  }

  async function view(row: ContactsTable) {
    const identities = await db
      .selectFrom('identities')
      .select(['kind', 'value', 'assurance'])
      .where('contact_id', '=', row.id)
      .execute();
    const { id: contactId, site_id: siteId, created_at: createdAt } = row;
    return {
      contactId,
      siteId,
      name: row.name,
      email: row.email,
      note: row.note,
      verified: row.verified === 1,
      createdAt,
      identities,
    };
  }

  router.get('/contacts/:id', powers.requireKey('contacts:read'), async (req, res) => {
    const row = await own(req, res);
    if (row) res.json(await view(row));
  });

  router.patch('/contacts/:id', powers.requireKey('contacts:write'), async (req, res) => {
    const row = await own(req, res);
    if (!row) return;
    const wish = readBody(powers, contactChange, req, res);
    if (!wish) return;
    const next = { ...row, ...wish };
    await db
      .updateTable('contacts')
      .set({ name: next.name, email: next.email, note: next.note })
      .where('id', '=', row.id)
      .execute();
    await powers.audit({ actor: `key:${keyOf(res).keyId}`, act: 'contact:change', thing: row.id });
    res.json(await view(next));
  });
}
