import type { ActWhy } from '@theke/protocol';
import type { Reads } from './reads.ts';
import type { Targets } from './target.ts';

/** Where a press lands, in CSS pixels of the window the element lives in. */
export interface Spot {
  hit: Element;
  x: number;
  y: number;
}

export interface Hits {
  /** The place in an element and what stands there now; nothing is moved. */
  look(element: Element, rx: number, ry: number): Spot | ActWhy;
  /** The same after bringing the place into sight, if it is out of it. */
  reach(element: Element, rx: number, ry: number): Spot | ActWhy;
}

interface Point {
  x: number;
  y: number;
}

/** Makes {@link Hits}: a press goes only to what it was meant for, never to what lies there by now. */
export function createHits(
  reads: Reads,
  targets: Pick<Targets, 'acting'>,
  isOurs: (element: Element) => boolean = () => false,
): Hits {
  const { window } = reads;
  const { elementFromPoint: inDocument, elementsFromPoint: allInDocument } = window.Document.prototype;
  const inShadow = window.ShadowRoot.prototype.elementFromPoint;
  const { scrollIntoView, getClientRects } = window.Element.prototype;

  /** What a pointer would touch there: through shadow trees, and nothing when the frame itself is covered. */
  function at(view: Window, { x, y }: Point): Element | null {
    // Our own windows cover a part of the page that the agent sees whole: what lies under them is meant.
    let hit = inDocument.call(view.document, x, y);
    if (hit && isOurs(hit)) hit = allInDocument.call(view.document, x, y).find((one) => !isOurs(one)) ?? null;
    for (let root = hit && reads.shadow(hit); root; root = hit && reads.shadow(hit)) {
      const deeper = inShadow.call(root, x, y);
      if (!deeper || deeper === hit) break;
      hit = deeper;
    }
    const frame = view === window ? null : view.frameElement;
    if (!hit || !frame) return hit;
    const box = reads.box(frame);
    const { paddingLeft, paddingTop } = reads.style(frame);
    const left = box.left + frame.clientLeft + Number.parseFloat(paddingLeft);
    const top = box.top + frame.clientTop + Number.parseFloat(paddingTop);
    return at(view.parent, { x: x + left, y: y + top }) === frame ? hit : null;
  }

  /** Whether what is touched is what was meant: it, something in it, its label; but no other button inside it. */
  function isMeant(element: Element, hit: Element): boolean {
    const acting = targets.acting(hit);
    if (acting !== null && acting === targets.acting(element)) return true;
    if (reads.path(hit).includes(element)) return acting === targets.acting(element);
    // Parts of a picture lie beside it, not in it.
    const map = reads.attribute(element, 'usemap')?.slice(1);
    const around = reads.tag(hit) === 'area' ? reads.around(hit) : null;
    return Boolean(map && around && reads.attribute(around, 'name') === map);
  }

  function points(element: Element, rx: number, ry: number): Point[] {
    const within = (from: number, size: number, share: number) =>
      from + Math.min(Math.max(share * size, 0.5), size - 0.5);
    const place = (box: DOMRect, x: number, y: number) => ({
      x: within(box.left, box.width, x),
      y: within(box.top, box.height, y),
    });
    const lines = [...getClientRects.call(element)].filter((box) => box.width >= 1 && box.height >= 1);
    // A link over two lines has corners that are not its own.
    return [place(reads.box(element), rx, ry), ...(lines.length > 1 ? lines.map((line) => place(line, 0.5, 0.5)) : [])];
  }

  function look(element: Element, rx: number, ry: number): Spot | ActWhy {
    const view = reads.windowOf(element);
    if (!view || !reads.connected(element)) return 'gone';
    const { width, height } = reads.box(element);
    if (width <= 0 || height <= 0) return 'gone';
    for (const point of points(element, rx, ry)) {
      const hit = at(view, point);
      if (hit && isMeant(element, hit)) return { hit, ...point };
    }
    return 'covered';
  }

  /** Out of the window, or cut off by something that scrolls. */
  function outOfSight(element: Element, rx: number, ry: number): boolean {
    const { x, y } = points(element, rx, ry)[0]!;
    const view = reads.windowOf(element)!;
    if (x < 0 || y < 0 || x >= view.innerWidth || y >= view.innerHeight || view !== window) return true;
    return reads.path(element).some((around) => {
      if (around === element || /visible|clip/.test(reads.style(around).overflow)) return false;
      const box = reads.box(around);
      return x < box.left || y < box.top || x >= box.right || y >= box.bottom;
    });
  }

  return {
    look,
    reach(element, rx, ry) {
      const first = look(element, rx, ry);
      if (first !== 'covered' || !outOfSight(element, rx, ry)) return first;
      // At the edge it may still lie under a bar that sticks there.
      for (const block of ['nearest', 'center'] as const) {
        scrollIntoView.call(element, { block, inline: 'nearest', behavior: 'instant' });
        const then = look(element, rx, ry);
        if (then !== 'covered') return then;
      }
      return 'covered';
    },
  };
}
