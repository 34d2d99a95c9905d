import { useMemo } from 'preact/hooks';
import { computed, type ReadonlySignal } from '../desk/signals.ts';

/** Words that run with the desk's clock: put into the page as they are, only their text changes, and nothing around it is drawn anew. */
export const useRunning = <T>(compute: () => T, known: readonly unknown[]): ReadonlySignal<T> =>
  useMemo(() => computed(compute), known);
