import type { CallRecord, Role, Share } from '@theke/protocol';
import { createChannels } from './channels/index.ts';
import { adopt, contactAgentSide, contactView, contactVisitorSide } from './contacts/contacts.ts';
import { agentSide } from './conversations/agentSide.ts';
import { createConversations } from './conversations/conversations.ts';
import { createLegs } from './conversations/legs.ts';
import { visitorSide } from './conversations/visitorSide.ts';
import { gather } from './gate/gather.ts';
import type { Arrivals, HandlerMaps, Sockets } from './gate/sockets.ts';
import { createTellers } from './gate/tellers.ts';
import { createVisitorQuestion } from './gate/visitorQuestion.ts';
import { createHandoff } from './handoff/index.ts';
import { createInvitations } from './invitations/index.ts';
import { createPagePrivacy, forPages } from './pagePrivacy/pagePrivacy.ts';
import type { Matter, Powers } from './powers.ts';
import { agentDesk } from './queue/agentDesk.ts';
import { createDesks } from './queue/desks.ts';
import { createQueue } from './queue/queue.ts';
import { createRecordings } from './recordings/recordings.ts';
import { createServerKey } from './recordings/serverKey.ts';
import { createRelay } from './relay/index.ts';
import { createRest } from './rest/index.ts';
import { createRules } from './rules/rules.ts';
import type { Sites } from './sites/sites.ts';
import { createExperiments } from './uplift/index.ts';
import { createExplaining } from './visitors/explaining.ts';
import { createShownVisits } from './visitors/shownVisits.ts';
import { visitorDesk } from './visitors/visitorDesk.ts';
import { createVisits } from './visitors/visits.ts';

type Base = Omit<
  Powers,
  | 'tell'
  | 'live'
  | 'visitorQuestion'
  | 'conversations'
  | 'siteOrigins'
  | 'sitePrivacy'
  | 'freeAgents'
  | 'visitorOnline'
  | 'agentOnline'
>;

/** Makes every matter and hands each what it may know of the others. */
export function composeMatters({ base, sockets, sites }: { base: Base; sockets: Sockets; sites: Sites }) {
  const { db, log, now, after, agentFace, audit } = base;
  // Matters that come to be later are reached through these; nothing calls them before all exist.
  const relay: { shareOf(id: string): Promise<Share | null>; callOf(id: string): Promise<CallRecord | null> } = {
    shareOf: async () => null,
    callOf: async () => null,
  };
  const gone = { visitor: (_id: string) => {}, agent: (_id: string) => {} };

  const desks = createDesks({
    db,
    after,
    onGone: (agentId) => {
      queue.agentGone(agentId);
      gone.agent(agentId);
    },
    onChanged: () => queue.availabilityMayHaveChanged(),
  });
  const queue = createQueue({
    db,
    log,
    desks,
    now,
    after,
    conversations: () => conversations,
    tellAvailability: (availability) => tell.everyVisitor('availability:changed', { availability }),
  });
  const tell = createTellers({ io: sockets.io, lane: sockets.lane, whoSees: queue.whoSees });
  const visits = createVisits({
    now,
    after,
    tellChanged: (visit) => shown.changed(visit),
    tellGone: (visitorId) => shown.gone(visitorId),
    onGone: (visitorId) => gone.visitor(visitorId),
  });
  const shareOf = (id: string) => relay.shareOf(id);
  const callOf = (id: string) => relay.callOf(id);
  const conversations = createConversations({
    db,
    log,
    now,
    tell,
    legs: createLegs(db),
    agentFace,
    contactView: (contactId) => contactView(db, contactId),
    visitOf: visits.of,
    shareOf,
    callOf,
    whoSees: queue.whoSees,
    room: queue.room,
    adopt,
    moved(row, before) {
      queue.moved(row, before);
      if (row.visitor_id) visits.conversation(row.visitor_id, row.status === 'ended' ? undefined : row.id);
    },
  });
  conversations.onEntry((_entry, row) => queue.unanswered(row));

  const visitorsOf = (siteId: string) =>
    visits.all().flatMap((visit) => (visit.siteId === siteId ? visit.visitorId : []));
  const pagePrivacy = createPagePrivacy({
    db,
    now,
    tell,
    audit,
    sites,
    visitorsOf,
  });
  const rules = createRules({
    db,
    log,
    now,
    after,
    tell,
    audit,
    sites,
    visitorsOf,
    tellAgents: (siteId) => tell.everyAgent('rules:changed', { siteId }),
  });
  const shown = createShownVisits({ log, visits, settings: rules.settings, tell });
  rules.onChanged(shown.decided);
  const powers: Powers = {
    ...base,
    tell,
    conversations,
    live: sockets.lane,
    visitorQuestion: createVisitorQuestion({ io: sockets.io, counters: base.counters }),
    siteOrigins: async (siteId) => (await sites.find(siteId))?.origins ?? [],
    sitePrivacy: pagePrivacy.of,
    freeAgents: queue.freeAgents,
    visitorOnline: visits.online,
    agentOnline: desks.isOnline,
  };
  const made = createRelay(powers);
  Object.assign(relay, { shareOf: made.shareOf, callOf: made.callOf });
  const recordings = createRecordings({
    ...powers,
    serverKey: createServerKey(base.config),
    async roleOf(agentId) {
      const row = await db.selectFrom('agents').select('role').where('id', '=', agentId).executeTakeFirst();
      return (row?.role as Role | undefined) ?? null;
    },
  });
  made.onChunk(recordings.take);
  made.onShareEnded(recordings.ended);
  const uplift = createExperiments({ db, log, now, after, settings: rules.settings });
  const invitations = createInvitations({
    ...powers,
    rules,
    experiments: uplift,
    radar: shown,
  });
  const radar = async (siteId: string) => (await rules.settings(siteId)).radar;
  const explaining = createExplaining({ ...powers, visitOf: visits.of, radar });
  const desk = visitorDesk({
    db,
    conversations,
    visits,
    site: sites.find,
    availability: queue.availability,
    pagePrivacy: async (siteId) => forPages(await pagePrivacy.of(siteId)),
    shareOf,
    callOf,
    radar,
    toldRules: explaining.told,
    met: (who) =>
      void invitations.met(who).catch((error: unknown) => log.warn('a hello was not linked', { error: String(error) })),
    bought: uplift.orders.tellByPage,
    now,
  });
  const contactOf = async (visitorId: string) =>
    (await db.selectFrom('visitors').select('contact_id').where('id', '=', visitorId).executeTakeFirstOrThrow())
      .contact_id;

  const matters: Matter[] = [
    { visitor: desk.handlers, agent: agentDesk({ db, conversations, desks, tell, visits: shown.all, now }) },
    {
      visitor: visitorSide({
        db,
        conversations,
        tell,
        redeem: invitations.redeem,
        sticky: queue.sticky,
        contactOf,
        now,
      }),
      agent: agentSide({ db, conversations, tell, audit, siteOrigins: powers.siteOrigins, now }),
    },
    { agent: explaining.agent },
    { visitor: contactVisitorSide(powers), agent: contactAgentSide(powers) },
    { start: queue.start, stop: queue.stop },
    made,
    pagePrivacy,
    rules,
    recordings,
    invitations,
    uplift,
    createHandoff(powers),
    createChannels(powers),
    createRest({ ...powers, rules, uplift }),
  ];
  gone.visitor = (id) => {
    for (const matter of matters) matter.visitorGone?.(id);
  };
  gone.agent = (id) => {
    for (const matter of matters) matter.agentGone?.(id);
  };

  const arrivals: Arrivals = {
    visitorCame(admitted) {
      desk.admitted(admitted);
      visits.came(admitted.actor);
    },
    visitorLeft(actor) {
      desk.left(actor);
      explaining.left(actor);
      visits.left(actor);
    },
    agentCame: (actor) =>
      void desks.came(actor).catch((error: unknown) => log.error('an arrival failed', { error: String(error) })),
    agentLeft: desks.left,
    liveLeft(actor) {
      for (const matter of matters) matter.liveGone?.(actor);
    },
  };
  const handlers: HandlerMaps = {
    visitor: gather(matters, 'visitor'),
    agent: gather(matters, 'agent'),
    live: gather(matters, 'live'),
  };
  return {
    matters,
    powers,
    handlers,
    arrivals,
    visits: () => visits.all().length,
    sharing: made.present,
    ruledBy: rules.ruledBy,
    stop: desks.stop,
  };
}
