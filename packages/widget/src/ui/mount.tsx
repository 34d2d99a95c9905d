import { effect } from '@preact/signals-core';
import { render } from 'preact';
import type { App } from '../app.ts';
import { Shell } from './Shell.tsx';

/**
 * Draws the app. The whole tree is drawn again when a signal it read has changed: it is small, and so no binding
 * library is needed. Components must read signals while they are drawn from here, not only from their own state.
 */
export function mountChat(app: App, place: HTMLElement): () => void {
  const stop = effect(() => render(<Shell app={app} />, place));
  return () => {
    stop();
    render(null, place);
    place.remove();
  };
}
