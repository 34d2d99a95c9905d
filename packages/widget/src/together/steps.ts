import type { Clock } from '@theke/kit';
import type { MediaStep } from '@theke/protocol';

/** Where a video stands, as both sides last knew it. */
export interface Place {
  playing: boolean;
  atMs: number;
  /** Monotonic time when that was so. */
  sinceMs: number;
}

type Step = Omit<MediaStep, 'shareId'>;

/** So much apart is together: seeking for less would stutter. */
export const driftMs = 400;

const placeAt = ({ playing, atMs, sinceMs }: Place, nowMs: number) => (playing ? atMs + nowMs - sinceMs : atMs);

/** What a video tells of itself. */
export type Moved = 'play' | 'pause' | 'seeked';

/**
 * Whether the other side must hear of it: only what it does not expect. Starting late because the net is slow is no news;
 * that would hold up the other side instead of catching up with it.
 */
export const isNews = (known: Place | null, moved: Moved, now: Place): boolean =>
  !known ||
  (moved === 'seeked' ? Math.abs(placeAt(known, now.sinceMs) - now.atMs) > driftMs : known.playing !== now.playing);

/** A video as it is played in step; an `HTMLVideoElement` is one. */
export interface Playable {
  currentTime: number;
  readonly paused: boolean;
  muted: boolean;
  play(): Promise<void>;
  pause(): void;
}

// Whoever pressed play says so often where they are: the other side may have had to wait for the net.
const beatMs = 4_000;

/** Plays one video in step with the other side. */
export function playInStep(video: Playable, entryId: string, clock: Clock, tell: (step: Step) => void) {
  let known: Place | null = null;
  let beat = () => {};
  /** We have set its place ourselves, and it has not said so yet. */
  let ownSeek = false;
  const place = (): Place => ({
    playing: !video.paused,
    atMs: Math.max(0, Math.round(video.currentTime * 1_000)),
    sinceMs: clock.elapsed(),
  });

  function say() {
    beat();
    known = place();
    tell({ entryId, playing: known.playing, atMs: known.atMs });
    if (known.playing) beat = clock.after(beatMs, say);
  }

  return {
    /** Something happened here: by the visitor's hand, or as the other side said. */
    moved(moved: Moved) {
      if (moved === 'seeked' && ownSeek) ownSeek = false;
      else if (isNews(known, moved, place())) say();
    },
    hear({ playing, atMs }: Step) {
      beat();
      known = { playing, atMs, sinceMs: clock.elapsed() };
      if (Math.abs(video.currentTime * 1_000 - atMs) > driftMs) {
        ownSeek = true;
        video.currentTime = atMs / 1_000;
      }
      if (!playing) video.pause();
      else if (video.paused)
        video.play().catch((why: unknown) => {
          // A pause pressed while it was still beginning ends it just so, and stands.
          if ((why as Error | null)?.name === 'AbortError') return;
          // A browser that lets nothing sound by itself lets it run silently.
          video.muted = true;
          video.play().catch(() => {});
        });
    },
    stop: () => beat(),
  };
}

/** The lane's end of it: remembers the last step of each video, for one that is opened later. */
export function createSteps(tell: (step: Step) => void) {
  let last: Step | null = null;
  const watchers = new Set<(step: Step) => void>();
  return {
    tell,
    hear(step: Step) {
      last = step;
      for (const watch of watchers) watch(step);
    },
    watch(entryId: string, fn: (step: Step) => void): () => void {
      const watch = (step: Step) => {
        if (step.entryId === entryId) fn(step);
      };
      watchers.add(watch);
      if (last) watch(last);
      return () => void watchers.delete(watch);
    },
  };
}

export type Steps = ReturnType<typeof createSteps>;
