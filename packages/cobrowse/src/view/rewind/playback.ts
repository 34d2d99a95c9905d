import { type ReadonlySignal, signal } from '@preact/signals-core';
import { type Clock, createCleanup } from '@theke/kit';
import type { PageChunk } from '@theke/protocol';
import { eventType } from '../../events.ts';
import { createCaptures } from '../captures.ts';
import { goesOn, nextOrder, noOrder } from '../order.ts';
import { readEvent } from '../readEvent.ts';
import { createShowing } from '../showing.ts';
import { createSlices } from '../slices.ts';
import { createStage } from '../stage.ts';
import { type AssetUrl, trusting } from '../taste.ts';
import { createUnpacker, type Unpacker } from '../unpack.ts';
import { createReel } from './reel.ts';
import { createTape } from './tape.ts';

/** A recorded share being played. Times are milliseconds from its beginning. */
export interface Playback {
  readonly position: ReadonlySignal<number>;
  /** Grows while the recording is read. */
  readonly duration: ReadonlySignal<number>;
  readonly playing: ReadonlySignal<boolean>;
  readonly size: ReadonlySignal<{ width: number; height: number } | null>;
  /** All of it is there, or as much as can be kept; `broken`: the rest could not be read. */
  readonly loaded: ReadonlySignal<'loading' | 'whole' | 'broken'>;
  /** So many times as fast as it was. */
  speed(times: number): void;
  play(): void;
  pause(): void;
  seek(ms: number): void;
  close(): void;
}

export interface PlaybackPowers {
  mount: HTMLElement;
  frameTitle: string;
  frameLabel?: string;
  assetUrl: AssetUrl;
  clock: Clock;
  /** In the order they were recorded. */
  parts: AsyncIterable<{ atMs: number; chunk: PageChunk }>;
}

// An hour of ordinary looking around is a tenth of it.
const maxChars = 200_000_000;
const stepMs = 50;

/** Plays a recorded share: as hostile as a live one, shown by the same means. */
export function playRecording(powers: PlaybackPowers): Playback {
  const { clock } = powers;
  const window = powers.mount.ownerDocument.defaultView as Window & typeof globalThis;
  const cleanup = createCleanup();
  const stage = createStage(powers.mount);
  const slices = createSlices(window, clock);
  const captures = createCaptures(powers.assetUrl);
  const tape = createTape(Number.POSITIVE_INFINITY, maxChars);
  const position = signal(0);
  const duration = signal(0);
  const playing = signal(false);
  const size = signal<{ width: number; height: number } | null>(null);
  const loaded = signal<'loading' | 'whole' | 'broken'>('loading');
  let times = 1;
  let armed: (() => void) | null = null;
  let order = noOrder;
  let unpacker: Unpacker | null = null;
  let startMs: number | null = null;

  const reel = createReel({
    tape,
    slices,
    notes: true,
    open: () =>
      createShowing(
        { stage, frameTitle: powers.frameTitle, frameLabel: powers.frameLabel ?? '', address: captures.address },
        () => {},
      ),
  });

  function show(ms: number): void {
    position.value = ms;
    reel.go(ms, ({ layer, player }) => {
      stage.cover(layer);
      if (!player.facts) return;
      const { width, height } = player.facts;
      const before = size.peek();
      if (before?.width !== width || before.height !== height) size.value = { width, height };
      stage.resize(width, height);
    });
  }

  function keep(atMs: number, chunk: PageChunk): void {
    const { order: now, step } = nextOrder(order, chunk);
    order = now;
    if (step === 'first') unpacker = createUnpacker();
    if (step === 'ignore' || step === 'hole' || !unpacker) return;
    for (const [i, line] of unpacker.unpack(new Uint8Array(chunk.bytes)).entries()) {
      const isFirst = step === 'first' && i === 0;
      const raw: unknown = /^\{"type":[57],/.test(line) ? JSON.parse(line) : null;
      const event = raw ? readEvent(raw, trusting) : null;
      if (event?.type === eventType.continued) {
        if (isFirst && goesOn(order, event.data)) continue;
        unpacker = null;
        return;
      }
      if (event?.type === eventType.asset) captures.add(event.data);
      else {
        if (isFirst) tape.begin(atMs);
        tape.add(atMs, line);
      }
    }
    duration.value = atMs;
  }

  async function load(): Promise<void> {
    for await (const { atMs, chunk } of powers.parts) {
      if (cleanup.done) return;
      startMs ??= atMs;
      keep(atMs - startMs, chunk);
      // The first picture is shown as soon as it is there.
      if (size.peek() === null && position.peek() === 0) show(0);
      if (tape.chars > maxChars * 0.95) break;
    }
    loaded.value = 'whole';
    show(position.peek());
  }

  function step(): void {
    armed = null;
    const next = Math.min(duration.peek(), position.peek() + stepMs * times);
    show(next);
    if (next < duration.peek() || loaded.peek() === 'loading') armed = clock.after(stepMs, step);
    else playing.value = false;
  }

  function pause(): void {
    armed?.();
    armed = null;
    playing.value = false;
  }

  cleanup.add(() => stage.remove());
  cleanup.add(reel.clear);
  cleanup.add(tape.clear);
  cleanup.add(pause);
  load().catch(() => {
    loaded.value = 'broken';
  });

  return {
    position,
    duration,
    playing,
    size,
    loaded,
    speed(next) {
      times = Math.min(16, Math.max(0.25, next));
    },
    play() {
      if (playing.peek() || cleanup.done) return;
      if (position.peek() >= duration.peek()) position.value = 0;
      playing.value = true;
      armed = clock.after(stepMs, step);
    },
    pause,
    seek(ms) {
      if (!cleanup.done && Number.isFinite(ms)) show(Math.min(duration.peek(), Math.max(0, ms)));
    },
    close: () => cleanup.run(),
  };
}
