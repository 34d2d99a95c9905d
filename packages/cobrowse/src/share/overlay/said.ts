import type { Clock } from '@theke/kit';
import { spokenLabel } from './label.ts';

/** Tells in words what is shown without any, for those who do not see it. */
export interface Said {
  /** Something has been shown at this place of the window. */
  at(x: number, y: number, name: string | undefined): void;
  /** A pointer is here; told once it rests. */
  rest(x: number, y: number, name: string | undefined): void;
  stop(): void;
}

const restMs = 800;
// More would never let the page be heard.
const everyMs = 3_000;
const maxUp = 5;
// More words are a part of the page, not something shown.
const maxChars = 200;

/** Makes {@link Said}. `host` is our own element on the page, of which nothing is told. */
export function createSaid(
  window: Window,
  clock: Clock,
  host: Element | null,
  tell: (label: string, name?: string) => void,
): Said {
  let lastMs = Number.NEGATIVE_INFINITY;
  let lastLabel = '';
  let unrest = () => {};
  let undue = () => {};

  function labelAt(x: number, y: number): string {
    let at = window.document.elementFromPoint(x, y);
    if (!at || at === host) return '';
    for (let deeper = at.shadowRoot?.elementFromPoint(x, y); deeper && deeper !== at; ) {
      at = deeper;
      deeper = at.shadowRoot?.elementFromPoint(x, y);
    }
    for (let up = 0; at && up < maxUp; up += 1) {
      if (/^(body|html)$/.test(at.localName) || (at.textContent ?? '').length > maxChars) return '';
      const label = spokenLabel(at);
      if (label) return label;
      at = at.parentElement;
    }
    return '';
  }

  function say(x: number, y: number, name: string | undefined): void {
    const label = labelAt(x, y);
    if (label === '' || (label === lastLabel && clock.elapsed() - lastMs < 3 * everyMs)) return;
    lastMs = clock.elapsed();
    lastLabel = label;
    tell(label, name);
  }

  function at(x: number, y: number, name: string | undefined): void {
    undue();
    const dueMs = lastMs + everyMs - clock.elapsed();
    if (dueMs <= 0) say(x, y, name);
    else undue = clock.after(dueMs, () => say(x, y, name));
  }

  return {
    at,
    rest(x, y, name) {
      unrest();
      unrest = clock.after(restMs, () => at(x, y, name));
    },
    stop() {
      unrest();
      undue();
    },
  };
}
