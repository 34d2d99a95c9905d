import type { Again, SensePowers } from './senses.ts';

const kinds = ['section', 'product'] as const;

/**
 * Which marked sections and products the visitor has before them: `data-theke-section`, `data-theke-product`, any part of it in the
 * middle half of the window. Looked at after scrolling, a click and a new page, never observed.
 */
export function watchSight({ window, wanted, feed, soon }: SensePowers): Again {
  const { document } = window;
  const agains = kinds
    .filter((kind) => wanted(RegExp(`dwell:${kind}`)))
    .map((what) => {
      let inSight = new Set<string>();
      const look = () => {
        const before = inSight;
        inSight = new Set();
        const { innerHeight, innerWidth } = window;
        for (const one of document.querySelectorAll(`[data-theke-${what}]`)) {
          const { top, bottom, left, right } = one.getBoundingClientRect();
          // The same product may stand on the page twice.
          if (4 * top < 3 * innerHeight && 4 * bottom > innerHeight && left < innerWidth && right > 0)
            inSight.add(one.getAttribute(`data-theke-${what}`)!);
        }
        for (const name of new Set([...before, ...inSight])) {
          const on = inSight.has(name);
          if (name && before.has(name) !== on) feed({ type: 'inside', what, name, on });
        }
      };
      soon('scroll click', look);
      look();
      return () => {
        inSight = new Set();
        look();
      };
    });
  return () => agains.map((again) => again());
}
