import {
  type Answer,
  type EntryBody,
  type Highlight,
  type Lead,
  type MediaStep,
  no,
  type Pointer,
  type Stroke,
  yes,
} from '@theke/protocol';
import type { Actor, Powers, Side } from '../../powers.ts';
import { mayNot } from '../share/grants.ts';
import type { Place, View } from './place.ts';

/** Events of the live lane have no answer; the gate drops this. */
const nothing = yes(undefined as never);
/** Entries known to show something that plays; more are looked up again. */
const maxKnownMedia = 50;

/**
 * Everything two people show each other on a shared page without touching it: pointers, boxes, lines, leading, playing in step.
 * The latest wins, so one that is skipped is no loss. Agents show only what the visitor lets the acting one show.
 */
export function createSigns(
  powers: Pick<Powers, 'tell' | 'now' | 'db'>,
  placeOf: (shareId: string) => Place | undefined,
) {
  const media = new WeakMap<Place, Set<string>>();

  /** Somebody who has joined, and with what; null for everybody else. */
  function from(shareId: string, who: Actor): { place: Place; view: View | null } | null {
    const place = placeOf(shareId);
    const view = place?.views.get(who.socketId) ?? null;
    return !place || (!view && place.visitorSocket !== who.socketId) ? null : { place, view };
  }
  /** What passes is a sign of life; the clock of silence begins anew. */
  function to(place: Place, side: Side) {
    place.lastAt = powers.now();
    return powers.tell.live(place.shareId, side);
  }

  /** The acting agent, while the visitor lets them point. */
  function pointing(shareId: string, who: Actor): { place: Place; view: View } | null {
    const found = from(shareId, who);
    if (!found?.view || mayNot(found.place.grants, found.view.agentId, 'point')) return null;
    return { place: found.place, view: found.view };
  }
  /** Leading and playing move nothing unless the visitor follows or presses play themselves. */
  const leads = ({ grants, owner }: Place, agentId: string) =>
    !grants.paused && (agentId === grants.actor || agentId === owner);

  async function isMedia(place: Place, entryId: string): Promise<boolean> {
    const known = media.get(place) ?? new Set();
    media.set(place, known);
    if (known.has(entryId)) return true;
    const row = await powers.db
      .selectFrom('entries')
      .select('body')
      .where('id', '=', entryId)
      .where('conversation_id', '=', place.conversationId)
      .executeTakeFirst();
    if (!row || (JSON.parse(row.body) as EntryBody).type !== 'media') return false;
    if (known.size >= maxKnownMedia) known.clear();
    known.add(entryId);
    return true;
  }

  return {
    point(pointer: Pointer, who: Actor): Answer<never> {
      const { shareId } = pointer;
      if (who.kind === 'visitor') {
        const found = from(shareId, who);
        if (!found || found.place.grants.paused) return no('notGranted');
        to(found.place, 'agent')('pointer:moved', pointer);
        return nothing;
      }
      const found = pointing(shareId, who);
      if (!found) return no('notGranted');
      to(found.place, 'visitor')('pointer:moved', { ...pointer, name: found.view.name });
      return nothing;
    },
    highlight(highlight: Highlight, who: Actor): Answer<never> {
      const found = pointing(highlight.shareId, who);
      if (!found) return no('notGranted');
      to(found.place, 'visitor')('highlight:changed', highlight);
      return nothing;
    },
    stroke(stroke: Stroke, who: Actor): Answer<never> {
      const found = pointing(stroke.shareId, who);
      if (!found) return no('notGranted');
      to(found.place, 'visitor')('stroke:drawn', stroke);
      return nothing;
    },
    lead(lead: Lead, who: Actor): Answer<never> {
      const found = from(lead.shareId, who);
      if (!found?.view || !leads(found.place, found.view.agentId)) return no('notGranted');
      to(found.place, 'visitor')('lead:scrolled', lead);
      return nothing;
    },
    follow(follow: { shareId: string; on: boolean }, who: Actor): Answer<never> {
      const found = from(follow.shareId, who);
      if (!found || found.view) return no('notGranted');
      found.place.following = follow.on;
      to(found.place, 'agent')('follow:changed', follow);
      return nothing;
    },
    async media(step: MediaStep, who: Actor): Promise<Answer<never>> {
      const found = from(step.shareId, who);
      if (!found || (found.view && !leads(found.place, found.view.agentId))) return no('notGranted');
      if (!(await isMedia(found.place, step.entryId))) return no('notFound');
      // Ended while we looked.
      if (placeOf(step.shareId) !== found.place) return no('notGranted');
      if (found.view) to(found.place, 'visitor')('media:stepped', step);
      for (const view of found.place.views.values())
        if (view !== found.view) powers.tell.liveOne(view.socketId)('media:stepped', step);
      return nothing;
    },
  };
}

export type Signs = ReturnType<typeof createSigns>;
