import type { Pointer } from '@theke/protocol';

export interface OverlayPowers {
  window: Window;
  root: ShadowRoot | HTMLElement;
  agentName: string;
  nodeOf: (id: number) => Node | null;
  /** The element has come under the highlight. Its words are the visitor's own and stay on this page. */
  onHighlight(label: string): void;
}

/** What the agent shows on the visitor's page: their pointer and a frame around one element. */
export interface Overlay {
  pointer(pointer: Pointer): void;
  highlight(node: number | null): void;
  remove(): void;
}

const svgNamespace = 'http://www.w3.org/2000/svg';
const maxLabelChars = 60;
// Follows the pointer's own pace of 30 a second without looking torn.
const glide = 'transform 60ms linear';

type Look = Partial<CSSStyleDeclaration>;
const layer: Look = {
  position: 'fixed',
  top: '0',
  left: '0',
  margin: '0',
  pointerEvents: 'none',
  zIndex: '2147483646',
  visibility: 'hidden',
};
const nameLook: Look = {
  position: 'absolute',
  left: '14px',
  top: '18px',
  padding: '2px 8px',
  borderRadius: '10px',
  font: '600 12px/18px system-ui, sans-serif',
  whiteSpace: 'nowrap',
  color: 'var(--theke-on-accent, #fff)',
  background: 'var(--theke-accent, #1f5fbf)',
};
const boxLook: Look = {
  boxSizing: 'border-box',
  borderRadius: '6px',
  outline: '3px solid var(--theke-accent, #1f5fbf)',
  boxShadow: '0 0 0 6px rgb(255 255 255 / 0.85), 0 0 24px 6px rgb(0 0 0 / 0.25)',
};

/** The words by which a person would find an element. */
export function spokenLabel(element: Element): string {
  const field = element as Partial<HTMLInputElement>;
  const words =
    element.getAttribute('aria-label') ||
    field.labels?.[0]?.textContent ||
    field.placeholder ||
    element.textContent ||
    element.getAttribute('alt') ||
    '';
  return words.replace(/\s+/g, ' ').trim().slice(0, maxLabelChars);
}

/** Makes an {@link Overlay}. Styles are set property by property: a shop may forbid style elements and attributes. */
export function createOverlay(powers: OverlayPowers): Overlay {
  const { window } = powers;
  const { document } = window;
  let frame = 0;
  let target: Element | null = null;
  let drawn = '';

  function part(look: Look): HTMLElement {
    const element = document.createElement('div');
    Object.assign(element.style, look);
    element.setAttribute('aria-hidden', 'true');
    return element;
  }

  const cursor = part(layer);
  let pointing = false;
  const arrow = document.createElementNS(svgNamespace, 'svg');
  arrow.setAttribute('viewBox', '0 0 20 20');
  arrow.setAttribute('width', '20');
  arrow.setAttribute('height', '20');
  const path = document.createElementNS(svgNamespace, 'path');
  path.setAttribute('d', 'M2 2l5.5 15 2.6-6.2 6.4-2.4z');
  path.setAttribute('stroke', '#fff');
  path.setAttribute('stroke-width', '1.5');
  Object.assign(path.style, { fill: 'var(--theke-accent, #1f5fbf)' });
  const name = part(nameLook);
  name.textContent = powers.agentName;
  arrow.append(path);
  cursor.append(arrow, name);
  const box = part({ ...layer, ...boxLook });
  powers.root.append(box, cursor);

  function draw(): void {
    frame = 0;
    if (!target) return;
    const { left, top, width, height } = target.getBoundingClientRect();
    const seen = target.isConnected && width > 0 && height > 0;
    const now = seen ? `${left} ${top} ${width} ${height}` : '';
    if (now !== drawn) {
      drawn = now;
      box.style.visibility = seen ? 'visible' : 'hidden';
      box.style.width = `${width + 8}px`;
      box.style.height = `${height + 8}px`;
      box.style.transform = `translate(${left - 4}px, ${top - 4}px)`;
    }
    // Pages scroll, unfold and slide; only looking each frame follows them all.
    frame = window.requestAnimationFrame(draw);
  }

  return {
    pointer({ x, y, inside }) {
      // It appears where it is; only from there on does it glide.
      cursor.style.transition = pointing && inside ? glide : 'none';
      pointing = inside;
      cursor.style.visibility = inside ? 'visible' : 'hidden';
      cursor.style.transform = `translate(${x}px, ${y}px)`;
    },
    highlight(node) {
      const found = node === null ? null : powers.nodeOf(node);
      target = found?.nodeType === 1 ? (found as Element) : null;
      drawn = '';
      box.style.visibility = 'hidden';
      if (!target) return;
      if (!frame) draw();
      powers.onHighlight(spokenLabel(target));
    },
    remove() {
      target = null;
      if (frame) window.cancelAnimationFrame(frame);
      cursor.remove();
      box.remove();
    },
  };
}
