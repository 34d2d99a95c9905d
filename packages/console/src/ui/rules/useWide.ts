import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

// The list at the side takes 300; a form and a text of forty signs need the rest.
const wideFrom = 1100;

/** Whether the screen an element stands in has room for two things beside each other. Not the window: the console may stand in a page. */
export function useWide(of: RefObject<HTMLElement>): boolean {
  const [wide, setWide] = useState(false);
  useLayoutEffect(() => {
    const screen = of.current?.closest<HTMLElement>('.rules');
    if (!screen || typeof ResizeObserver === 'undefined') return;
    const measure = () => setWide(screen.clientWidth >= wideFrom);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(screen);
    return () => observer.disconnect();
  }, [of]);
  return wide;
}
