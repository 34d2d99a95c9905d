import { useRef, useState } from 'preact/hooks';
import type { PageView } from '../desk/viewDoor.ts';
import { useView } from './use.ts';

interface Props {
  view: PageView;
  size: { width: number; height: number };
  scale: number;
}

interface Place {
  x: number;
  y: number;
}

// Arrow keys move the pointer by this much of the visitor's page; with Shift, further.
const stepPx = 16;
const longStepPx = 80;

/**
 * Lies over the picture: everything done here becomes a pointer or a highlight on the visitor's page, and nothing
 * reaches the picture itself. Works with the arrow keys and Enter as well.
 */
export function StageGlass({ view, size, scale }: Props) {
  const { desk, texts } = useView();
  const { sharing, notices } = desk;
  const glass = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<Place | null>(null);
  const [byKeys, setByKeys] = useState(false);
  const tool = sharing.tool.value;

  const placeOf = (event: PointerEvent | MouseEvent): Place => {
    const box = glass.current?.getBoundingClientRect();
    const within = (value: number, most: number) => Math.max(0, Math.min(most, Math.round(value)));
    return {
      x: within((event.clientX - (box?.left ?? 0)) / scale, size.width),
      y: within((event.clientY - (box?.top ?? 0)) / scale, size.height),
    };
  };
  const mark = (at: Place) => {
    const label = sharing.mark(at);
    if (label) notices.say({ type: 'marked', label });
  };
  const keyed = (event: KeyboardEvent) => {
    const by = event.shiftKey ? longStepPx : stepPx;
    const at = hover ?? { x: size.width / 2, y: size.height / 2 };
    const move = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.key];
    if (event.key === 'Enter') {
      event.preventDefault();
      mark(at);
    }
    if (!move) return;
    event.preventDefault();
    const next = {
      x: Math.max(0, Math.min(size.width, at.x + (move[0] ?? 0))),
      y: Math.max(0, Math.min(size.height, at.y + (move[1] ?? 0))),
    };
    setByKeys(true);
    setHover(next);
    sharing.point(next);
  };
  const framed = tool === 'highlight' && hover ? view.nodeAt(hover.x, hover.y) : null;
  return (
    <div
      ref={glass}
      class="glass"
      data-tool={tool}
      role="application"
      aria-label={tool === 'point' ? texts.share.pointLong : texts.share.highlightLong}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a pointer that works by keyboard needs the focus
      tabIndex={0}
      onPointerMove={(event) => {
        const at = placeOf(event);
        setByKeys(false);
        setHover(at);
        sharing.point(at);
      }}
      onPointerLeave={() => {
        setHover(null);
        sharing.point(null);
      }}
      onBlur={() => sharing.point(null)}
      onClick={(event) => tool === 'highlight' && mark(placeOf(event))}
      onKeyDown={keyed}
    >
      {byKeys && hover ? (
        <span class="glass-cross" style={{ left: `${hover.x * scale}px`, top: `${hover.y * scale}px` }} />
      ) : null}
      {framed?.box ? (
        <span
          class="glass-frame"
          style={{
            left: `${framed.box.left * scale}px`,
            top: `${framed.box.top * scale}px`,
            width: `${framed.box.width * scale}px`,
            height: `${framed.box.height * scale}px`,
          }}
        />
      ) : null}
      {framed?.label.includes(' ') && hover ? (
        <span class="glass-label" style={{ left: `${hover.x * scale}px`, top: `${hover.y * scale}px` }}>
          {framed.label}
        </span>
      ) : null}
    </div>
  );
}
