import { no, yes } from '@theke/protocol';
import { type FakeDesk, webLeg } from './fakeDesk.ts';

/** Lets a server answer what is said in conversations, and who takes them. */
export function addTalk({ line, present, entries, find, change, say }: FakeDesk, now: () => number): void {
  const me = { kind: 'agent', agentId: present.me.agentId, name: present.me.name } as const;
  Object.assign(line.answers, {
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
      const leg = last?.leg ?? webLeg;
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
    'contact:update': (wanted: { contactId: string; name?: string; email?: string; note?: string }) => {
      const one = present.conversations.find((c) => c.contact.contactId === wanted.contactId);
      return one ? yes({ ...one.contact, ...wanted }) : no('notFound');
    },
  });
}

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
