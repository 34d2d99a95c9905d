import { signal } from '@preact/signals-core';
import type { Clock } from '@theke/kit';
import type { Lead } from '@theke/protocol';

export interface FollowPowers {
  window: Window & typeof globalThis;
  clock: Clock;
  nodeOf(id: number): Node | null;
  tell(on: boolean): void;
}

// Whoever leads tells where they are many times a second; after this they have stopped.
const leadsMs = 30_000;
const scrollKeys = /^(Page|Arrow)(Up|Down)$|^Home$|^End$|^ $/;

/** Lets the visitor be led: their page scrolls as the agent's view does, until they scroll themselves. */
export function createFollowing({ window, clock, nodeOf, tell }: FollowPowers) {
  const on = signal(false);
  /** The agent leads right now, so there is something to follow. */
  const led = signal(false);
  let latest: Lead | null = null;
  let forget = () => {};

  function go() {
    if (!latest) return;
    const { node, left, top } = latest;
    const found = node === null ? null : nodeOf(node);
    const page = !found || found === window.document || found === window.document.documentElement;
    if (node !== null && !found) return;
    const scroller = page ? window : (found as Element);
    // Told many times a second: gliding would lag behind.
    scroller.scrollTo?.({ left, top, behavior: 'instant' });
  }

  function set(next: boolean) {
    if (on.peek() === next) return;
    on.value = next;
    tell(next);
    if (next) go();
  }

  /** Their own hand: wheel, finger, key or the bar at the edge. */
  function own(event: Event) {
    if (!on.peek() || !event.isTrusted) return;
    const { key } = event as KeyboardEvent;
    const [origin] = event.composedPath();
    if (event.type === 'keydown') {
      const writes = (origin as Element).matches?.('input,textarea,select,button,[contenteditable]');
      if (!scrollKeys.test(key) || writes) return;
    }
    const { documentElement } = window.document;
    if (event.type === 'pointerdown' && (event as PointerEvent).clientX < documentElement.clientWidth) return;
    set(false);
  }
  const kinds = ['wheel', 'touchmove', 'keydown', 'pointerdown'];
  for (const kind of kinds) window.addEventListener(kind, own, { capture: true, passive: true });

  function rest() {
    forget();
    set(false);
    led.value = false;
    latest = null;
  }

  return {
    on,
    led,
    set,
    lead(lead: Lead) {
      latest = lead;
      led.value = true;
      forget();
      forget = clock.after(leadsMs, rest);
      if (on.peek()) go();
    },
    rest,
    close() {
      rest();
      for (const kind of kinds) window.removeEventListener(kind, own, { capture: true });
    },
  };
}

export type Following = ReturnType<typeof createFollowing>;
