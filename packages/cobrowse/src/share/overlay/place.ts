export type Look = Partial<CSSStyleDeclaration>;

export const accent = 'var(--theke-accent, #1f5fbf)';
export const onAccent = 'var(--theke-on-accent, #fff)';

/** Where things are drawn, and how the window's pixels become theirs. Styles are set property by property: a shop may forbid the rest. */
export interface Place {
  /** A fixed layer at the window's corner; seen by nobody's screen reader, touched by nobody's mouse. */
  layer(look?: Look): HTMLElement;
  part(look: Look): HTMLElement;
  shape(name: string, attributes: Record<string, string>): SVGElement;
  /** Moves a layer to a place in the window's pixels. */
  move(layer: HTMLElement, x: number, y: number): void;
  /** The window's pixels as the layer counts them: a shop may zoom or shift what we are drawn in. */
  own(x: number, y: number): { x: number; y: number; scale: number };
  /** Where an element is in the window, also one in a frame. */
  box(element: Element): { left: number; top: number; width: number; height: number };
  /** No movement for its own sake. */
  readonly calm: boolean;
  /** Above a dialog of the shop, which else covers everything. */
  raise(layer: HTMLElement): void;
  remove(): void;
}

const svgNamespace = 'http://www.w3.org/2000/svg';
const rulerPx = 100;
// Pointers come thirty times a second; where the layer lies changes rarely.
const measureEveryMs = 250;

const layerLook: Look = {
  position: 'fixed',
  top: '0',
  left: '0',
  right: 'auto',
  bottom: 'auto',
  margin: '0',
  padding: '0',
  border: '0',
  background: 'none',
  overflow: 'visible',
  pointerEvents: 'none',
  zIndex: '2147483646',
  visibility: 'hidden',
};

/** Makes a {@link Place} in `root`. */
export function createPlace(window: Window, root: ShadowRoot | HTMLElement, elapsed: () => number): Place {
  const { document } = window;
  const layers = new Set<HTMLElement>();
  const raisedOver = new WeakMap<HTMLElement, Element>();
  let ruler: HTMLElement | null = null;
  let measuredMs = Number.NEGATIVE_INFINITY;
  let origin = { left: 0, top: 0, scale: 1 };
  let modal: Element | null = null;

  function part(look: Look): HTMLElement {
    const element = document.createElement('div');
    Object.assign(element.style, look);
    element.setAttribute('aria-hidden', 'true');
    return element;
  }

  function layer(look: Look = {}): HTMLElement {
    const made = part({ ...layerLook, ...look });
    layers.add(made);
    root.append(made);
    return made;
  }

  function measure(): typeof origin {
    if (elapsed() - measuredMs < measureEveryMs) return origin;
    measuredMs = elapsed();
    ruler ??= layer({ width: `${rulerPx}px`, height: '0' });
    const { left, top, width } = ruler.getBoundingClientRect();
    origin = { left, top, scale: width > 0 ? width / rulerPx : 1 };
    modal = document.querySelector('dialog[open]:modal');
    return origin;
  }

  function own(x: number, y: number) {
    const { left, top, scale } = measure();
    return { x: (x - left) / scale, y: (y - top) / scale, scale };
  }

  return {
    layer,
    part,
    own,
    shape(name, attributes) {
      const made = document.createElementNS(svgNamespace, name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      return made;
    },
    move(moved, x, y) {
      const at = own(x, y);
      moved.style.transform = `translate(${at.x}px, ${at.y}px)`;
    },
    box(element) {
      const { width, height, left, top } = element.getBoundingClientRect();
      const box = { left, top, width, height };
      let view = element.ownerDocument.defaultView;
      while (view && view !== window && view.frameElement) {
        const frame = view.frameElement;
        const around = frame.getBoundingClientRect();
        box.left += around.left + frame.clientLeft;
        box.top += around.top + frame.clientTop;
        view = frame.ownerDocument.defaultView;
      }
      return box;
    },
    get calm() {
      return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    },
    raise(raised) {
      measure();
      if (!modal || raisedOver.get(raised) === modal || !raised.showPopover) return;
      if (raised.hasAttribute('popover')) raised.hidePopover();
      raised.setAttribute('popover', 'manual');
      raised.showPopover();
      raisedOver.set(raised, modal);
    },
    remove() {
      for (const one of layers) one.remove();
      layers.clear();
    },
  };
}
