import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Clock } from '@theke/kit';
import type { Quality } from './doors.ts';

/** Tells how well the picture comes. */
export interface QualityMeter {
  readonly quality: ReadonlySignal<Quality>;
  arrived(bytes: number): void;
  /** When what arrived at this time is on the screen. */
  applied(arrivedMs: number): void;
  stop(): void;
}

const tellEveryMs = 1_000;
const windowMs = 5_000;
const nothing: Quality = { lagMs: 0, dropped: 0, pictures: 0, bad: 0, rate: 0, jitterMs: 0 };

/** Makes a {@link QualityMeter}; `counts` gives the figures others keep. Rests when nothing comes. */
export function createQuality(clock: Clock, counts: () => Pick<Quality, 'dropped' | 'pictures' | 'bad'>): QualityMeter {
  const quality = signal<Quality>(nothing);
  let chunks: { atMs: number; bytes: number; lagMs: number }[] = [];
  let jitterMs = 0;
  let lastGapMs = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  let armed: (() => void) | null = null;

  function tell(): void {
    armed = null;
    const nowMs = clock.elapsed();
    chunks = chunks.filter(({ atMs }) => nowMs - atMs < windowMs);
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
    const { dropped, pictures, bad } = counts();
    const next: Quality = {
      lagMs: Math.round(Math.max(0, ...chunks.map(({ lagMs }) => lagMs))),
      rate: Math.round((bytes * 1_000) / windowMs),
      jitterMs: chunks.length > 0 ? Math.round(jitterMs) : 0,
      dropped,
      pictures,
      bad,
    };
    if (JSON.stringify(next) !== JSON.stringify(quality.peek())) quality.value = next;
    // Until the last of it is out of the window.
    if (chunks.length > 0) arm();
  }

  function arm(): void {
    armed ??= clock.after(tellEveryMs, tell);
  }

  return {
    quality,
    arrived(bytes) {
      const nowMs = clock.elapsed();
      const gapMs = nowMs - lastMs;
      lastMs = nowMs;
      // Two gaps in one burst of changes ought to be alike; a long pause is a quiet page.
      if (gapMs < tellEveryMs) {
        jitterMs += (Math.abs(gapMs - lastGapMs) - jitterMs) / 16;
        lastGapMs = gapMs;
      }
      // A hundred chunks a second for five seconds; more tell nothing more.
      if (chunks.length >= 500) chunks.shift();
      chunks.push({ atMs: nowMs, bytes, lagMs: 0 });
      arm();
    },
    applied(arrivedMs) {
      const chunk = chunks.findLast(({ atMs }) => atMs <= arrivedMs);
      if (chunk) chunk.lagMs = Math.max(chunk.lagMs, clock.elapsed() - arrivedMs);
    },
    stop() {
      armed?.();
    },
  };
}
