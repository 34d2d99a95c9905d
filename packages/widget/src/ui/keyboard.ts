/** On small screens, and at high zoom, the chat covers the page. The style sheet asks the same. */
export const isSheet = (window: Window) => !!window.matchMedia?.('(max-width:480px),(max-height:420px)').matches;

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
