import type { AgentWelcome, CallRecord, Contact, DeskConversation, Me, Share, Visit } from '@theke/protocol';

/** Everything the server has told this desk, and which conversation is open. */
export interface DeskState {
  me: Me;
  /** False until the first whole present has come: an empty queue is then not yet known to be empty. */
  ready: boolean;
  available: boolean;
  /** How much the server's clock is ahead of ours: waiting times are counted by the server's. */
  aheadMs: number;
  conversations: ReadonlyMap<string, DeskConversation>;
  visits: ReadonlyMap<string, Visit>;
  openId: string | null;
  /** The page of a colleague's customer this agent looks on at. */
  watching: Share | null;
  /** Whether that page is what the desk shows now. */
  watchOpen: boolean;
  invitations: readonly Invitation[];
}

/** A colleague asks this agent to look on. */
export interface Invitation {
  share: Share;
  by: string;
}

export type DeskEvent =
  | { type: 'welcomed'; welcome: AgentWelcome; atMs: number }
  | { type: 'availability'; on: boolean }
  | { type: 'conversation'; conversation: DeskConversation }
  | { type: 'gone'; conversationId: string }
  | { type: 'opened'; conversationId: string | null }
  | { type: 'visits'; visits: readonly Visit[] }
  | { type: 'visitGone'; visitorId: string }
  | { type: 'contact'; contact: Contact }
  | { type: 'share'; share: Share }
  | { type: 'watching'; share: Share }
  | { type: 'unwatched'; shareId: string }
  | { type: 'watchOpened' }
  | { type: 'invited'; invitation: Invitation }
  | { type: 'invitationOver'; shareId: string }
  | { type: 'call'; call: CallRecord };

/** A desk before anything was told. */
export const emptyDesk = (me: Me): DeskState => ({
  me,
  ready: false,
  available: false,
  aheadMs: 0,
  conversations: new Map(),
  visits: new Map(),
  openId: null,
  watching: null,
  watchOpen: false,
  invitations: [],
});

/** The next state. The newest word of the server is right; what is open stays open until the agent leaves it. */
export function nextDesk(state: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case 'welcomed':
      return welcome(state, event.welcome, event.atMs);
    case 'availability':
      return { ...state, available: event.on };
    case 'conversation':
      return conversationChanged(state, event.conversation);
    case 'gone':
      return {
        ...state,
        conversations: without(state.conversations, event.conversationId),
        openId: state.openId === event.conversationId ? null : state.openId,
      };
    case 'opened':
      return opened(state, event.conversationId);
    case 'visits':
      return visitsChanged(state, event.visits);
    case 'visitGone':
      return visitGone(state, event.visitorId);
    case 'contact':
      return each(state, (one) =>
        one.contact.contactId === event.contact.contactId ? { ...one, contact: event.contact } : one,
      );
    case 'share':
      return shareChanged(state, event.share);
    case 'watching':
      return openWatched({
        ...state,
        watching: event.share,
        invitations: state.invitations.filter((one) => one.share.shareId !== event.share.shareId),
      });
    case 'unwatched':
      return state.watching?.shareId === event.shareId ? { ...state, watching: null, watchOpen: false } : state;
    case 'watchOpened':
      return openWatched(state);
    case 'invited': {
      const others = state.invitations.filter((one) => one.share.shareId !== event.invitation.share.shareId);
      return { ...state, invitations: [...others, event.invitation] };
    }
    case 'invitationOver': {
      const invitations = state.invitations.filter((one) => one.share.shareId !== event.shareId);
      return invitations.length === state.invitations.length ? state : { ...state, invitations };
    }
    case 'call':
      return each(state, (one) =>
        one.conversationId === event.call.conversationId ? { ...one, call: event.call } : one,
      );
  }
}

function welcome(state: DeskState, now: AgentWelcome, atMs: number): DeskState {
  const conversations = new Map(now.conversations.map((one) => [one.conversationId, one]));
  const open = state.openId ? state.conversations.get(state.openId) : undefined;
  // Ended while the line was down: what the agent is reading must not vanish under their eyes.
  if (open && !conversations.has(open.conversationId)) {
    conversations.set(open.conversationId, { ...open, status: 'ended', share: null, call: null });
  }
  return {
    ...state,
    me: now.me,
    ready: true,
    available: now.available,
    aheadMs: now.serverAt - atMs,
    conversations,
    visits: new Map(now.visits.map((visit) => [visit.visitorId, visit])),
    openId: open ? state.openId : null,
  };
}

function conversationChanged(state: DeskState, conversation: DeskConversation): DeskState {
  const id = conversation.conversationId;
  // Those who oversee keep what colleagues took.
  const elsewhere =
    conversation.status === 'active' && conversation.agent?.agentId !== state.me.agentId && state.me.role === 'agent';
  const over = conversation.status === 'ended' && state.openId !== id;
  if (elsewhere || over) return nextDesk(state, { type: 'gone', conversationId: id });
  return { ...state, conversations: new Map(state.conversations).set(id, conversation) };
}

/** Leaving an ended conversation takes it off the desk; until then it stays where it is. */
function opened(state: DeskState, conversationId: string | null): DeskState {
  if (conversationId && !state.conversations.has(conversationId)) return state;
  const left = state.openId && state.openId !== conversationId ? state.conversations.get(state.openId) : undefined;
  const conversations =
    left?.status === 'ended' ? without(state.conversations, left.conversationId) : state.conversations;
  const watchOpen = conversationId !== null && state.watching?.conversationId === conversationId;
  return { ...state, conversations, openId: conversationId, watchOpen };
}

/** An invited colleague has the page before them, but not the conversation. */
function openWatched(state: DeskState): DeskState {
  if (!state.watching) return state;
  const id = state.watching.conversationId;
  return {
    ...nextDesk(state, { type: 'opened', conversationId: state.conversations.has(id) ? id : null }),
    watchOpen: true,
  };
}

function shareChanged(state: DeskState, share: Share): DeskState {
  const next = each(state, (one) => (one.conversationId === share.conversationId ? { ...one, share } : one));
  if (share.phase === 'ended') {
    const over = nextDesk(next, { type: 'invitationOver', shareId: share.shareId });
    return nextDesk(over, { type: 'unwatched', shareId: share.shareId });
  }
  if (next.watching?.shareId !== share.shareId) return next;
  // Taken off the list by the server: whoever is not on it sees nothing.
  if (!share.viewers.some((face) => face.agentId === state.me.agentId)) {
    return nextDesk(next, { type: 'unwatched', shareId: share.shareId });
  }
  return { ...next, watching: share };
}

function visitsChanged(state: DeskState, news: readonly Visit[]): DeskState {
  const visits = new Map(state.visits);
  const newest = new Map(news.map((visit) => [visit.visitorId, visit]));
  for (const [id, visit] of newest) visits.set(id, visit);
  return each({ ...state, visits }, (one) => {
    const visit = one.visitor && newest.get(one.visitor.visitorId);
    return visit ? { ...one, visitor: visit } : one;
  });
}

function visitGone(state: DeskState, visitorId: string): DeskState {
  const next = { ...state, visits: without(state.visits, visitorId) };
  return each(next, (one) =>
    one.visitor?.visitorId === visitorId ? { ...one, visitor: { ...one.visitor, online: false } } : one,
  );
}

/** Maps over the conversations; the same map comes back when nothing changed. */
function each(state: DeskState, change: (one: DeskConversation) => DeskConversation): DeskState {
  let changed = false;
  const conversations = new Map<string, DeskConversation>();
  for (const [id, one] of state.conversations) {
    const next = change(one);
    changed ||= next !== one;
    conversations.set(id, next);
  }
  return changed ? { ...state, conversations } : state;
}

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}
