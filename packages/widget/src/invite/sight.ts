import type { Again, SensePowers } from './senses.ts';

const kinds = ['section', 'product'] as const;

/**
 * Which marked sections and products the visitor has before them: `data-theke-section`, `data-theke-product`, any part of it in the
 * middle half of the window. Told by the browser; marks that come later are found by the next scroll or page.
 */
export function watchSight({ window, wanted, feed, scrolled, finally: atEnd }: SensePowers): Again {
  const mine = kinds.filter((kind) => wanted(RegExp(`dwell:${kind}`)));
  if (!mine.length) return () => {};
  const { document } = window;
  const inSight = new Set<Element>();
  const tell = (target: Element) => {
    for (const what of mine) {
      const mark = `data-theke-${what}`;
      const name = target.getAttribute(mark);
      // The same product may stand on the page twice.
      if (name) feed({ type: 'inside', what, name, on: [...inSight].some((one) => one.getAttribute(mark) === name) });
    }
  };
  const eye = new window.IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) {
        if (isIntersecting) inSight.add(target);
        else if (!inSight.delete(target)) continue;
        tell(target);
      }
    },
    { rootMargin: '-25% 0px' },
  );
  const look = () => {
    for (const one of document.querySelectorAll(mine.map((kind) => `[data-theke-${kind}]`).join())) eye.observe(one);
  };
  scrolled(look);
  atEnd(() => eye.disconnect());
  look();
  return () => {
    look();
    inSight.forEach(tell);
  };
}
