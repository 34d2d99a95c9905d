import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** Width of an element in pixels, followed: letters in a picture stay as large as those beside it. */
export function useWidth(of: RefObject<HTMLElement>, usual: number): number {
  const [width, setWidth] = useState(usual);
  useLayoutEffect(() => {
    const element = of.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const measure = () => {
      // On paper and while hidden there is none: the last one stays.
      if (element.clientWidth > 0) setWidth(element.clientWidth);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [of]);
  return width;
}
