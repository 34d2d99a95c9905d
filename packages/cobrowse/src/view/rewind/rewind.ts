import { signal } from '@preact/signals-core';
import type { Clock } from '@theke/kit';
import type { PageEvent } from '../../events.ts';
import { finish } from '../apply.ts';
import type { Rewind } from '../doors.ts';
import type { Player } from '../player.ts';
import type { Showing } from '../showing.ts';
import type { Slices } from '../slices.ts';
import { createReel } from './reel.ts';
import { snapshot } from './snapshot.ts';
import { createTape } from './tape.ts';

export interface RewindPowers {
  clock: Clock;
  slices: Slices;
  open(): Showing;
  /** The picture on show now. */
  player(): Player | null;
  /** The past instead of the present; null: the present again. */
  cover(showing: Showing | null): void;
}

/** Keeps what was shown, and shows it again. */
export interface RewindDesk {
  readonly rewind: Rewind;
  keep(lines: readonly string[], isPicture: boolean): void;
  readonly chars: number;
  close(): void;
}

const keepMs = 300_000;
const maxChars = 24_000_000;
// Then a note of the whole picture is less than what would have to be shown again.
const noteEveryMs = 120_000;
const noteEveryChars = 4_000_000;
const maxTries = 3;
const stepMs = 100;
// Stills of a video would fill it all in a minute; of the past a few are enough.
const stillEveryMs = 5_000;
const smallStillChars = 20_000;

/** Makes a {@link RewindDesk}: five minutes, from memory, masked as they came. */
export function createRewind(powers: RewindPowers): RewindDesk {
  const { clock, slices } = powers;
  const tape = createTape(keepMs, maxChars);
  const reel = createReel({ tape, slices, open: powers.open, notes: false });
  const range = signal<{ fromMs: number; toMs: number } | null>(null);
  const at = signal<number | null>(null);
  // The wall clock may jump; what is told in its terms goes on evenly.
  const offsetMs = clock.now() - clock.elapsed();
  const time = () => offsetMs + clock.elapsed();
  let noting: (() => void) | null = null;
  let tries = 0;
  let baseChars = 0;
  let toldMs = Number.NEGATIVE_INFINITY;
  let stillMs = Number.NEGATIVE_INFINITY;
  let playing: (() => void) | null = null;

  function tell(): void {
    if (clock.elapsed() - toldMs < 1_000 && range.peek()) return;
    toldMs = clock.elapsed();
    range.value = tape.range;
  }

  function isWorth(line: string, atMs: number): boolean {
    if (!line.startsWith('{"type":8,') || line.length < smallStillChars) return true;
    if (atMs - stillMs < stillEveryMs) return false;
    stillMs = atMs;
    return true;
  }

  function noteIfDue(): void {
    const { last } = tape;
    const player = powers.player();
    if (noting || !last || !player) return;
    if (time() - last.fromMs < noteEveryMs && last.chars - baseChars < noteEveryChars) return;
    const done = (events: PageEvent[] | null) => {
      noting = null;
      tries += 1;
      if (!events) return;
      tries = 0;
      tape.note(time(), events);
      baseChars = tape.last?.chars ?? 0;
    };
    if (tries >= maxTries) done(finish(snapshot(player)));
    else noting = slices.idle(snapshot(player), done);
  }

  function show(ms: number): void {
    at.value = ms;
    reel.go(ms, (showing) => {
      if (at.peek() !== null) powers.cover(showing);
    });
  }

  function halt(): void {
    playing?.();
    playing = null;
  }

  function live(): void {
    halt();
    if (at.peek() === null) return;
    at.value = null;
    powers.cover(null);
    reel.clear();
    range.value = tape.range;
  }

  function step(): void {
    playing = null;
    const now = at.peek();
    const end = tape.range?.toMs;
    if (now === null || end === undefined) return;
    // Nothing has changed since: it looks like the present.
    if (now + stepMs >= end) {
      live();
      return;
    }
    show(now + stepMs);
    playing = clock.after(stepMs, step);
  }

  return {
    rewind: {
      range,
      at,
      seek(ms) {
        const now = tape.range;
        if (!now || !Number.isFinite(ms)) return;
        if (!playing) range.value = now;
        show(Math.min(now.toMs, Math.max(now.fromMs, ms)));
      },
      play(on) {
        halt();
        if (on && at.peek() !== null) playing = clock.after(stepMs, step);
      },
      live,
    },
    keep(lines, isPicture) {
      const atMs = time();
      if (isPicture) tape.begin(atMs);
      for (const line of lines) if (isWorth(line, atMs)) tape.add(atMs, line);
      if (isPicture) {
        noting?.();
        noting = null;
        baseChars = tape.last?.chars ?? 0;
      }
      tell();
      noteIfDue();
    },
    get chars() {
      return tape.chars;
    },
    close() {
      noting?.();
      halt();
      reel.clear();
      tape.clear();
    },
  };
}
