import type { ActingCapability, Entry, EntryBody, GrantStand, Share, VisitorConversation } from '@theke/protocol';
import { shareAsked } from '../shares.ts';
import type { FakeState } from './state.ts';

/** One conversation and one shared view, just enough of both for the widget to be true to life. */
export function fakeTalk(state: FakeState, tell: (event: string, value: unknown) => void) {
  function begin(conversationId: string, more: Partial<VisitorConversation> = {}) {
    state.entries = [];
    state.conversation = {
      conversationId,
      status: 'waiting',
      headSeq: 0,
      readByAgentSeq: 0,
      readByVisitorSeq: 0,
      queuePosition: 1,
      ...more,
    };
    return state.conversation;
  }

  function add(body: EntryBody, author: Entry['author'], clientId?: string): Entry {
    const now = state.conversation!;
    const seq = ++now.headSeq;
    const entry: Entry = {
      id: `ent_${seq}`,
      conversationId: now.conversationId,
      seq,
      at: Date.now(),
      author,
      leg: {
        legId: 'leg',
        kind: author.kind === 'contact' ? 'webhook' : 'web',
        channelName: author.kind === 'contact' ? 'Chirper' : undefined,
      },
      body,
      clientId,
    };
    state.entries.push(entry);
    tell('entry:added', { entry, headSeq: seq });
    return entry;
  }

  const change = (more: Partial<VisitorConversation>) => {
    Object.assign(state.conversation!, more);
    tell('conversation:changed', state.conversation);
  };

  /** The share as it is from now on, told to every tab. */
  function tellShare(more: Partial<Share>): Share {
    state.share = { ...(state.share ?? shareAsked()), ...more };
    tell('share:changed', state.share);
    return state.share;
  }
  const grant = (capability: ActingCapability, stand: GrantStand) =>
    tellShare({ grants: { ...state.share!.grants, [capability]: stand } });

  return { begin, add, change, tellShare, grant };
}

export type FakeTalk = ReturnType<typeof fakeTalk>;
