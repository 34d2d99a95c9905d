import type { Core, Launcher } from '../core.ts';
import type { loadChunk } from '../lazy.ts';
import { createCore } from '../loader/core.ts';

/** The loader's real core on a jsdom page, with chunks the test gives. jsdom knows no constructed sheets: they are stood in for. */
export function createTestCore(
  options: { site?: string; consent?: string } = {},
  load: (name: string) => Promise<unknown> = () => new Promise(() => {}),
) {
  fakeSheets();
  const script = document.createElement('script');
  script.dataset.site = options.site ?? 'demo';
  if (options.consent) script.dataset.consent = options.consent;
  script.src = 'https://chat.example/theke.js';
  return createCore(window, script, load as typeof loadChunk) as Core & { launcher: Launcher } & ReturnType<
      typeof createCore
    >;
}

/** Stands in for what jsdom lacks. */
export function fakeSheets(): void {
  window.CSSStyleSheet.prototype.replaceSync ??= () => {};
  const { prototype } = window.ShadowRoot;
  if (!('adoptedStyleSheets' in prototype))
    Object.defineProperty(prototype, 'adoptedStyleSheets', { value: [], writable: true, configurable: true });
}
