import type { SensePowers } from './senses.ts';

interface Entry {
  index: number;
}
/** The browser's own list of pages, where it tells it. */
type Navigation = EventTarget & { currentEntry: Entry };

/** Whether this page was reached through the browser's history; in which direction is not told there, and back is what people press. */
export function cameBack({ performance }: Window): boolean {
  const loads = performance.getEntriesByType?.('navigation') as PerformanceNavigationTiming[] | undefined;
  return loads?.[0]?.type === 'back_forward';
}

/** Tells each step back within a single-page shop. */
export function watchBack({ window, watch, wanted, signal }: SensePowers): void {
  if (!wanted(/:back/)) return;
  const { navigation } = window as Window & { navigation?: Navigation };
  if (!navigation) watch(window, 'popstate', () => signal('back'));
  else
    watch(navigation, 'currententrychange', (event) => {
      const { navigationType, from } = event as Event & { navigationType: string | null; from: Entry };
      if (navigationType === 'traverse' && from.index > navigation.currentEntry.index) signal('back');
    });
}
