import {
  type ActingCapability,
  type AgentAsks,
  type AgentTells,
  type AgentWelcome,
  type Author,
  type DeskConversation,
  type Entry,
  type EntryBody,
  type LegRef,
  type LiveAsks,
  type LiveTells,
  no,
  type Share,
  type SitePrivacy,
  yes,
} from '@theke/protocol';
import { createFakeLine, type FakeLine } from './fakeLine.ts';
import { share, sitePrivacy } from './fixtures.ts';
import { addRules, type FakeRules } from './rulesScene.ts';

const web: LegRef = { legId: 'leg_web', kind: 'web' };

/** A server small enough for one desk: keeps conversations and entries, and behaves as the protocol says. */
export interface FakeServer {
  line: FakeLine<AgentAsks, AgentTells>;
  live: FakeLine<LiveAsks, LiveTells>;
  present: AgentWelcome;
  entries: Map<string, Entry[]>;
  say(conversationId: string, author: Author, body: EntryBody, more?: Partial<Entry>): Entry;
  change(conversationId: string, change: Partial<DeskConversation>): void;
  arrive(conversation: DeskConversation): void;
  readonly privacy: SitePrivacy;
  /** Somebody else has written it. */
  setPrivacy(next: SitePrivacy): void;
  readonly rules: FakeRules;
  /** A colleague asks this desk to look on. */
  invite(share: Share): void;
  /** A conversation's share as it is from now on; what is not given stays, or is as in {@link share}. */
  shared(change: Partial<Share> & { conversationId: string }): void;
}

/** Makes a {@link FakeServer} around a present. `now` is its clock. */
export function createFakeServer(present: AgentWelcome, now: () => number): FakeServer {
  const line = createFakeLine<AgentAsks, AgentTells>();
  const live = createFakeLine<LiveAsks, LiveTells>();
  const entries = new Map<string, Entry[]>();
  const me = { kind: 'agent', agentId: present.me.agentId, name: present.me.name } as const;
  let privacy = sitePrivacy();
  let invitedTo: Share | null = null;
  function grant(shareId: string, capability: ActingCapability, stand: 'asked' | 'off') {
    const held = present.conversations.find((one) => one.share?.shareId === shareId)?.share;
    if (!held) return no('notFound');
    const next = { ...held, grants: { ...held.grants, [capability]: stand } };
    change(held.conversationId, { share: next });
    return yes(next);
  }
  const find = (id: string) => present.conversations.find((one) => one.conversationId === id);

  function change(conversationId: string, part: Partial<DeskConversation>) {
    const at = present.conversations.findIndex((one) => one.conversationId === conversationId);
    const before = present.conversations[at];
    if (!before) return;
    const next = { ...before, ...part };
    present.conversations[at] = next;
    line.arrive('conversation:changed', next);
  }

  function say(conversationId: string, author: Author, body: EntryBody, more: Partial<Entry> = {}): Entry {
    const list = entries.get(conversationId) ?? [];
    const seq = list.length + 1;
    const entry: Entry = {
      id: `ent_${conversationId}_${seq}`,
      conversationId,
      seq,
      at: now(),
      author,
      leg: web,
      body,
      ...more,
    };
    entries.set(conversationId, [...list, entry]);
    const conversation = find(conversationId);
    if (conversation) {
      conversation.headSeq = seq;
      if ('text' in body) conversation.preview = body.text.slice(0, 140);
    }
    line.arrive('entry:added', { entry, headSeq: seq });
    return entry;
  }

  line.answers = {
    'desk:hello': () => yes({ ...present, serverAt: now() }),
    'agent:available': ({ on }: { on: boolean }) => {
      present.available = on;
      return yes(undefined);
    },
    'conversation:accept': ({ conversationId }: { conversationId: string }) => {
      const one = find(conversationId);
      if (!one) return no('notFound');
      if (one.status !== 'waiting') return no('taken');
      Object.assign(one, { status: 'active', agent: present.me, waitingSinceAt: undefined });
      say(
        conversationId,
        { kind: 'system' },
        { type: 'event', event: { type: 'assigned', agentName: present.me.name } },
      );
      return yes({ ...one });
    },
    'conversation:resume': ({ conversationId, afterSeq }: { conversationId: string; afterSeq: number }) => {
      const list = entries.get(conversationId) ?? [];
      return yes({ conversationId, entries: list.filter((e) => e.seq > afterSeq), headSeq: list.length, more: false });
    },
    'conversation:history': ({ conversationId }: { conversationId: string }) => yes(historyOf(conversationId, now())),
    'conversation:close': ({ conversationId }: { conversationId: string }) => {
      say(conversationId, { kind: 'system' }, { type: 'event', event: { type: 'ended', by: 'agent' } });
      change(conversationId, { status: 'ended', share: null, call: null });
      return yes(undefined);
    },
    'message:send': (draft: { conversationId: string; clientId: string; text: string }) => {
      const one = find(draft.conversationId);
      const last = entries
        .get(draft.conversationId)
        ?.findLast((e) => e.author.kind === 'contact' || e.author.kind === 'visitor');
      const leg = last?.leg ?? web;
      const delivery = leg.kind === 'web' ? undefined : ('queued' as const);
      const entry = say(
        draft.conversationId,
        me,
        { type: 'text', text: draft.text },
        { clientId: draft.clientId, leg, delivery },
      );
      if (one) one.preview = draft.text;
      return yes({ id: entry.id, seq: entry.seq, at: entry.at });
    },
    'message:read': () => yes(undefined),
    'page:push': (push: { conversationId: string; clientId: string; url: string; title: string }) => {
      const body = { type: 'link', url: push.url, title: push.title } as const;
      const entry = say(push.conversationId, me, body, { clientId: push.clientId });
      return yes({ id: entry.id, seq: entry.seq, at: entry.at });
    },
    'contact:update': (wanted: { contactId: string; name?: string; email?: string; note?: string }) => {
      const one = present.conversations.find((c) => c.contact.contactId === wanted.contactId);
      return one ? yes({ ...one.contact, ...wanted }) : no('notFound');
    },
    'handoff:create': ({ conversationId }: { conversationId: string }) => {
      say(conversationId, { kind: 'system' }, { type: 'event', event: { type: 'handedOff', channel: 'Web' } });
      return yes({
        id: 'hnd_1',
        link: 'https://wetterfest.example/raincoat#theke=Qm9hdHNhbmRyYWluY29hdA',
        code: 'WXYZ-BCDF',
        digits: '4829105736',
        expiresAt: now() + 900_000,
      });
    },
    'code:claim': ({ digits }: { digits: string }) =>
      digits === '4829105736' ? yes({ claimId: 'clm_1' }) : no('notFound'),
    'share:ask': ({ conversationId }: { conversationId: string }) =>
      yes(share(conversationId, { shareId: `shr_${conversationId}`, phase: 'asked', sinceAt: now() })),
    'grant:ask': ({ shareId, capability }: { shareId: string; capability: ActingCapability }) =>
      grant(shareId, capability, 'asked'),
    'grant:release': ({ shareId, capability }: { shareId: string; capability: ActingCapability }) =>
      grant(shareId, capability, 'off'),
    'share:watch': ({ conversationId }: { conversationId: string }) => {
      const one = find(conversationId)?.share ?? invitedTo;
      if (one?.conversationId !== conversationId) return no('notFound');
      const face = { agentId: present.me.agentId, name: present.me.name };
      return yes({ ...one, viewers: [...one.viewers, face] });
    },
    'share:unwatch': () => yes(undefined),
    'share:invite': () => yes(undefined),
    'desk:colleagues': () =>
      yes([
        { agentId: 'agt_ben', name: 'Ben Otto', available: true },
        { agentId: 'agt_eva', name: 'Eva Lind', available: false },
      ]),
    'media:show': (show: {
      conversationId: string;
      clientId: string;
      url: string;
      title: string;
      media: 'picture';
    }) => {
      const body = { type: 'media', media: show.media, url: show.url, title: show.title } as const;
      const entry = say(show.conversationId, me, body, { clientId: show.clientId });
      return yes({ id: entry.id, seq: entry.seq, at: entry.at });
    },
    'recording:list': ({ conversationId }: { conversationId: string }) => yes(recordingsOf(conversationId, now())),
    'privacy:sites': () => yes([{ siteId: privacy.siteId, name: 'Demo' }]),
    'privacy:read': ({ siteId }: { siteId: string }) => yes({ ...privacy, siteId }),
    'privacy:write': (next: SitePrivacy) => {
      if (next.version !== privacy.version) return no('conflict');
      privacy = { ...next, version: next.version + 1 };
      return yes(privacy);
    },
    'share:end': ({ shareId }: { shareId: string }) => {
      const share = present.conversations.find((one) => one.share?.shareId === shareId)?.share;
      if (share) line.arrive('share:changed', { ...share, phase: 'ended', why: 'stoppedByAgent' });
      return yes(undefined);
    },
    'call:join': ({ callId }: { callId: string }) =>
      yes({ callId, epoch: 1, offerer: 'me', iceServers: [], replay: [] }),
    'call:start': ({ conversationId }: { conversationId: string }) =>
      yes({ callId: 'cal_1', conversationId, phase: 'ringing', agent: present.me, sinceAt: now() }),
  };

  live.answers = {
    'share:join': () => yes({ viewer: 'view_1' }),
    'share:pulse': () => yes({ visitorMs: 38 }),
  };

  return {
    rules: addRules({ line }, now),
    get privacy() {
      return privacy;
    },
    setPrivacy(next) {
      privacy = next;
    },
    invite(invitation) {
      invitedTo = invitation;
      line.arrive('share:invited', { share: invitation, by: invitation.agent.name });
    },
    shared(more) {
      const one = find(more.conversationId);
      if (!one) return;
      const next = { ...share(more.conversationId), ...one.share, ...more };
      change(more.conversationId, { share: next });
      line.arrive('share:changed', next);
    },
    line,
    live,
    present,
    entries,
    say,
    change,
    arrive(conversation) {
      present.conversations.push(conversation);
      line.arrive('conversation:changed', conversation);
    },
  };
}

const recordingsOf = (conversationId: string, nowMs: number) =>
  conversationId === 'cnv_jonas'
    ? [
        {
          recordingId: 'rec_1',
          conversationId,
          shareId: 'shr_0',
          startedAt: nowMs - 600_000,
          endedAt: nowMs - 420_000,
          bytes: 81_000,
          until: nowMs + 30 * 86_400_000,
        },
      ]
    : [];

const historyOf = (conversationId: string, nowMs: number) =>
  conversationId === 'cnv_mara'
    ? [
        {
          conversationId: 'cnv_old1',
          startedAt: nowMs - 12 * 86_400_000,
          endedAt: nowMs - 12 * 86_400_000 + 600_000,
          channel: { kind: 'web' },
          preview: 'Thank you, the size adviser helped. I will take the M.',
        },
        {
          conversationId: 'cnv_old2',
          startedAt: nowMs - 64 * 86_400_000,
          endedAt: nowMs - 63 * 86_400_000,
          channel: { kind: 'webhook', name: 'eBay' },
          preview: 'Is the Drizzle hat still available in navy?',
        },
      ]
    : [];
