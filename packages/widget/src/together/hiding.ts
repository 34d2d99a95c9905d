import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { HiddenBox, ShareSession } from '@theke/cobrowse/share';
import type { Clock } from '@theke/kit';
import type { LookTexts as Texts } from '../texts/look.en.ts';
import { createBoxes } from './boxes.ts';
import { markFields } from './marks.ts';
import { partAt } from './parts.ts';
import { createPicker } from './picker.ts';
import { watchSight } from './sight.ts';

export interface HidingPowers {
  window: Window & typeof globalThis;
  host: Element;
  clock: Clock;
  /** Ours, over the page and under the chat. */
  layer: HTMLElement;
  session: ReadonlySignal<ShareSession | null>;
  texts(): Texts;
  say(text: string): void;
}

export type Counts = Record<HiddenBox['why'], number>;

const maxBoxes = 200;
const presses = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'auxclick', 'dblclick'] as const;

/**
 * "What does the agent see?": what is hidden is marked by its reason, and a tap on the page hides more instead of doing
 * what it usually does. Outside this mode nothing of the page is intercepted; the closed eyes on fields are there all the time.
 */
export function createHiding(powers: HidingPowers) {
  const { window, host, clock, layer, session, say } = powers;
  const on = signal(false);
  const counts = signal<Counts | null>(null);
  let boxes: ReturnType<typeof createBoxes> | null = null;
  let lookedAt = { x: 0, y: 0 };
  const aim = createPicker({ ...powers, toggle });
  let stop = () => {};

  function look() {
    const hidden = session.peek()?.surface.hiddenBoxes(maxBoxes) ?? [];
    boxes?.draw(hidden.map(({ why, ...place }) => ({ ...place, look: `hid ${why}` })));
    lookedAt = { x: window.scrollX, y: window.scrollY };
    const next: Counts = { secret: 0, shop: 0, visitor: 0, default: 0 };
    for (const { why } of hidden) next[why]++;
    const before = counts.peek();
    if (!before || hidden.length === 0 || Object.entries(next).some(([why, n]) => before[why as keyof Counts] !== n))
      counts.value = next;
  }

  /** Hides a part, or shows what the visitor has hidden; what others hid stays so. */
  function toggle(part: Element, path: readonly EventTarget[] = [part]) {
    const surface = session.peek()?.surface;
    if (!surface) return;
    const texts = powers.texts();
    const label = surface.spokenLabel(part);
    const mine = surface.hidden().find((one) => path.includes(one) || one.contains(part));
    if (mine) surface.unhide(mine);
    else if (surface.sees(part) === 'hidden') return say(texts.hiddenAnyway(label));
    else surface.hide(part);
    say(mine ? texts.shownAgain(label) : texts.hiddenNow(label));
    look();
  }

  function onPress(event: Event) {
    const path = event.composedPath();
    if (!event.isTrusted || path.includes(host)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type !== 'click') return;
    const part = partAt(path, window);
    if (part) toggle(part, path);
    else say(powers.texts().tooMuch);
  }

  function onKey(event: KeyboardEvent) {
    const path = event.composedPath();
    if (!event.isTrusted || path.includes(host)) return;
    if (event.key === 'Escape') return set(false);
    const part = event.key === 'Enter' && partAt(path, window);
    if (!part) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    toggle(part, path);
  }

  const onMove = (event: Event) => {
    const path = event.composedPath();
    aim.hover(path.includes(host) ? null : partAt(path, window));
  };

  function set(next: boolean) {
    if (on.peek() === next || (next && !session.peek())) return;
    on.value = next;
    stop();
    stop = () => {};
    if (!next) return;
    const capture = { capture: true };
    for (const kind of presses) window.addEventListener(kind, onPress, capture);
    window.addEventListener('keydown', onKey, capture);
    window.addEventListener('mousemove', onMove, { capture: true, passive: true });
    boxes = createBoxes(layer);
    const rest = watchSight(window, clock, look, () =>
      boxes?.glide(lookedAt.x - window.scrollX, lookedAt.y - window.scrollY),
    );
    stop = () => {
      rest();
      boxes?.remove();
      boxes = null;
      aim.end();
      counts.value = null;
      for (const kind of presses) window.removeEventListener(kind, onPress, capture);
      window.removeEventListener('keydown', onKey, capture);
      window.removeEventListener('mousemove', onMove, capture);
    };
  }

  let unmark = () => {};
  const undo = effect(() => {
    const live = session.value;
    unmark();
    // In the mode itself the larger marks stand there.
    unmark = live && !on.value ? markFields(live.surface, layer, clock) : () => {};
    if (!live) set(false);
  });

  return {
    on,
    counts,
    set,
    /** Goes through the page part by part, by keyboard. */
    pick: () => session.peek() && aim.begin(session.peek()!.surface),
    close() {
      undo();
      unmark();
      set(false);
    },
  };
}

export type Hiding = ReturnType<typeof createHiding>;
