import type { Clock } from '@theke/kit';
import type { Stroke } from '@theke/protocol';
import { accent, type Place } from './place.ts';

/** Lines the agent draws over the page. They stay on what they were drawn on while the page scrolls, and fade by themselves. */
export interface Strokes {
  /** Gives the middle of a line that has come to its end, in the window's pixels. */
  draw(stroke: Stroke): { x: number; y: number } | null;
  stop(): void;
}

const stayMs = 4_000;
const fadeMs = 600;
const maxStrokes = 40;
const maxPoints = 4_000;

interface Line {
  group: SVGElement;
  paths: SVGElement[];
  /** On the page, in the layer's pixels. */
  points: number[];
  undo: () => void;
}

/** Makes {@link Strokes}. */
export function createStrokes(window: Window, place: Place, clock: Clock): Strokes {
  const lines = new Map<string, Line>();
  let canvas: { layer: HTMLElement; all: SVGElement } | null = null;

  function scrolled(): void {
    const { scale } = place.own(0, 0);
    canvas?.all.setAttribute('transform', `translate(${-window.scrollX / scale} ${-window.scrollY / scale})`);
  }

  function open(): { layer: HTMLElement; all: SVGElement } {
    if (canvas) return canvas;
    const layer = place.layer({ width: '1px', height: '1px', visibility: 'visible' });
    const svg = place.shape('svg', { width: '1', height: '1' });
    svg.style.overflow = 'visible';
    svg.style.display = 'block';
    const all = place.shape('g', {});
    svg.append(all);
    layer.append(svg);
    canvas = { layer, all };
    return canvas;
  }

  function forget(id: string): void {
    const line = lines.get(id);
    line?.undo();
    line?.group.remove();
    lines.delete(id);
    if (lines.size === 0) window.removeEventListener('scroll', scrolled);
  }

  function begin(id: string): Line {
    if (lines.size >= maxStrokes) forget(lines.keys().next().value!);
    const group = place.shape('g', {});
    const path = (colour: string, width: number) => {
      const made = place.shape('path', {
        fill: 'none',
        'stroke-width': String(width),
        'stroke-linecap': 'round',
        'stroke-linejoin': 'round',
      });
      made.style.stroke = colour;
      group.append(made);
      return made;
    };
    const line = { group, paths: [path('rgb(255 255 255 / 0.85)', 8), path(accent, 4)], points: [], undo: () => {} };
    open().all.append(group);
    if (lines.size === 0) window.addEventListener('scroll', scrolled, { passive: true });
    scrolled();
    lines.set(id, line);
    return line;
  }

  function fade(id: string, line: Line): void {
    if (place.calm) {
      forget(id);
      return;
    }
    line.group.style.transition = `opacity ${fadeMs}ms linear`;
    line.group.style.opacity = '0';
    line.undo = clock.after(fadeMs, () => forget(id));
  }

  return {
    draw({ strokeId, points, done }) {
      const line = lines.get(strokeId) ?? begin(strokeId);
      for (let i = 0; i + 1 < points.length && line.points.length < maxPoints; i += 2) {
        const { x, y, scale } = place.own(points[i]!, points[i + 1]!);
        line.points.push(x + window.scrollX / scale, y + window.scrollY / scale);
      }
      const places = line.points.map(
        (value, i) => `${i === 0 ? 'M' : i === 2 ? 'L' : ''}${Math.round(value * 10) / 10}`,
      );
      // A dot is a line that goes nowhere.
      const d = line.points.length === 2 ? `${places.join(' ')} h0.1` : places.join(' ');
      for (const path of line.paths) path.setAttribute('d', d);
      line.undo();
      line.group.style.opacity = '1';
      line.group.style.transition = 'none';
      line.undo = clock.after(stayMs, () => fade(strokeId, line));
      if (canvas) place.raise(canvas.layer);
      if (!done || line.points.length === 0) return null;
      const xs = line.points.filter((_, i) => i % 2 === 0);
      const ys = line.points.filter((_, i) => i % 2 === 1);
      const { scale } = place.own(0, 0);
      const middle = (all: number[], scrolledBy: number) =>
        ((Math.min(...all) + Math.max(...all)) / 2) * scale - scrolledBy;
      return { x: middle(xs, window.scrollX), y: middle(ys, window.scrollY) };
    },
    stop() {
      for (const id of [...lines.keys()]) forget(id);
    },
  };
}
