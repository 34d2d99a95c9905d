import type { QueuedCall, ThekeFunction } from '../api/commands.ts';
import type { loadChunk } from '../lazy.ts';
import { createCommands } from './commands.ts';
import { createCore } from './core.ts';
import { takeToken } from './fragment.ts';
import { createGlobal } from './queue.ts';

/** Starts the widget once on a page; a second loader finds the first and does nothing. */
export function startLoader(
  window: Window & typeof globalThis & { Theke?: ThekeFunction },
  script: HTMLScriptElement | null,
  load: typeof loadChunk,
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

  const open = async (via: 'launcher' | 'button', skill?: string | null) => {
    try {
      await run(['open', { via, skill }]);
    } catch {
      // The chunk did not come. The button stays; the next press tries again.
    }
  };
  core.launcher.button.onclick = () => (core.state().open ? run(['toggle']) : open('launcher'));
  // One listener for every button of the shop's own, those that come later too.
  watch(document, 'click', (event) => {
    const [origin] = event.composedPath();
    const button = origin instanceof window.Element && origin.closest('[data-theke-open]');
    if (!button) return;
    event.preventDefault();
    void open('button', button.getAttribute('data-theke-open'));
  });

  const shown = () => {
    core.attach();
    if (core.told.page.url !== window.location.href) run(['page']);
  };
  watch((window as { navigation?: EventTarget }).navigation, 'navigatesuccess', shown);
  watch(window, 'popstate', shown);
  watch(window, 'hashchange', () => {
    const token = takeToken(window);
    shown();
    if (token) {
      core.handoff = token;
      core.chat().then(
        (it) => it.run('handoff', []),
        () => {},
      );
    }
  });

  const begin = () => {
    if (window.Theke?.version) return core.end();
    core.attach();
    const early = window.Theke?.q;
    window.Theke = createGlobal(run, Array.isArray(early) ? (early as QueuedCall[]) : []);
    if (core.settings.site) core.emit('ready', { site: core.settings.site });
  };
  if (document.body) begin();
  else watch(document, 'DOMContentLoaded', begin);
}
