import type { Context } from './context.ts';

/** Elements told by their size alone: told anew when it changes. */
export interface Boxes {
  told(element: Element): void;
  stop(): void;
}

/** Makes {@link Boxes}. */
export function createBoxes({ window, book, due }: Context): Boxes {
  const sizes = new WeakMap<Element, string>();
  let watch: ResizeObserver | null = null;

  function look(changes: ResizeObserverEntry[]): void {
    for (const { target } of changes) {
      if (!book.entry(target)?.isBox) {
        watch?.unobserve(target);
        sizes.delete(target);
        continue;
      }
      const { width, height } = target.getBoundingClientRect();
      const size = `${Math.round(width)} ${Math.round(height)}`;
      const before = sizes.get(target);
      sizes.set(target, size);
      if (before !== undefined && before !== size) due.note('anew', target);
    }
  }

  return {
    told(element) {
      watch ??= window.ResizeObserver ? new window.ResizeObserver(look) : null;
      watch?.observe(element);
    },
    stop() {
      watch?.disconnect();
    },
  };
}
