/** On small screens, and at high zoom, the chat covers the page. The style sheet asks the same. */
export const isSheet = (window: Window) => !!window.matchMedia?.('(max-width:480px),(max-height:420px)').matches;

/** Puts the focus where one writes. A finger's keyboard would hide what there is to read: there the window itself. */
export function focusIn(panel: HTMLElement, window: Window): void {
  const finger = window.matchMedia?.('(pointer: coarse)').matches;
  const field = finger ? null : panel.querySelector<HTMLElement>('textarea,input');
  (field ?? panel).focus({ preventScroll: true });
}

/** Keeps the sheet as high as the telephone's keyboard leaves room for, and where the page was scrolled to. */
export function fitKeyboard(window: Window, shell: HTMLElement): () => void {
  const view = window.visualViewport;
  if (!view) return () => {};
  const fit = () => {
    shell.style.setProperty('--vvh', `${view.height}px`);
    shell.style.setProperty('--vvt', `${view.offsetTop}px`);
  };
  fit();
  view.addEventListener('resize', fit);
  view.addEventListener('scroll', fit);
  return () => {
    view.removeEventListener('resize', fit);
    view.removeEventListener('scroll', fit);
  };
}
