import { createId } from '@theke/kit';
import { limits } from '@theke/protocol';
import { email, name, text } from '@theke/protocol/schema';
import type { Request, Response, Router } from 'express';
import * as v from 'valibot';
import type { Powers } from '../powers.ts';
import type { ConversationsTable } from '../store/tables.ts';
import { cursorOf, keyOf, maySite, param, readBody, readPage } from './read.ts';

const skill = v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9_-]{1,40}$/)));
/** A conversation a program begins. */
export const newConversation = v.object({
  siteId: v.optional(v.pipe(v.string(), v.maxLength(64))),
  contact: v.optional(v.object({ name: v.optional(name), email: v.optional(email) }), {}),
  skill,
  subject: v.optional(v.pipe(v.string(), v.maxLength(300))),
  text,
});
/** A message a program adds. */
export const newMessage = v.object({
  text,
  clientId: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/))),
  from: v.optional(v.picklist(['contact', 'system']), 'system'),
});

/** `/conversations`: list, begin, read whole, add to, close. */
export function conversationRoutes(router: Router, powers: Powers) {
  const { db, conversations, problem } = powers;

  /** The conversation of the address, or an answered 404: of another site is as unknown as one that never was. */
  async function own(req: Request, res: Response): Promise<ConversationsTable | null> {
    const row = await conversations.find(param(req, 'id'));
    if (row && maySite(res, row.site_id)) return row;
    problem(res, 404, 'notFound');
    return null;
  }

  router.get('/conversations', powers.requireKey('conversations:read'), async (req, res) => {
    const { limit, after } = readPage(req);
    const { siteId } = keyOf(res);
    let query = db.selectFrom('conversations').selectAll().orderBy('started_at', 'desc').orderBy('id', 'desc');
    if (siteId !== null) query = query.where('site_id', '=', siteId);
    if (typeof req.query.status === 'string') query = query.where('status', '=', req.query.status);
    if (after)
      query = query.where((q) =>
        q.or([q('started_at', '<', after.at), q.and([q('started_at', '=', after.at), q('id', '<', after.id)])]),
      );
    const rows = await query.limit(limit + 1).execute();
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    res.json({
      conversations: await Promise.all(page.map((row) => conversations.deskView(row))),
      next: rows.length > limit && last ? cursorOf(last.started_at, last.id) : null,
    });
  });

  router.post('/conversations', powers.requireKey('conversations:write'), powers.once(), async (req, res) => {
    const wish = readBody(powers, newConversation, req, res);
    if (!wish) return;
    const siteId = wish.siteId ?? keyOf(res).siteId;
    if (!siteId) return problem(res, 400, 'malformed', 'siteId: this key is for every site, so say which one');
    if (!maySite(res, siteId) || (await powers.siteOrigins(siteId)).length === 0)
      return problem(res, 404, 'unknownSite');
    const contactId = createId('con', powers.now());
    await db
      .insertInto('contacts')
      .values({
        id: contactId,
        site_id: siteId,
        name: wish.contact.name ?? null,
        email: wish.contact.email ?? null,
        note: null,
        verified: 0,
        created_at: powers.now(),
      })
      .execute();
    const row = await conversations.create({
      siteId,
      contactId,
      visitorId: null,
      via: 'api',
      skill: wish.skill,
      subject: wish.subject,
      leg: { kind: 'api' },
    });
    await conversations.addEntry({
      conversationId: row.id,
      authorKey: 'contact',
      authorName: wish.contact.name,
      clientId: createId('msg', powers.now()),
      body: { type: 'text', text: wish.text },
    });
    const fresh = (await conversations.find(row.id)) ?? row;
    res.status(201).json(await conversations.deskView(fresh));
  });

  router.get('/conversations/:id', powers.requireKey('conversations:read'), async (req, res) => {
    const row = await own(req, res);
    if (!row) return;
    const after = Number(req.query.afterSeq ?? 0);
    const { limit } = readPage(req, limits.resumeEntries);
    const page = await conversations.page(row.id, Number.isInteger(after) && after > 0 ? after : 0, limit);
    const legs = await db.selectFrom('legs').selectAll().where('conversation_id', '=', row.id).execute();
    const reasons = await db
      .selectFrom('audit')
      .select(['at', 'actor', 'act', 'facts'])
      .where('thing', 'in', [row.id, `conversation:${row.id}`])
      .orderBy('seq')
      .limit(200)
      .execute();
    res.json({
      ...(await conversations.deskView(row)),
      legs: legs.map((leg) => ({
        legId: leg.id,
        kind: leg.kind,
        channelId: leg.channel_id,
        visibility: leg.visibility,
        createdAt: leg.created_at,
      })),
      messages: page.entries,
      more: page.more,
      workItem: {
        status: row.status,
        skill: row.skill,
        agentId: row.agent_id,
        reservedFor: row.reserved_for,
        waitingSinceAt: row.waiting_since,
      },
      reasons: reasons.map((line) => ({ ...line, facts: JSON.parse(line.facts) as unknown })),
    });
  });

  router.post(
    '/conversations/:id/messages',
    powers.requireKey('conversations:write'),
    powers.once(),
    async (req, res) => {
      const row = await own(req, res);
      if (!row) return;
      const wish = readBody(powers, newMessage, req, res);
      if (!wish) return;
      if (row.status === 'ended') return problem(res, 409, 'gone', 'the conversation has ended');
      const added = await conversations.addEntry({
        conversationId: row.id,
        authorKey: wish.from,
        clientId: wish.clientId ?? createId('msg', powers.now()),
        body: { type: 'text', text: wish.text },
      });
      if (!added.ok) return problem(res, 409, added.refusal.code);
      const { entry, fresh } = added.value;
      res.status(fresh ? 201 : 200).json({ id: entry.id, seq: entry.seq, at: entry.at });
    },
  );

  router.post('/conversations/:id/close', powers.requireKey('conversations:write'), powers.once(), async (req, res) => {
    const row = await own(req, res);
    if (!row) return;
    await conversations.end(row.id, 'system');
    res.status(204).end();
  });
}
