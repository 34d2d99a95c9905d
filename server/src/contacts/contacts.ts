import { type AgentAsks, type Contact, no, type VisitorAsks, yes } from '@theke/protocol';
import { can } from '../auth/can.ts';
import type { AgentActor, Audit, Conversations, Db, Handlers, Tx, VisitorActor } from '../powers.ts';

type Assurance = Contact['identities'][number]['assurance'];

/** The person behind conversations, as screens get them. */
export async function contactView(db: Db, contactId: string): Promise<Contact> {
  const row = await db.selectFrom('contacts').selectAll().where('id', '=', contactId).executeTakeFirst();
  const identities = await db
    .selectFrom('identities')
    .select(['kind', 'value', 'assurance'])
    .where('contact_id', '=', contactId)
    .orderBy('created_at')
    .execute();
  return {
    contactId,
    ...(row?.name ? { name: row.name } : {}),
    ...(row?.email ? { email: row.email } : {}),
    ...(row?.note ? { note: row.note } : {}),
    verified: row?.verified === 1,
    identities: identities.map((one) => ({ ...one, assurance: one.assurance as Assurance })),
  };
}

/** The visitor and their open conversations now belong to this contact. Called only where possession or a signature proved it. */
export async function adopt(tx: Tx | Db, visitorId: string, contactId: string): Promise<void> {
  await tx.updateTable('visitors').set({ contact_id: contactId }).where('id', '=', visitorId).execute();
  await tx
    .updateTable('conversations')
    .set({ contact_id: contactId })
    .where('visitor_id', '=', visitorId)
    .where('status', '!=', 'ended')
    .execute();
}

export interface ContactPowers {
  db: Db;
  conversations: Conversations;
  audit: Audit;
  now(): number;
}

/** Tells the desks of every open conversation of a contact that something about the person changed. */
export async function tellContact(
  { db, conversations }: Pick<ContactPowers, 'db' | 'conversations'>,
  contactId: string,
) {
  const rows = await db
    .selectFrom('conversations')
    .select('id')
    .where('contact_id', '=', contactId)
    .where('status', '!=', 'ended')
    .execute();
  for (const row of rows) await conversations.changed(row.id);
}

export function contactVisitorSide(powers: ContactPowers): Handlers<VisitorActor, VisitorAsks> {
  const { db, conversations } = powers;
  return {
    'contact:leave': {
      pace: { perSecond: 0.2, burst: 5 },
      async may(who, { conversationId }) {
        const row = await conversations.find(conversationId);
        return row?.visitor_id === who.visitorId ? yes(undefined) : no('notFound');
      },
      async run(_who, { conversationId, name, email }) {
        const row = await conversations.find(conversationId);
        if (!row) return no('notFound');
        await db
          .updateTable('contacts')
          .set({ email, ...(name ? { name } : {}) })
          .where('id', '=', row.contact_id)
          // What the shop has signed is not overwritten by what somebody typed. And no identity is made of it: one address
          // may stand behind many people, typed in it links nobody.
          .where('verified', '=', 0)
          .execute();
        await conversations.changed(conversationId);
        return yes(undefined);
      },
    },
  };
}

export function contactAgentSide(powers: ContactPowers): Handlers<AgentActor, AgentAsks> {
  const { db } = powers;
  return {
    'contact:update': {
      async may(who, { contactId }) {
        const known = await db.selectFrom('contacts').select('id').where('id', '=', contactId).executeTakeFirst();
        const mine = await db
          .selectFrom('conversations')
          .select('id')
          .where('contact_id', '=', contactId)
          .where('agent_id', '=', who.agentId)
          .executeTakeFirst();
        const allowed = known && can(who, 'contact:change', { kind: 'contact', mine: mine !== undefined });
        return allowed ? yes(undefined) : no('notFound');
      },
      async run(who, { contactId, name, email, note }) {
        const change = { name, email, note };
        const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
        if (Object.keys(given).length > 0) {
          await db.updateTable('contacts').set(given).where('id', '=', contactId).execute();
          await powers.audit({
            actor: `agent:${who.agentId}`,
            act: 'contact.change',
            thing: `contact:${contactId}`,
            facts: { fields: Object.keys(given).join(',') },
          });
          await tellContact(powers, contactId);
        }
        return yes(await contactView(db, contactId));
      },
    },
  };
}
