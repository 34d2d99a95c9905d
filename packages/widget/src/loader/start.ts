import type { ThekeFunction } from '../api/commands.ts';
import type { loadChunk } from '../lazy.ts';
import { createCommands } from './commands.ts';
import { createCore } from './core.ts';
import { takeToken } from './fragment.ts';
import { createGlobal } from './queue.ts';

/**
 * Starts the widget once on a page; a second loader finds the first and does nothing.
 * `ruled`: the sites that have rules on the server, by commas; `*`, or as it was built: nobody knows, so ask.
 */
export function startLoader(
  window: Window & typeof globalThis & { Theke?: ThekeFunction },
  script: HTMLScriptElement | null,
  load: typeof loadChunk,
  ruled = '',
): void {
  if (window.Theke?.version) return;
  const { document } = window;
  const core = createCore(window, script, load);
  core.handoff = takeToken(window);

  const watch = (target: EventTarget | undefined, name: string, fn: (event: Event) => void) =>
    target?.addEventListener(name, fn, { signal: core.ended });
  const run = createCommands(core, () => {
    core.end();
    delete window.Theke;
  });

  /** A chunk that did not come: the button stays, the next press tries again, the shop goes on. */
  const quietly = (...call: unknown[]) => run(call).catch(() => {});
  core.launcher.button.onclick = () => quietly(core.state().open ? 'toggle' : 'open', { via: 'launcher' });
  // One listener for every button of the shop's own, those that come later too.
  watch(document, 'click', (event) => {
    // The page itself and its document have no `closest`.
    const button = (event.composedPath()[0] as Partial<Element>).closest?.('[data-theke-open]');
    if (!button) return;
    event.preventDefault();
    quietly('open', { via: 'button', skill: button.getAttribute('data-theke-open') });
  });

  const { location } = window;
  let path = location.pathname;
  const shown = () => {
    const token = takeToken(window);
    core.attach();
    const { page } = core.told;
    const { href, pathname } = location;
    // Another fragment or query is the page it was, at another address: the same object.
    if (page.url !== href) {
      if (pathname === path) {
        page.url = href;
        core.tell({ type: 'page', page });
      } else run(['page']);
    }
    path = pathname;
    if (token) {
      core.handoff = token;
      core
        .chat()
        .then((it) => it.run('handoff', []))
        .catch(() => {});
    }
  };
  watch((window as { navigation?: EventTarget }).navigation, 'navigatesuccess', shown);
  // A change of the fragment comes as one, too.
  watch(window, 'popstate', shown);

  const adapter = script?.dataset.adapter;
  const live = () => {
    const { site } = core.settings;
    if (!site || !core.mayTell()) return;
    if (adapter) quietly('adapter', adapter);
    // A part of another site's name is harmless: then the answer is that there are none.
    if (RegExp(`^[_*]|${site}`).test(ruled)) quietly('live');
  };
  // Invitations are nobody's hurry: only once the page is there, and the browser has nothing better to do.
  const idle = () => {
    if (document.readyState === 'complete') window.requestIdleCallback?.(live) ?? live();
  };
  watch(window, 'load', idle);
  core.on('consent:changed', idle);
  core.onSettings(idle);

  const begin = () => {
    if (window.Theke?.version) return core.end();
    core.attach();
    window.Theke = createGlobal(run, window.Theke?.q);
    if (core.settings.site) core.emit('ready', { site: core.settings.site });
  };
  if (document.body) begin();
  else watch(document, 'DOMContentLoaded', begin);
}
