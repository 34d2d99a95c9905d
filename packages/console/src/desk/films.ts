import type { MediaStep } from '@theke/protocol';
import type { LiveLine } from './live.ts';
import { type ReadonlySignal, signal } from './signals.ts';

/** Videos that both sides look at: what each one does right now, by the entry that shows it. */
export interface Films {
  readonly steps: ReadonlySignal<ReadonlyMap<string, MediaStep & { atElapsedMs: number }>>;
  /** Whether there is a line to play them over. */
  readonly ready: ReadonlySignal<boolean>;
  /** How far it has come by now; the second argument only makes whoever asks look again. */
  placeOf(entryId: string, tick?: number): number;
  /** Plays, holds or moves it, for both. */
  step(entryId: string, playing: boolean, atMs: number): void;
  begin(on: { shareId: string; live: LiveLine }): () => void;
}

/** Makes {@link Films}. The film itself is played on the visitor's page; here is only the hand on it. */
export function createFilms({ elapsed }: { elapsed: () => number }): Films {
  const steps = signal<ReadonlyMap<string, MediaStep & { atElapsedMs: number }>>(new Map());
  const ready = signal(false);
  let on: { shareId: string; live: LiveLine } | null = null;
  const keep = (step: MediaStep) => {
    steps.value = new Map(steps.peek()).set(step.entryId, { ...step, atElapsedMs: elapsed() });
  };
  return {
    steps,
    ready,
    placeOf(entryId) {
      const step = steps.peek().get(entryId);
      if (!step) return 0;
      return Math.round(step.atMs + (step.playing ? elapsed() - step.atElapsedMs : 0));
    },
    step(entryId, playing, atMs) {
      if (!on) return;
      const step = { shareId: on.shareId, entryId, playing, atMs };
      on.live.tell('media:step', step);
      keep(step);
    },
    begin(next) {
      on = next;
      ready.value = true;
      const undo = next.live.on('media:stepped', (step) => step.shareId === next.shareId && keep(step));
      return () => {
        undo();
        if (on !== next) return;
        on = null;
        ready.value = false;
        steps.value = new Map();
      };
    },
  };
}
