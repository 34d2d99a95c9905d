import type { Joined, PageChunk } from '@theke/protocol';
import type { Actor, Powers } from '../../powers.ts';
import type { SharesTable } from '../../store/tables.ts';
import type { Grants } from '../share/grants.ts';
import { createTimers } from '../timers.ts';
import { createPictures } from './pictures.ts';
import { createPlace, createView, type Place, viewsOf } from './place.ts';

/** A page load takes no longer; after it the line counts as lost. */
const loadingMs = 20_000;
/** Windows of one agent that look at the same page. A reload leaves one behind for a while; nobody has so many. */
const maxWindows = 4;

/** What others want to know of the lane. All are called after the fact, none is waited for. */
export interface LaneHears {
  unsafe(shareId: string): void;
  passed(place: Place, chunk: PageChunk, atMs: number): void;
  /** The last window of this agent has gone. */
  viewGone(shareId: string, agentId: string): void;
  /** Nobody looks at the shared page since now: another tab is in front, or its line is gone. */
  away(shareId: string): void;
  /** The page that was shown is not there any more, or another one is; what was open on it is not. */
  pageGone(place: Place): void;
  regranted(place: Place, before: Grants): void;
}

type LanePowers = Pick<Powers, 'tell' | 'live' | 'now' | 'after' | 'counters'>;

/**
 * Who takes part in a share with which socket. Keeps nothing of what passes. A share without a place here is not on, and its
 * grants are here as they stand now: whoever passes something on asks here, never the database.
 */
export function createLane(powers: LanePowers, hears: LaneHears) {
  const places = new Map<string, Place>();
  const timers = createTimers(powers);
  const pictures = createPictures(powers, places, timers, hears);

  function visitorJoins(place: Place, socketId: string) {
    if (place.visitorSocket && place.visitorSocket !== socketId) {
      powers.live.leave(place.visitorSocket, place.shareId);
      hears.pageGone(place);
    }
    place.visitorSocket = socketId;
    place.leaving = false;
    place.awaySince = null;
    powers.live.join(socketId, place.shareId, 'visitor');
    pictures.begins(place);
  }

  function visitorGoes(place: Place) {
    place.visitorSocket = null;
    if (!place.leaving) pictures.gap(place, 'lineLost');
    outOfSight(place);
    hears.pageGone(place);
  }

  function outOfSight(place: Place) {
    if (place.awaySince !== null) return;
    place.awaySince = powers.now();
    hears.away(place.shareId);
  }

  function viewGoes(place: Place, socketId: string) {
    const view = place.views.get(socketId);
    if (!view) return;
    place.views.delete(socketId);
    if (viewsOf(place, view.agentId).length > 0) return;
    if (view.agentId === place.grants.actor) dropPointer(place, view.name);
    hears.viewGone(place.shareId, view.agentId);
  }

  /** Nothing of an agent stays on the visitor's page when they may not point any more, or are gone. */
  function dropPointer({ shareId }: Place, name: string) {
    const tell = powers.tell.live(shareId, 'visitor');
    tell('pointer:moved', { shareId, x: 0, y: 0, inside: false, name });
    tell('highlight:changed', { shareId, node: null });
  }

  return {
    ...pictures,
    place: (shareId: string) => places.get(shareId),
    places: () => places.values(),

    /** Lets a socket in. Whoever calls has checked that the share is on and that this is somebody of it. */
    join(row: SharesTable, site: { siteId: string; origins: readonly string[] }, grants: Grants, actor: Actor): Joined {
      const place = places.get(row.id) ?? createPlace(row, site, grants, powers.now());
      places.set(row.id, place);
      Object.assign(place, site, { lastAt: powers.now() });
      if (actor.kind === 'visitor') {
        visitorJoins(place, actor.socketId);
        return { viewer: '' };
      }
      const known = place.views.get(actor.socketId);
      if (known) return { viewer: known.viewer };
      const windows = viewsOf(place, actor.agentId);
      if (windows.length >= maxWindows) {
        powers.live.leave(windows[0]!.socketId, row.id);
        place.views.delete(windows[0]!.socketId);
      }
      const view = createView(actor, powers.now());
      place.views.set(actor.socketId, view);
      powers.live.join(actor.socketId, row.id, 'agent');
      if (place.following) powers.tell.liveOne(actor.socketId)('follow:changed', { shareId: row.id, on: true });
      // The stream that is running means nothing to a view that missed its beginning.
      pictures.attend(place);
      return { viewer: view.viewer };
    },

    /** One agent looks no longer, with all windows. */
    unview(shareId: string, agentId: string) {
      const place = places.get(shareId);
      if (!place) return;
      for (const view of viewsOf(place, agentId)) {
        powers.live.leave(view.socketId, shareId);
        viewGoes(place, view.socketId);
      }
    },

    regrant(shareId: string, grants: Grants) {
      const place = places.get(shareId);
      if (!place || place.grants === grants) return;
      const before = place.grants;
      place.grants = grants;
      const pointed = before.stands.point === 'on' && !before.paused;
      if (pointed && (grants.stands.point !== 'on' || grants.paused || grants.actor !== before.actor))
        dropPointer(place, viewsOf(place, before.actor)[0]?.name ?? '');
      if (grants.paused && !before.paused) {
        pictures.lose(place);
        pictures.gap(place, 'paused');
      }
      if (before.paused && !grants.paused) pictures.begins(place);
      hears.regranted(place, before);
    },

    /** When something last passed; `otherwise` for a share nobody has joined. */
    lastAt: (shareId: string, otherwise: number) => places.get(shareId)?.lastAt ?? otherwise,

    /** The visitor has another tab or program in front, or comes back. */
    front(shareId: string, socketId: string, on: boolean) {
      const place = places.get(shareId);
      if (place?.visitorSocket !== socketId) return;
      if (on) place.awaySince = null;
      else {
        pictures.gap(place, 'hidden');
        outOfSight(place);
      }
    },

    /** The page is being left: a new one will join in a moment. */
    leaving(shareId: string, visitorId: string) {
      const place = places.get(shareId);
      if (place?.visitorId !== visitorId) return;
      place.leaving = true;
      pictures.gap(place, 'navigating');
      timers.after(loadingMs, () => {
        if (places.get(shareId) === place && place.leaving) pictures.gap(place, 'lineLost');
      });
    },

    socketGone(socketId: string) {
      for (const place of places.values()) {
        viewGoes(place, socketId);
        if (place.visitorSocket === socketId) visitorGoes(place);
      }
    },

    stop() {
      timers.stop();
      for (const place of places.values()) place.inspector.close();
    },

    /** Nothing of this share passes from here on. */
    cut(shareId: string) {
      const place = places.get(shareId);
      places.delete(shareId);
      powers.live.cut(shareId);
      place?.inspector.close();
    },
    cutVisitor(visitorId: string) {
      for (const [shareId, place] of places) if (place.visitorId === visitorId) this.cut(shareId);
    },
  };
}

export type Lane = ReturnType<typeof createLane>;
