/** What the window itself tells. */
export interface Heard {
  /** Its size, its address, or what it is looked at through may be another. */
  onPage(): void;
  /** The page was put away as a whole and is back. */
  onReturn(): void;
}

/** Makes what listens to a window. `begin` may be called again: `document.open` takes all listeners away. */
export function createListener(
  window: Window & typeof globalThis,
  { onPage, onReturn }: Heard,
): { begin(): void; stop(): void } {
  const { addEventListener, removeEventListener } = window.EventTarget.prototype;
  const heard: [EventTarget | null | undefined, string, (event: Event) => void][] = [
    [window, 'resize', onPage],
    [window, 'popstate', onPage],
    [window, 'hashchange', onPage],
    [window.visualViewport, 'resize', onPage],
    [window.visualViewport, 'scroll', onPage],
    [(window as { navigation?: EventTarget }).navigation, 'currententrychange', onPage],
    [window.matchMedia?.('(prefers-color-scheme: dark)'), 'change', onPage],
    [window, 'pageshow', (event) => (event as PageTransitionEvent).persisted && onReturn()],
  ];
  return {
    begin() {
      for (const [target, type, hear] of heard)
        if (target) addEventListener.call(target, type, hear, { passive: true });
    },
    stop() {
      for (const [target, type, hear] of heard) if (target) removeEventListener.call(target, type, hear);
    },
  };
}
