import { ArrowLeft } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Badge, stroke } from './parts.tsx';
import { useView } from './use.ts';

/** A screen in place of the columns: the way back, and the question before something unsaved is lost. Its heading takes the focus. */
export function Place({ children }: { children: ComponentChildren }) {
  const { desk, screen, texts } = useView();
  const words = texts.places;
  const box = useRef<HTMLElement>(null);
  const waits = desk.calls.value;
  useLayoutEffect(() => {
    const title = box.current?.querySelector<HTMLElement>('[data-place-title], h2');
    if (!title) return;
    title.tabIndex = -1;
    title.focus();
  }, []);
  const asked = screen.leavingFor.value !== null;
  const stay = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (asked) stay.current?.focus();
  }, [asked]);
  return (
    <main
      class="place"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        if ((event.target as Element).closest('dialog')) return;
        event.preventDefault();
        if (asked) screen.leave(false);
        else screen.go('desk');
      }}
    >
      <div class="place-bar">
        <button type="button" class="action action-plain" onClick={() => screen.go('desk')}>
          <ArrowLeft size={18} strokeWidth={stroke} aria-hidden="true" />
          <span class="action-label">{words.back}</span>
          {waits > 0 ? <Badge count={waits} /> : null}
          {waits > 0 ? <span class="heard">{words.waits(waits)}</span> : null}
        </button>
        {asked ? (
          <p class="place-asks" role="alert">
            <span>{words.unsaved}</span>
            <button ref={stay} type="button" class="button button-small" onClick={() => screen.leave(false)}>
              {words.stay}
            </button>
            <button type="button" class="button button-small" onClick={() => screen.leave(true)}>
              {words.leave}
            </button>
          </p>
        ) : null}
      </div>
      {children}
    </main>
  );
}
