import type { Pointer } from '@theke/protocol';

/** The place in the agent's window where the picture stands: fits it in, draws the visitor's pointer over it. */
export interface Stage {
  /** A new, still invisible layer for a picture being built. */
  layer(): HTMLElement;
  /** Shows this layer in place of the one before. */
  show(layer: HTMLElement): void;
  /** Shows this layer over it for a while; null: no more. */
  cover(layer: HTMLElement | null): void;
  /** Pinched: the part of the viewport the visitor sees is framed. */
  zoom(part: { left: number; top: number; scale: number } | null): void;
  /** Where the agent looks by themselves, the visitor's pointer is so far from where it is drawn. */
  shift(by: { x: number; y: number }): void;
  resize(width: number, height: number): void;
  dim(on: boolean): void;
  pointer(pointer: Pointer | null): void;
  /** From the agent's window to the visitor's viewport; null outside the picture. */
  toPage(clientX: number, clientY: number): { x: number; y: number } | null;
  remove(): void;
}

const svgNamespace = 'http://www.w3.org/2000/svg';
type Look = Partial<CSSStyleDeclaration>;

function part(document: Document, look: Look): HTMLElement {
  const element = document.createElement('div');
  Object.assign(element.style, look);
  return element;
}

function drawCursor(document: Document): HTMLElement {
  const cursor = part(document, {
    position: 'absolute',
    top: '0',
    left: '0',
    visibility: 'hidden',
    pointerEvents: 'none',
    zIndex: '2',
  });
  cursor.setAttribute('aria-hidden', 'true');
  const arrow = document.createElementNS(svgNamespace, 'svg');
  for (const [name, value] of [
    ['viewBox', '0 0 20 20'],
    ['width', '22'],
    ['height', '22'],
  ] as const)
    arrow.setAttribute(name, value);
  const path = document.createElementNS(svgNamespace, 'path');
  path.setAttribute('d', 'M2 2l5.5 15 2.6-6.2 6.4-2.4z');
  path.setAttribute('fill', '#111');
  path.setAttribute('stroke', '#fff');
  path.setAttribute('stroke-width', '1.5');
  arrow.append(path);
  cursor.append(arrow);
  return cursor;
}

/** Makes a {@link Stage} in `mount`. Sets styles property by property; needs no style sheet of its own. */
export function createStage(mount: HTMLElement): Stage {
  const document = mount.ownerDocument;
  const root = part(document, { position: 'relative', width: '100%', height: '100%', overflow: 'hidden' });
  const picture = part(document, {
    position: 'absolute',
    top: '0',
    left: '0',
    transformOrigin: '0 0',
    transition: 'opacity 150ms',
  });
  const cursor = drawCursor(document);
  const lens = part(document, {
    position: 'absolute',
    visibility: 'hidden',
    pointerEvents: 'none',
    zIndex: '2',
    boxSizing: 'border-box',
    border: '2px solid rgb(59 130 246 / 0.9)',
    borderRadius: '4px',
  });
  picture.append(lens);
  root.append(picture, cursor);
  mount.append(root);
  let size = { width: 0, height: 0 };
  let fit = { scale: 1, left: 0, top: 0 };
  let at: Pointer | null = null;
  let off = { x: 0, y: 0 };
  let shown: HTMLElement | null = null;
  let covering: HTMLElement | null = null;

  function place(): void {
    const { clientWidth, clientHeight } = root;
    if (size.width === 0 || clientWidth === 0 || clientHeight === 0) return;
    // Never larger than life: it would only be blurred.
    const scale = Math.min(1, clientWidth / size.width, clientHeight / size.height);
    fit = { scale, left: (clientWidth - size.width * scale) / 2, top: (clientHeight - size.height * scale) / 2 };
    picture.style.transform = `translate(${fit.left}px, ${fit.top}px) scale(${scale})`;
    picture.style.width = `${size.width}px`;
    picture.style.height = `${size.height}px`;
    point();
  }

  function point(): void {
    cursor.style.visibility = at?.inside && !covering ? 'visible' : 'hidden';
    if (!at) return;
    const left = fit.left + (at.x + off.x) * fit.scale;
    cursor.style.transform = `translate(${left}px, ${fit.top + (at.y + off.y) * fit.scale}px)`;
  }

  const watch = new ResizeObserver(place);
  watch.observe(root);

  return {
    layer() {
      const layer = part(document, { position: 'absolute', top: '0', left: '0', visibility: 'hidden' });
      picture.append(layer);
      return layer;
    },
    show(layer) {
      shown = layer;
      layer.style.visibility = covering ? 'hidden' : 'visible';
    },
    cover(layer) {
      covering = layer;
      if (shown) shown.style.visibility = layer ? 'hidden' : 'visible';
      if (layer) layer.style.visibility = 'visible';
      point();
    },
    zoom(seen) {
      lens.style.visibility = seen && seen.scale > 1 ? 'visible' : 'hidden';
      if (!seen) return;
      Object.assign(lens.style, {
        left: `${seen.left}px`,
        top: `${seen.top}px`,
        width: `${size.width / seen.scale}px`,
        height: `${size.height / seen.scale}px`,
      });
    },
    shift(by) {
      off = by;
      point();
    },
    resize(width, height) {
      size = { width, height };
      place();
    },
    dim(on) {
      picture.style.opacity = on ? '0.5' : '1';
    },
    pointer(pointer) {
      // It appears where it is; only from there on does it glide.
      cursor.style.transition = at?.inside && pointer?.inside ? 'transform 60ms linear' : 'none';
      at = pointer;
      point();
    },
    toPage(clientX, clientY) {
      const box = root.getBoundingClientRect();
      const x = (clientX - box.left - fit.left) / fit.scale;
      const y = (clientY - box.top - fit.top) / fit.scale;
      return x >= 0 && y >= 0 && x < size.width && y < size.height ? { x, y } : null;
    },
    remove() {
      watch.disconnect();
      root.remove();
    },
  };
}
