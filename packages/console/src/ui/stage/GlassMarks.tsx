import type { DrawnStroke, Place } from '../../desk/pointing.ts';
import type { Found, PageView } from '../../desk/viewDoor.ts';
import { shownAt, useBox } from './place.ts';

/** The frame around what is shown to the visitor: it stays with its element until it is taken off. */
export function MarkFrame({ view, node, scale }: { view: PageView; node: number; scale: number }) {
  const box = useBox(view, node);
  return box ? <span class="glass-frame" data-kept="true" style={shownAt(box, scale)} /> : null;
}

/** What a click here would reach. */
export function AimFrame({ found, scale, refused }: { found: Found; scale: number; refused: boolean }) {
  return <span class="glass-frame" data-refused={refused} style={shownAt(found.box, scale)} />;
}

// As wide as the words may be; nearer to the right edge they stand on the other side of the pointer.
const widestPx = 280;

/** Words beside the pointer, on the side where there is room. */
export const AimLabel = ({ at, scale, words, width }: { at: Place; scale: number; words: string; width: number }) => (
  <span
    class="glass-label"
    data-left={(width - at.x) * scale < widestPx}
    style={{ left: `${at.x * scale}px`, top: `${at.y * scale}px` }}
  >
    {words}
  </span>
);

/** The agent's own lines, at once and in the visitor's pixels. */
export function Strokes({ strokes, scale }: { strokes: readonly DrawnStroke[]; scale: number }) {
  if (strokes.length === 0) return null;
  return (
    <svg class="glass-strokes" aria-hidden="true">
      <g transform={`scale(${scale})`}>
        {strokes.map((one) => (
          <polyline key={one.strokeId} data-done={one.done} points={one.points.join(' ')} />
        ))}
      </g>
    </svg>
  );
}
