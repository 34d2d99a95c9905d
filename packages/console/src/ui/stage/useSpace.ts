import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** The size of an element, as it is now. */
export function useSpace(element: RefObject<HTMLElement>): { width: number; height: number } {
  const [space, setSpace] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    if (!element.current) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setSpace({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [element]);
  return space;
}

/** How much smaller a page must be drawn to fit. Never larger than life: it would only be blurred. */
export const scaleFor = (
  size: { width: number; height: number } | null,
  space: { width: number; height: number },
): number => (size ? Math.min(space.width / size.width, space.height / size.height, 1) : 1);
