import {
  type Answer,
  type CallJoined,
  type CallMedia,
  type IceServer,
  limits,
  no,
  type Signal,
  yes,
} from '@theke/protocol';
import type { Actor, Powers, Side } from '../powers.ts';
import type { CallsTable } from '../store/tables.ts';

/** Signals of the running epoch are kept this long for a side whose socket was away. */
export const replayMs = 30_000;
/** More of one side in one epoch is no call: an offer, an answer and its candidates are about ten. */
const maxSignals = 150;

interface Member {
  /** Tab of a visitor, socket of an agent. */
  place: string;
  socketId: string;
  media: CallMedia;
}

interface Link {
  row: CallsTable;
  epoch: number;
  /** Offers in this epoch. Unknown after a restart, until somebody joins. */
  lastJoined: Side | null;
  members: Partial<Record<Side, Member>>;
  heardAt: Record<Side, number>;
  signals: { from: Side; at: number; signal: Signal }[];
}

type LinkPowers = Pick<Powers, 'tell' | 'now' | 'agentFace'> & {
  iceServers(callId: string, side: Side): IceServer[];
};

const other = (side: Side): Side => (side === 'visitor' ? 'agent' : 'visitor');
const silent: CallMedia = { microphone: false, camera: false, screen: false };
const placeOf = (who: Actor) => (who.kind === 'visitor' ? who.tabId : who.socketId);

/**
 * Passes signals between the two members of a call. An epoch is one pair of links: it rises with every join, the
 * joiner offers, and signals of another epoch are refused, so that old pages and doubled tabs cannot disturb.
 * In memory only; after a restart a side is a member again with its first signal.
 */
export function createLinks(powers: LinkPowers) {
  const links = new Map<string, Link>();

  function linkOf(row: CallsTable): Link {
    const known = links.get(row.id);
    if (known) return known;
    const made: Link = {
      row,
      epoch: row.epoch,
      lastJoined: null,
      members: {},
      heardAt: { visitor: Number.NEGATIVE_INFINITY, agent: Number.NEGATIVE_INFINITY },
      signals: [],
    };
    links.set(row.id, made);
    return made;
  }

  /** Says something to one side: to the visitor's one tab, to every window of the agent (the others have not joined). */
  function tell(link: Link, to: Side) {
    const visitorTab = link.members.visitor?.place;
    if (to === 'agent') return powers.tell.agent(link.row.agent_id);
    return visitorTab
      ? powers.tell.visitorTab(link.row.visitor_id, visitorTab)
      : powers.tell.visitor(link.row.visitor_id);
  }

  const kept = (link: Link, from: Side) =>
    link.signals.filter((one) => one.from === from && one.at > powers.now() - replayMs).map((one) => one.signal);

  const joined = (link: Link, side: Side, offerer: CallJoined['offerer']): CallJoined => ({
    callId: link.row.id,
    epoch: link.epoch,
    offerer,
    iceServers: powers.iceServers(link.row.id, side),
    replay: kept(link, other(side)),
  });

  const offererFor = (link: Link, side: Side): CallJoined['offerer'] => (link.lastJoined === side ? 'me' : 'peer');

  /** What a side may have missed: a newer epoch, or signals of this one. Harmless when it missed nothing. */
  function renew(link: Link, side: Side) {
    if (link.lastJoined) tell(link, side)('call:renewed', joined(link, side, offererFor(link, side)));
  }

  /** Notes who speaks. False for another tab than the one that joined: the call is not there any more. */
  function heard(link: Link, who: Actor): boolean {
    const side = who.kind;
    const member = link.members[side];
    if (member && who.kind === 'visitor' && member.place !== who.tabId) return false;
    link.heardAt[side] = powers.now();
    if (!member) link.members[side] = { place: placeOf(who), socketId: who.socketId, media: silent };
    else if (member.socketId !== who.socketId) {
      member.socketId = who.socketId;
      member.place = placeOf(who);
      renew(link, side);
    }
    return true;
  }

  async function tellElsewhere(link: Link, side: Side, left: Member) {
    const agent = (await powers.agentFace(link.row.agent_id)) ?? { agentId: link.row.agent_id, name: '' };
    const ended = {
      callId: link.row.id,
      conversationId: link.row.conversation_id,
      phase: 'ended' as const,
      agent,
      sinceAt: powers.now(),
      why: 'elsewhere' as const,
    };
    if (side === 'visitor') powers.tell.visitorTab(link.row.visitor_id, left.place)('call:changed', ended);
    else powers.tell.agentSocket(left.socketId)('call:changed', ended);
  }

  return {
    /** STUN and TURN servers with credentials that are fresh now. */
    servers: (callId: string, side: Side) => powers.iceServers(callId, side),
    /** `epoch` has just been raised for this join. The newest page of a side is the member; an older one hears so. */
    async join(row: CallsTable, who: Actor, media: CallMedia, epoch: number): Promise<CallJoined> {
      const link = linkOf(row);
      const side = who.kind;
      const before = link.members[side];
      const peer = link.members[other(side)];
      link.epoch = epoch;
      link.lastJoined = side;
      link.signals = [];
      link.members[side] = { place: placeOf(who), socketId: who.socketId, media };
      link.heardAt[side] = powers.now();
      if (before && before.place !== placeOf(who)) await tellElsewhere(link, side, before);
      if (peer) {
        renew(link, other(side));
        tell(link, other(side))('call:mediaTold', { callId: row.id, ...media });
        tell(link, side)('call:mediaTold', { callId: row.id, ...peer.media });
      }
      return joined(link, side, 'me');
    },

    signal(row: CallsTable, who: Actor, signal: Signal): Answer<void> {
      const link = linkOf(row);
      const side = who.kind;
      if (signal.epoch !== link.epoch) {
        // It was away when the epoch rose: being told is worth more to it than the refusal.
        if (heard(link, who)) renew(link, side);
        return no('conflict', { detail: 'epoch' });
      }
      if (Buffer.byteLength(JSON.stringify(signal)) > limits.signalBytes) return no('tooLarge');
      if (link.signals.filter((one) => one.from === side).length >= maxSignals) return no('tooOften');
      if (!heard(link, who)) return no('gone');
      link.signals.push({ from: side, at: powers.now(), signal });
      tell(link, other(side))('call:signalled', signal);
      return yes(undefined);
    },

    media(row: CallsTable, who: Actor, media: CallMedia): Answer<void> {
      const link = linkOf(row);
      const side = who.kind;
      if (!heard(link, who)) return no('gone');
      link.members[side]!.media = media;
      tell(link, other(side))('call:mediaTold', { callId: row.id, ...media });
      return yes(undefined);
    },

    /** When a side last said anything about this call. */
    heardAt: (callId: string, side: Side) => links.get(callId)?.heardAt[side] ?? Number.NEGATIVE_INFINITY,
    forget: (callId: string) => void links.delete(callId),
  };
}

export type Links = ReturnType<typeof createLinks>;
