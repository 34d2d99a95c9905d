import { createId } from '@theke/kit';
import { limits } from '@theke/protocol';
import type { AgentActor } from '../../powers.ts';
import type { SharesTable } from '../../store/tables.ts';
import { type Budget, createBudget, createDebt } from '../budget.ts';
import { type Addresses, createAddresses } from '../inspect/addresses.ts';
import { createInspector, type Inspector } from '../inspect/inspector.ts';
import type { Grants } from '../share/grants.ts';
import type { Course } from './course.ts';

/** Chunks of one share in a second: the sharer packs ten to twenty. */
export const chunkPace = { perSecond: 60, burst: 120 };
/** Bytes of one share: ordinary browsing is far below; the burst lets whole pictures pass. */
export const bytePace = { perSecond: 256 * 1024, burst: limits.pictureBytes };
/** What those unfold to: the largest picture a view takes, and the work we do for one share. */
export const unfoldedPace = { perSecond: 2 * 1024 * 1024, burst: 40 * 1024 * 1024 };

/** One window of an agent that looks on. */
export interface View {
  socketId: string;
  agentId: string;
  name: string;
  /** Under which name pictures are made for it. */
  viewer: string;
  course: Course;
  /** It was asked for a picture for it, and when. */
  wantedAt: number;
  /** It does not read: nothing is sent until it has room again. */
  behind: boolean;
  /** Who falls behind again and again waits longer for the next picture: each costs the visitor. */
  restMs: number;
  fellAt: number;
}

/** A share that somebody joined: who takes part with which socket, and how far they are. In memory only. */
export interface Place {
  shareId: string;
  conversationId: string;
  visitorId: string;
  siteId: string;
  origins: readonly string[];
  owner: string;
  recorded: boolean;
  grants: Grants;
  /** The one socket whose page is shown. The newest tab wins. */
  visitorSocket: string | null;
  visitorJoinedAt: number;
  /** The visitor's page has begun to send: who joins from here on has missed the beginning. */
  begun: boolean;
  /** Since when nobody looks at the shared page. */
  awaySince: number | null;
  leaving: boolean;
  following: boolean;
  views: Map<string, View>;
  /** Chunks passed of the streams that views may still stand on. */
  lengths: Map<number, number>;
  inspector: Inspector;
  addresses: Addresses;
  chunks: Budget;
  bytes: Budget;
  unfolded: ReturnType<typeof createDebt>;
  lastAt: number;
  lastActAt: number;
  wantedAt: number;
  strikes: number[];
}

/** Makes the {@link Place} of a share that is on. */
export function createPlace(
  row: SharesTable,
  site: { siteId: string; origins: readonly string[] },
  grants: Grants,
  now: number,
): Place {
  const addresses = createAddresses(() => place.origins);
  const place: Place = {
    shareId: row.id,
    conversationId: row.conversation_id,
    visitorId: row.visitor_id,
    ...site,
    owner: row.agent_id,
    recorded: row.recorded === 1,
    grants,
    visitorSocket: null,
    visitorJoinedAt: now,
    begun: false,
    awaySince: now,
    leaving: false,
    following: false,
    views: new Map(),
    lengths: new Map(),
    inspector: createInspector(addresses.read),
    addresses,
    chunks: createBudget(chunkPace),
    bytes: createBudget(bytePace),
    unfolded: createDebt(unfoldedPace),
    lastAt: now,
    lastActAt: now,
    wantedAt: Number.NEGATIVE_INFINITY,
    strikes: [],
  };
  return place;
}

/** A view that has nothing yet. */
export const createView = (who: AgentActor, now: number): View => ({
  socketId: who.socketId,
  agentId: who.agentId,
  name: who.name,
  viewer: createId('view', now),
  course: null,
  wantedAt: Number.NEGATIVE_INFINITY,
  behind: false,
  restMs: 0,
  fellAt: Number.NEGATIVE_INFINITY,
});

export const viewsOf = (place: Place, agentId: string): View[] =>
  [...place.views.values()].filter((view) => view.agentId === agentId);
