import type { Clock } from '@theke/kit';
import type { RuleEvent } from '@theke/rules';
import { watchBack } from './back.ts';
import { watchForms } from './forms.ts';
import { watchMoves } from './moves.ts';
import { watchSight } from './sight.ts';

/** What a sense may use. */
export interface SensePowers {
  readonly window: Window & typeof globalThis;
  readonly clock: Clock;
  /** Whether some rule uses one of the names this finds: `signal:exit`, `dwell:field`, `idle` … */
  wanted(names: RegExp): boolean;
  feed(event: RuleEvent): void;
  /** Listens passively, before the page's own listeners could stop the event, until the senses end. */
  watch(target: EventTarget, names: string, fn: (event: Event) => void): void;
  signal(name: string, at?: string): void;
  /** Runs soon after one of these events on the page, at most four times a second. */
  soon(names: string, fn: () => void): void;
  /** Runs when the senses end. */
  finally(fn: () => void): void;
}

/** How often at most the page is looked at. */
const sampleMs = 250;

/** After the page was told anew: what still holds is told again. */
export type Again = () => void;

export interface Senses {
  again: Again;
  stop(): void;
}

/**
 * What the page shows of the visitor by itself. Listens for what rules use and for nothing else; nothing of the page is changed,
 * and nothing that is typed is read.
 */
export function watchSenses(powers: Pick<SensePowers, 'window' | 'clock' | 'wanted' | 'feed' | 'signal'>): Senses {
  const stop = new AbortController();
  const { window, clock } = powers;
  const all: SensePowers = {
    ...powers,
    finally: (fn) => stop.signal.addEventListener('abort', fn),
    watch(target, names, fn) {
      for (const name of names.split(' '))
        target.addEventListener(name, fn, { signal: stop.signal, passive: true, capture: true });
    },
    soon(names, fn) {
      let takeBack: (() => void) | null = null;
      all.watch(window.document, names, () => {
        takeBack ??= clock.after(sampleMs, () => {
          takeBack = null;
          fn();
        });
      });
      all.finally(() => takeBack?.());
    },
  };
  watchBack(all);
  const agains = [watchForms(all), watchSight(all), watchMoves(all)];
  return {
    again: () => agains.map((again) => again()),
    stop: () => stop.abort(),
  };
}
