import type { Surface } from '@theke/cobrowse/share';
import type { LookTexts as Texts } from '../texts/look.en.ts';
import { partsOf } from './parts.ts';

export interface PickerPowers {
  window: Window & typeof globalThis;
  layer: HTMLElement;
  texts(): Texts;
  toggle(part: Element): void;
}

/**
 * The frame around the part that is meant. Under the mouse it is only seen; by keyboard it is a button that stands
 * on one part after the other: Tab goes on, Enter presses it, Escape ends. At either end Tab goes its usual way.
 */
export function createPicker({ window, layer, texts, toggle }: PickerPowers) {
  const button = window.document.createElement('button');
  button.type = 'button';
  button.className = 'aim';
  let parts: Element[] = [];
  let at = 0;
  let surface: Surface | null = null;
  let from: HTMLElement | null = null;

  function place(part: Element | null) {
    if (!part?.isConnected) return button.remove();
    const { left, top, width, height } = part.getBoundingClientRect();
    Object.assign(button.style, {
      transform: `translate(${left - 3}px,${top - 3}px)`,
      width: `${width + 6}px`,
      height: `${height + 6}px`,
    });
    if (!button.isConnected) layer.append(button);
  }

  function stand(next: number) {
    at = next;
    const part = parts[at]!;
    part.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    place(part);
    name(part);
    button.focus({ preventScroll: true });
  }

  function name(part: Element) {
    const hidden = surface?.sees(part) === 'hidden';
    const label = surface?.spokenLabel(part) || part.localName;
    button.setAttribute('aria-label', texts().part(label, hidden));
  }

  function end(goBack = true) {
    const back = from;
    surface = from = null;
    button.remove();
    if (goBack && back?.isConnected) back.focus({ preventScroll: true });
  }

  button.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      return end();
    }
    const next = at + (event.shiftKey ? -1 : 1);
    if (event.key !== 'Tab' || !parts[next]) return;
    event.preventDefault();
    stand(next);
  });
  button.addEventListener('click', () => {
    const part = surface && parts[at];
    if (!part) return;
    toggle(part);
    name(part);
  });
  button.addEventListener('blur', () => {
    if (surface) end(false);
  });

  return {
    /** The mouse is over it. */
    hover(part: Element | null) {
      if (surface) return;
      button.tabIndex = -1;
      button.ariaHidden = 'true';
      place(part);
    },
    begin(of: Surface) {
      parts = partsOf(window, of.ignore);
      if (!parts.length) return;
      from = (layer.getRootNode() as ShadowRoot).activeElement as HTMLElement | null;
      surface = of;
      button.tabIndex = 0;
      button.ariaHidden = null;
      const inSight = parts.findIndex((part) => part.getBoundingClientRect().top >= 0);
      stand(Math.max(0, inSight));
    },
    end: () => end(),
  };
}
