import { type Answer, limits, no, type PageChunk, type PictureGap, yes } from '@theke/protocol';
import type { Powers } from '../../powers.ts';
import type { Finding } from '../inspect/inspector.ts';
import type { Timers } from '../timers.ts';
import { type Continues, nextCourse } from './course.ts';
import type { Place, View } from './place.ts';

/** At most one wish for a fresh picture in this time: a picture is the dearest thing there is. */
const pictureGapMs = 500;
/** A wish that brought nothing is said again. */
const againMs = 5_000;
/** A page that has joined begins by itself; whoever asks sooner makes it take its picture twice. */
const beginMs = 3_000;
/** How often we look whether a receiver that was behind has room again. */
const roomCheckMs = 250;
/** Falling behind again within this time is a habit, and waits longer each time. */
const habitMs = 30_000;
const maxRestMs = 16_000;
/** Streams whose lengths a view may still need. */
const keptStreams = 6;
/** What must not be seen, so often within a minute, was no accident. */
const maxStrikes = 3;
const strikesMs = 60_000;

export interface PictureHears {
  /** What comes from this share is no page, or shows what must not be shown, again and again. */
  unsafe(shareId: string): void;
  /** A chunk as it was passed on: looked into, in order. */
  passed(place: Place, chunk: PageChunk, atMs: number): void;
}

/** Since when, whatever was done to the wall clock in between. */
const sinceMs = (at: number, now: number) => (now < at ? Number.POSITIVE_INFINITY : now - at);

/** Passes pictures on, to each view as far as it can follow, and asks for new ones for those that cannot. */
export function createPictures(
  powers: Pick<Powers, 'tell' | 'live' | 'now' | 'counters'>,
  places: ReadonlyMap<string, Place>,
  timers: Timers,
  hears: PictureHears,
) {
  const { now, counters } = powers;
  const looks = new Map<Place, number>();
  const isOpen = (place: Place) => places.get(place.shareId) === place;

  /** Tells each agent who looks on why nothing new comes. */
  function gap(place: Place, why: PictureGap) {
    for (const agentId of new Set([...place.views.values()].map((view) => view.agentId)))
      powers.tell.agent(agentId)('picture:gap', { shareId: place.shareId, why });
  }

  function look(place: Place, ms: number) {
    const dueAt = now() + ms;
    if ((looks.get(place) ?? Number.POSITIVE_INFINITY) <= dueAt) return;
    looks.set(place, dueAt);
    timers.after(ms, () => {
      if (looks.get(place) === dueAt) looks.delete(place);
      attend(place);
    });
  }

  /** Asks the visitor's side for what views need, together and not too often. */
  function attend(place: Place) {
    if (!isOpen(place) || !place.visitorSocket || place.grants.paused) return;
    const needing = [...place.views.values()].filter((view) => view.course === null && !view.behind);
    if (needing.length === 0) return;
    const nowMs = now();
    const joinedMs = sinceMs(place.visitorJoinedAt, nowMs);
    if (!place.begun && joinedMs < beginMs) return look(place, beginMs - joinedMs);
    const due = needing.filter((view) => sinceMs(view.wantedAt, nowMs) >= againMs).slice(0, limits.viewers);
    if (due.length === 0) return look(place, againMs - Math.max(...needing.map((v) => sinceMs(v.wantedAt, nowMs))));
    const restMs = pictureGapMs - sinceMs(place.wantedAt, nowMs);
    if (restMs > 0) return look(place, restMs);
    place.wantedAt = nowMs;
    for (const view of due) view.wantedAt = nowMs;
    // When all begin anew there is nobody to go on for.
    const only = due.length < place.views.size ? { only: due.map((view) => view.viewer) } : {};
    powers.tell.live(place.shareId, 'visitor')('picture:wanted', { shareId: place.shareId, ...only });
    look(place, againMs);
  }

  function fellBehind(place: Place, view: View) {
    counters.count('theke_pictures_behind_total');
    const nowMs = now();
    const again = sinceMs(view.fellAt, nowMs) < habitMs + view.restMs;
    view.restMs = again ? Math.min(maxRestMs, Math.max(1_000, view.restMs * 2)) : 0;
    view.fellAt = nowMs;
    view.behind = true;
    view.course = null;
    powers.tell.agent(view.agentId)('picture:gap', { shareId: place.shareId, why: 'behind' });
    const goOn = () => {
      if (place.views.get(view.socketId) !== view) return;
      view.behind = false;
      view.wantedAt = Number.NEGATIVE_INFINITY;
      attend(place);
    };
    const check = () => {
      if (!isOpen(place) || place.views.get(view.socketId) !== view) return;
      if (powers.live.isBehind(view.socketId)) timers.after(roomCheckMs, check);
      else if (view.restMs > 0) timers.after(view.restMs, goOn);
      else goOn();
    };
    timers.after(roomCheckMs, check);
  }

  /** What runs is of no use any more; a picture made for some, to those. */
  function lose(place: Place, only?: readonly string[]) {
    place.inspector.breakOff();
    for (const view of place.views.values()) {
      if (only && !only.includes(view.viewer)) continue;
      if (view.course) view.wantedAt = Number.NEGATIVE_INFINITY;
      view.course = null;
    }
  }

  function pass(place: Place, { only, ...told }: PageChunk, continues: Continues | null) {
    const at = { stream: told.stream, seq: told.seq, continues };
    for (const view of place.views.values()) {
      if (view.behind || (only && !only.includes(view.viewer))) continue;
      const step = nextCourse(view.course, at, (stream) => place.lengths.get(stream));
      view.course = step.course;
      if (!step.use) continue;
      const { skipped } = powers.tell.liveOne(view.socketId)('page:chunked', told);
      if (skipped > 0) fellBehind(place, view);
    }
    place.lengths.set(told.stream, told.seq + 1);
    for (const oldest of place.lengths.keys()) {
      if (place.lengths.size <= keptStreams) break;
      place.lengths.delete(oldest);
    }
    attend(place);
  }

  function spoiled(place: Place, finding: Finding & { kind: 'broken' }, only?: readonly string[]) {
    lose(place, only);
    if (finding.unsafe) {
      counters.count('theke_secrets_dropped_total', { why: finding.unsafe });
      const nowMs = now();
      place.strikes = [...place.strikes.filter((at) => sinceMs(at, nowMs) < strikesMs), nowMs];
      if (place.strikes.length >= maxStrikes) return hears.unsafe(place.shareId);
    }
    attend(place);
  }

  return {
    attend,
    gap,
    lose,
    /** A page has joined, or goes on after a pause: it begins a stream by itself. */
    begins(place: Place) {
      place.begun = false;
      place.visitorJoinedAt = now();
      for (const view of place.views.values()) view.wantedAt = Number.NEGATIVE_INFINITY;
      attend(place);
    },
    /** This view cannot go on from what it has. */
    want(place: Place, view: View) {
      if (view.course) view.wantedAt = Number.NEGATIVE_INFINITY;
      view.course = null;
      attend(place);
    },

    async chunk(chunk: PageChunk, socketId: string): Promise<Answer<void>> {
      const place = places.get(chunk.shareId);
      if (!place || place.visitorSocket !== socketId) {
        counters.count('theke_chunks_not_granted_total');
        return no('notGranted');
      }
      const nowMs = now();
      const bytes = chunk.bytes.byteLength;
      const waitMs = place.unfolded.waitMs(nowMs) ?? place.chunks(1, nowMs) ?? place.bytes(bytes, nowMs);
      if (waitMs !== null) return no('tooOften', { retryInMs: waitMs });
      place.lastAt = nowMs;
      counters.count('theke_relayed_bytes_total', { lane: 'page' }, bytes);
      if (place.grants.paused) {
        // Sent before the pause was heard there. It is not shown, and what comes after it hangs in the air.
        lose(place);
        return yes(undefined);
      }
      const finding = await place.inspector.take(chunk);
      if (finding.kind !== 'late') place.unfolded.charge(finding.unfoldedBytes);
      // Cut, paused or replaced while we looked.
      if (!isOpen(place) || place.visitorSocket !== socketId) return no('notGranted');
      if (place.grants.paused) return yes(undefined);
      place.begun = true;
      if (finding.kind === 'late') return yes(undefined);
      if (finding.kind === 'broken') spoiled(place, finding, chunk.only);
      else {
        pass(place, chunk, finding.continues);
        hears.passed(place, chunk, nowMs);
      }
      return yes(undefined);
    },
  };
}

export type Pictures = ReturnType<typeof createPictures>;
