import { type ReadonlySignal, signal } from './signals.ts';

/** Whether this page is to be seen, focused or not: an agent may look at it while writing elsewhere. */
export function watchSight(page: Document): { visible: ReadonlySignal<boolean>; stop: () => void } {
  const visible = signal(page.visibilityState === 'visible');
  const update = () => {
    visible.value = page.visibilityState === 'visible';
  };
  page.addEventListener('visibilitychange', update);
  return { visible, stop: () => page.removeEventListener('visibilitychange', update) };
}
