import type { SignalAt } from '../rule/nodes.ts';
import { type Memory, maxNames, maxTimes } from './memory.ts';

/** How a signal is filed: by its name, and with a place also by both. */
export const signalKey = ({ signal, at }: SignalAt): string => (at === undefined ? signal : `${signal}@${at}`);

/** For each length the latest beginning of a part of a sequence, and at the end, behind its last signal, the span of the whole. */
export type Run = (number | null | undefined)[];

/** What signals were given, and how far sequences have come. Bounded, however many there are. */
export interface Signals {
  /** When it was given, oldest first, by its `signalKey`: the last times, as many as were ever needed at once. */
  times(key: string): readonly number[];
  /** How far a sequence has come, now and later: judged when its last signal is given. */
  run(of: readonly SignalAt[]): Readonly<Run>;
  /** Answers the names it is filed under. */
  give(name: string, at: string | undefined, nowMs: number): readonly string[];
  /** So many times of one signal are needed from now on. */
  need(times: number): void;
  memory(): Pick<Memory, 'signals' | 'runs'>;
}

export function createSignals(kept: Required<Pick<Memory, 'signals' | 'runs'>>): Signals {
  const given = new Map(Object.entries(kept.signals).map(([key, times]) => [key, [...times]]));
  const runs = new Map<string, { of: readonly SignalAt[]; run: Run }>();
  // What was kept was needed.
  let keep = Math.max(1, ...[...given.values()].map((times) => times.length));

  return {
    times: (key) => given.get(key) ?? [],
    run(of) {
      const key = JSON.stringify(of);
      const known = runs.get(key) ?? { of, run: [...(kept.runs[key] ?? [])] };
      runs.set(key, known);
      return known.run;
    },
    give(signal, at, nowMs) {
      for (const { of, run } of runs.values()) {
        const last = of.length - 1;
        // From the end, so that one signal is never two steps.
        for (let i = last; i >= 0; i -= 1) {
          const step = of[i]!;
          if (step.signal !== signal || (step.at ?? at) !== at) continue;
          run[i] = i ? run[i - 1] : nowMs;
          if (i === last) run[of.length] = run[i] == null ? undefined : nowMs - run[i]!;
        }
      }
      const keys = [...new Set([signal, signalKey({ signal, at })])];
      for (const key of keys) {
        const times = [...(given.get(key) ?? []), nowMs].slice(-keep);
        // The names last given stay, whatever a flood of others washes in.
        given.delete(key);
        given.set(key, times);
        if (given.size > maxNames) given.delete(given.keys().next().value!);
      }
      return keys;
    },
    need(times) {
      keep = Math.min(maxTimes, Math.max(keep, times));
    },
    memory: () => ({
      signals: Object.fromEntries(given),
      // Of rules that are not here yet, too.
      runs: {
        ...kept.runs,
        ...Object.fromEntries([...runs].slice(-maxNames).map(([key, { run }]) => [key, [...run]])),
      } as Memory['runs'],
    }),
  };
}
