import {
  type Availability,
  type CallRecord,
  no,
  type PagePrivacy,
  type RadarNews,
  type Share,
  type VisitorAsks,
  type VisitorWelcome,
  yes,
} from '@theke/protocol';
import { tellContact } from '../contacts/contacts.ts';
import type { AdmittedVisitor } from '../gate/doors.ts';
import type { Newcomer } from '../invitations/index.ts';
import type { Conversations, Db, Handlers, VisitorActor } from '../powers.ts';
import type { Site } from '../sites/sites.ts';
import type { ConversationsTable } from '../store/tables.ts';
import type { Orders } from '../uplift/index.ts';
import { linkIdentity, readIdentity } from './identity.ts';
import type { Visits } from './visits.ts';

/** A conversation that ended is still shown so long: to read it again, to rate it. */
const shownAfterEndMs = 86_400_000;

export interface VisitorDeskPowers {
  db: Db;
  conversations: Conversations;
  visits: Visits;
  site(siteId: string): Promise<Site | null>;
  availability(): Availability;
  pagePrivacy(siteId: string): Promise<PagePrivacy>;
  shareOf(conversationId: string): Promise<Share | null>;
  callOf(conversationId: string): Promise<CallRecord | null>;
  /** Whether agents of a site may see where the rules stand on the pages. */
  radar(siteId: string): Promise<boolean>;
  /** This page has told where its rules stand, and can be asked why. */
  toldRules(who: VisitorActor, news: RadarNews): void;
  /** Somebody with an id said hello. Never keeps the welcome waiting. */
  met(who: Newcomer): void;
  /** Their page says what they bought. */
  bought: Orders['tellByPage'];
  now(): number;
}

/** The visitor's presence: first word, pages, context, who they say they are, what they bought. */
export function visitorDesk(powers: VisitorDeskPowers): {
  handlers: Handlers<VisitorActor, VisitorAsks>;
  admitted(visitor: AdmittedVisitor): void;
  left(visitor: VisitorActor): void;
} {
  const { db, conversations, visits } = powers;
  /** The proof each socket came with, so that the first welcome can hand it out; and where it came from. */
  const proofs = new Map<string, Pick<AdmittedVisitor, 'visitorToken' | 'from'>>();

  /** The one the widget has, when it is still open; else the newest open one; else one that ended within a day. */
  async function present(who: VisitorActor, wanted?: string): Promise<ConversationsTable | null> {
    const rows = await db
      .selectFrom('conversations')
      .selectAll()
      .where('visitor_id', '=', who.visitorId)
      .where((e) => e.or([e('status', '!=', 'ended'), e('ended_at', '>', powers.now() - shownAfterEndMs)]))
      .orderBy('started_at', 'desc')
      .limit(20)
      .execute();
    const open = rows.filter((row) => row.status !== 'ended');
    return open.find((row) => row.id === wanted) ?? open[0] ?? rows[0] ?? null;
  }

  const contactOf = async (visitorId: string) =>
    (await db.selectFrom('visitors').select('contact_id').where('id', '=', visitorId).executeTakeFirst())?.contact_id;

  const handlers: Handlers<VisitorActor, VisitorAsks> = {
    'visit:hello': {
      async run(who, { page, conversationId, afterSeq }) {
        const site = await powers.site(who.siteId);
        const proof = proofs.get(who.socketId);
        if (!site || !proof) return no('gone');
        const { visitorToken, from } = proof;
        const row = await present(who, conversationId);
        // Gone while we looked: a visit that begins now would never end.
        if (!proofs.has(who.socketId)) return no('gone');
        visits.hello(who, page, row && row.status !== 'ended' ? row.id : undefined);
        powers.met({ ...who, ip: from.address, userAgent: from.userAgent, forwarded: from.forwarded });
        const { accent, locale } = site.settings;
        const welcome: VisitorWelcome = {
          visitor: { visitorId: who.visitorId, visitorToken },
          site: {
            id: site.id,
            name: site.name,
            ...(accent ? { accent } : {}),
            ...(locale ? { locale } : {}),
            privacy: await powers.pagePrivacy(site.id),
          },
          availability: powers.availability(),
          conversation: row && (await conversations.visitorView(row)),
          entries: row ? (await conversations.page(row.id, row.id === conversationId ? afterSeq : 0)).entries : [],
          share: row && (await powers.shareOf(row.id)),
          call: row && (await powers.callOf(row.id)),
          serverAt: powers.now(),
        };
        return yes(welcome);
      },
    },
    'page:show': {
      pace: { perSecond: 2, burst: 20 },
      run(who, page) {
        visits.page(who.visitorId, page);
        return yes(undefined);
      },
    },
    'context:set': {
      pace: { perSecond: 5, burst: 40 },
      run(who, context) {
        visits.context(who.visitorId, context);
        return yes(undefined);
      },
    },
    'rules:tell': {
      pace: { perSecond: 1, burst: 5 },
      async run(who, news) {
        powers.toldRules(who, news);
        visits.radar(who.visitorId, (await powers.radar(who.siteId)) ? news : null);
        return yes(undefined);
      },
    },
    'identity:claim': {
      pace: { perSecond: 0.5, burst: 10 },
      async run(who, { token, name, email }) {
        if (token === undefined) {
          // Said, not proved: shown as such, and never a reason to find or join anything.
          const contactId = await contactOf(who.visitorId);
          const said = { ...(name ? { name } : {}), ...(email ? { email } : {}) };
          if (contactId && Object.keys(said).length > 0) {
            await db.updateTable('contacts').set(said).where('id', '=', contactId).where('verified', '=', 0).execute();
            await tellContact(powers, contactId);
          }
          if (name) visits.name(who.visitorId, name);
          return yes({ verified: false });
        }
        const site = await powers.site(who.siteId);
        const identity = site && (await readIdentity(token, site, powers.now()));
        if (!identity) return no('forbidden', { detail: 'token' });
        const linked = await linkIdentity(powers, who, identity);
        if (!linked.ok) return linked;
        who.contactId = linked.value;
        if (identity.name) visits.name(who.visitorId, identity.name);
        await tellContact(powers, linked.value);
        return yes({ verified: true });
      },
    },
    'order:report': {
      pace: { perSecond: 0.2, burst: 5 },
      async run(who, order) {
        const from = proofs.get(who.socketId)?.from;
        if (!from) return no('gone');
        const contactId = (await contactOf(who.visitorId)) ?? null;
        const { siteId, visitorId } = who;
        await powers.bought({ siteId, visitorId, contactId, ip: from.address, userAgent: from.userAgent }, order);
        visits.context(who.visitorId, { order });
        return yes(undefined);
      },
    },
    'line:alive': { pace: { perSecond: 2, burst: 10 }, run: () => yes(undefined) },
  };
  return {
    handlers,
    admitted: ({ actor, ...proof }) => void proofs.set(actor.socketId, proof),
    left: ({ socketId }) => void proofs.delete(socketId),
  };
}
