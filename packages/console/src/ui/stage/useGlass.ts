import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Place } from '../../desk/pointing.ts';
import type { Sharing } from '../../desk/sharing.ts';

// Arrow keys move the pointer by this much of the visitor's page; with Shift, further.
const stepPx = 16;
const longStepPx = 80;
// One press of a page key, as a part of the viewport; the ends of the page are further than any page.
const pagePart = 0.85;
const farPx = 1_000_000;
// A wheel that counts in lines.
const linePx = 16;

const ownKeys = ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] as const;
const isOwn = (key: string): key is (typeof ownKeys)[number] => (ownKeys as readonly string[]).includes(key);

interface Setting {
  glass: RefObject<HTMLDivElement>;
  sharing: Sharing;
  size: { width: number; height: number };
  scale: number;
  /** Says the words of what was framed. */
  said: (label: string) => void;
}

/**
 * Pointer, wheel and keys over the picture. After a click by mouse the arrow keys, Enter and Esc go to the element that was
 * clicked; for who works by keyboard the arrows move the pointer, and Enter is the click.
 */
export function useGlass({ glass, sharing, size, scale, said }: Setting) {
  const { pointing, acting, leading } = sharing;
  const [hover, setHover] = useState<Place | null>(null);
  const [byKeys, setByKeys] = useState(false);
  const engaged = useRef(false);
  const drawing = useRef(false);

  const placeOf = (event: MouseEvent): Place => {
    const box = glass.current?.getBoundingClientRect();
    const within = (value: number, most: number) => Math.max(0, Math.min(most, Math.round(value)));
    return {
      x: within((event.clientX - (box?.left ?? 0)) / scale, size.width),
      y: within((event.clientY - (box?.top ?? 0)) / scale, size.height),
    };
  };
  const show = (at: Place) => {
    // The picture stands elsewhere: the visitor would see the pointer at a wrong place.
    if (!leading.apart.peek()) pointing.point(at);
  };
  const mayAct = () => acting.may.peek().control || acting.may.peek().fill;

  function use(at: Place) {
    const tool = pointing.tool.peek();
    if (tool === 'highlight') {
      const label = pointing.mark(at);
      if (label) said(label);
    } else if (tool !== 'pen' && mayAct()) {
      if (leading.apart.peek()) acting.refuse('lookingAround');
      else void acting.click(at);
    }
  }

  // Not passive: what moves the visitor's page must not move this one.
  useEffect(() => {
    const element = glass.current;
    const turned = (event: WheelEvent) => {
      const unit = event.deltaMode === 1 ? linePx : event.deltaMode === 2 ? size.height : 1;
      if (event.ctrlKey || !leading.move(placeOf(event), event.deltaX * unit, event.deltaY * unit)) return;
      event.preventDefault();
    };
    element?.addEventListener('wheel', turned, { passive: false });
    return () => element?.removeEventListener('wheel', turned);
  }, [leading, size, scale]);

  function keyed(event: KeyboardEvent) {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Somebody who believes to be typing into the page must not accept the next visitor by it.
    if (key.length === 1 && mayAct()) event.stopPropagation();
    if (engaged.current && isOwn(key) && pointing.marked.peek() === null) {
      event.preventDefault();
      event.stopPropagation();
      if (key === 'Escape') engaged.current = false;
      void acting.key(key);
      return;
    }
    const at = hover ?? { x: Math.round(size.width / 2), y: Math.round(size.height / 2) };
    const page = { PageUp: -size.height * pagePart, PageDown: size.height * pagePart, Home: -farPx, End: farPx }[key];
    if (page !== undefined) {
      if (leading.move(at, 0, page)) event.preventDefault();
      return;
    }
    if (key === 'Enter') {
      event.preventDefault();
      use(at);
      return;
    }
    const by = event.shiftKey ? longStepPx : stepPx;
    const move = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[key];
    if (!move) return;
    event.preventDefault();
    const next = {
      x: Math.max(0, Math.min(size.width, at.x + (move[0] ?? 0))),
      y: Math.max(0, Math.min(size.height, at.y + (move[1] ?? 0))),
    };
    setByKeys(true);
    setHover(next);
    show(next);
  }

  const leave = () => {
    setHover(null);
    pointing.point(null);
  };
  return {
    hover,
    byKeys,
    handlers: {
      onPointerDown(event: PointerEvent) {
        if (pointing.tool.peek() !== 'pen' || event.button !== 0 || leading.apart.peek()) return;
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
        drawing.current = true;
        pointing.draw(placeOf(event));
      },
      onPointerMove(event: PointerEvent) {
        const at = placeOf(event);
        setByKeys(false);
        setHover(at);
        show(at);
        if (drawing.current) pointing.drawOn(at);
      },
      onPointerUp() {
        drawing.current = false;
        pointing.drawEnd();
      },
      onPointerCancel() {
        drawing.current = false;
        pointing.drawEnd();
      },
      onPointerLeave: leave,
      onBlur() {
        engaged.current = false;
        pointing.point(null);
      },
      onClick(event: MouseEvent) {
        engaged.current = acting.may.peek().control && pointing.tool.peek() !== 'highlight';
        use(placeOf(event));
      },
      onKeyDown: keyed,
    },
  };
}
