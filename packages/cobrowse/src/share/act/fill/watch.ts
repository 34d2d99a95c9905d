import type { Keeper } from './keeper.ts';

const names =
  'keydown beforeinput input change compositionstart compositionupdate compositionend paste cut drop focusout'.split(
    ' ',
  );

/** Tells a keeper of the visitor's hand on its field, of changes, and of every frame. Gives its undo. */
export function watchField(element: Element, keeper: Keeper): () => void {
  const view = element.ownerDocument.defaultView as Window & typeof globalThis;
  let composing = false;

  function heard(event: Event): void {
    if (keeper.writing || !event.composedPath().includes(element)) return;
    const { type, isTrusted } = event;
    // Chromium does not sign the end of a composition.
    if (composing && (type === 'compositionend' || type === 'focusout')) {
      composing = false;
      keeper.typed();
    } else if (isTrusted && type !== 'focusout') {
      composing ||= type.startsWith('composition');
      keeper.typed(composing);
    }
    if (type === 'input' || type === 'change') keeper.look(isTrusted ? 'visitor' : 'page');
  }

  function frame(): void {
    keeper.frame();
    if (!stopped) next = view.requestAnimationFrame(frame);
  }

  let stopped = false;
  let next = view.requestAnimationFrame(frame);
  for (const name of names) view.addEventListener(name, heard, true);
  return () => {
    stopped = true;
    view.cancelAnimationFrame(next);
    for (const name of names) view.removeEventListener(name, heard, true);
  };
}
