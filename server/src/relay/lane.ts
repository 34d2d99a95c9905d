import { type Answer, type Highlight, limits, no, type PageChunk, type Pointer, yes } from '@theke/protocol';
import type { Actor, Powers, Side } from '../powers.ts';
import type { SharesTable } from '../store/tables.ts';
import { type Budget, createBudget } from './budget.ts';
import { createTimers } from './timers.ts';

/** Chunks of one share in a second: the sharer packs ten to twenty. */
export const chunkPace = { perSecond: 60, burst: 120 };
/** Bytes of one share: ordinary browsing is far below; the burst lets whole pictures pass. */
export const bytePace = { perSecond: 256 * 1024, burst: limits.pictureBytes };
/** At most one wish for a fresh picture in this time: a picture is the dearest thing there is. */
const pictureGapMs = 500;
/** How often we look whether a receiver that was behind has room again. */
const roomCheckMs = 250;
/** A page load takes no longer; after it the line counts as lost. */
const loadingMs = 20_000;

interface Place {
  row: SharesTable;
  /** The one socket whose page is shown. The newest tab wins. */
  visitorSocket: string | null;
  agentSockets: Set<string>;
  /** The visitor's page has begun to send: who joins from here on has missed the beginning. */
  begun: boolean;
  chunks: Budget;
  bytes: Budget;
  lastAt: number;
  wantedAt: number;
  wantWaits: boolean;
  /** A receiver missed a chunk: its stream is broken, nothing more of it is sent until it has room for a new one. */
  behind: boolean;
  leaving: boolean;
}

/** Events of the live lane have no answer; the gate drops this. */
const nothing = yes(undefined as never);

type LanePowers = Pick<Powers, 'tell' | 'live' | 'now' | 'after' | 'counters'>;

/**
 * Passes pictures and pointers between the sockets that joined a share. Keeps nothing of them, and knows of grants only
 * that somebody was let in and not cut since: a share without a place here is not on.
 */
export function createLane(powers: LanePowers) {
  const places = new Map<string, Place>();
  const timers = createTimers(powers);

  function wantPicture(shareId: string) {
    const place = places.get(shareId);
    if (!place || place.wantWaits) return;
    const restMs = place.wantedAt + pictureGapMs - powers.now();
    if (restMs > 0) {
      place.wantWaits = true;
      timers.after(restMs, () => {
        place.wantWaits = false;
        if (places.get(shareId) === place) wantPicture(shareId);
      });
      return;
    }
    place.wantedAt = powers.now();
    powers.tell.live(shareId, 'visitor')('picture:wanted', { shareId });
  }

  function fellBehind(shareId: string, place: Place) {
    powers.counters.count('theke_pictures_behind_total');
    if (place.behind) return;
    place.behind = true;
    powers.tell.agent(place.row.agent_id)('picture:gap', { shareId, why: 'behind' });
    const check = () => {
      if (places.get(shareId) !== place || !place.behind) return;
      if (powers.live.behind(shareId, 'agent') > 0) return timers.after(roomCheckMs, check);
      place.behind = false;
      wantPicture(shareId);
    };
    timers.after(roomCheckMs, check);
  }

  const sideOf = (place: Place | undefined, socketId: string): Side | null =>
    place?.visitorSocket === socketId ? 'visitor' : place?.agentSockets.has(socketId) ? 'agent' : null;

  return {
    /** Lets a socket in. Whoever calls has checked that the share is on and whose it is. */
    join(row: SharesTable, actor: Actor) {
      const known = places.get(row.id);
      const place: Place = known ?? {
        row,
        visitorSocket: null,
        agentSockets: new Set(),
        begun: false,
        chunks: createBudget(chunkPace),
        bytes: createBudget(bytePace),
        lastAt: powers.now(),
        wantedAt: Number.NEGATIVE_INFINITY,
        wantWaits: false,
        behind: false,
        leaving: false,
      };
      places.set(row.id, place);
      place.lastAt = powers.now();
      if (actor.kind === 'visitor') {
        if (place.visitorSocket && place.visitorSocket !== actor.socketId)
          powers.live.leave(place.visitorSocket, row.id);
        place.visitorSocket = actor.socketId;
        place.leaving = false;
        place.begun = false;
        powers.live.join(actor.socketId, row.id, 'visitor');
        return;
      }
      place.agentSockets.add(actor.socketId);
      powers.live.join(actor.socketId, row.id, 'agent');
      // The stream that is running means nothing to a view that missed its beginning.
      if (place.begun) wantPicture(row.id);
    },

    side: (shareId: string, socketId: string) => sideOf(places.get(shareId), socketId),

    /** A pointer goes to the other side; the latest wins, so one that is skipped is no loss. */
    point(pointer: Pointer, socketId: string): Answer<never> {
      const place = places.get(pointer.shareId);
      const side = sideOf(place, socketId);
      if (!place || !side) return no('notGranted');
      place.lastAt = powers.now();
      powers.tell.live(pointer.shareId, side === 'agent' ? 'visitor' : 'agent')('pointer:moved', pointer);
      return nothing;
    },
    highlight(highlight: Highlight, socketId: string): Answer<never> {
      if (sideOf(places.get(highlight.shareId), socketId) !== 'agent') return no('notGranted');
      powers.tell.live(highlight.shareId, 'visitor')('highlight:changed', highlight);
      return nothing;
    },

    chunk(chunk: PageChunk, socketId: string): Answer<void> {
      const place = places.get(chunk.shareId);
      if (!place || place.visitorSocket !== socketId) {
        powers.counters.count('theke_chunks_not_granted_total');
        return no('notGranted');
      }
      const now = powers.now();
      const waitMs = place.chunks(1, now) ?? place.bytes(chunk.bytes.byteLength, now);
      if (waitMs !== null) return no('tooOften', { retryInMs: waitMs });
      place.lastAt = now;
      place.begun = true;
      powers.counters.count('theke_relayed_bytes_total', { lane: 'page' }, chunk.bytes.byteLength);
      if (place.behind) return yes(undefined);
      const { skipped } = powers.tell.live(chunk.shareId, 'agent')('page:chunked', chunk);
      if (skipped > 0) fellBehind(chunk.shareId, place);
      return yes(undefined);
    },

    wantPicture,
    /** When something last passed; `otherwise` for a share nobody has joined. */
    lastAt: (shareId: string, otherwise: number) => places.get(shareId)?.lastAt ?? otherwise,

    /** The page is being left: a new one will join in a moment. */
    leaving(shareId: string, visitorId: string) {
      const place = places.get(shareId);
      if (place?.row.visitor_id !== visitorId) return;
      place.leaving = true;
      const tell = powers.tell.agent(place.row.agent_id);
      tell('picture:gap', { shareId, why: 'navigating' });
      timers.after(loadingMs, () => {
        if (places.get(shareId) === place && place.leaving) tell('picture:gap', { shareId, why: 'lineLost' });
      });
    },

    socketGone(socketId: string) {
      for (const [shareId, place] of places) {
        place.agentSockets.delete(socketId);
        if (place.visitorSocket !== socketId) continue;
        place.visitorSocket = null;
        if (!place.leaving) powers.tell.agent(place.row.agent_id)('picture:gap', { shareId, why: 'lineLost' });
      }
    },

    stop: timers.stop,

    /** Nothing of this share passes from here on. */
    cut(shareId: string) {
      places.delete(shareId);
      powers.live.cut(shareId);
    },
    cutVisitor(visitorId: string) {
      for (const [shareId, place] of places) if (place.row.visitor_id === visitorId) this.cut(shareId);
    },
  };
}

export type Lane = ReturnType<typeof createLane>;
