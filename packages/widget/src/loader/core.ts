import type { WidgetEvent } from '../api/events.ts';
import type { ConsentMode } from '../api/options.ts';
import type { Chat, Core, Rules } from '../core.ts';
import type { loadChunk } from '../lazy.ts';
import { createLauncher } from './launcher.ts';
import { applyOptions, readSettings } from './settings.ts';
import { launcherCss } from './sheet.ts';

type AnyListener = (event: never) => void;

/** The core with what only the loader itself needs. */
export interface LoaderCore extends Core {
  /** Puts the element at the end of the body; again when a single-page shop has swapped its body. */
  attach(): void;
  off(name: string, fn: AnyListener): void;
  /** Ends the chat, loaded or just being fetched; the next click fetches it anew. */
  drop(wipe: boolean): void;
  /** Takes everything off the page. */
  end(): void;
}

/** Builds the one element and what the later parts share. Draws nothing until `attach`. */
export function createCore(
  window: Window & typeof globalThis,
  script: HTMLScriptElement | null,
  load: typeof loadChunk,
): LoaderCore {
  const { document } = window;
  const settings = readSettings(window, script);
  const listeners: Record<string, Set<AnyListener> | undefined> = {};
  const watch = (name: string, fn: unknown) => {
    listeners[name] = new Set(listeners[name]).add(fn as AnyListener);
    return () => core.off(name, fn as AnyListener);
  };
  const call = (name: string, event: unknown) => {
    for (const fn of listeners[name] ?? []) {
      try {
        fn(event as never);
      } catch (error) {
        // The page's own mistake: shown in its console, never in our way.
        window.reportError(error);
      }
    }
  };

  const host = document.createElement('theke-widget');
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new window.CSSStyleSheet();
  sheet.replaceSync(launcherCss);
  shadow.adoptedStyleSheets = [sheet];
  const wrap = document.createElement('div');
  // A place of its own among the page's landmarks.
  wrap.role = 'region';
  wrap.ariaLabel = 'Chat';
  shadow.append(wrap);
  const launcher = createLauncher(document, wrap, settings);

  const end = new AbortController();
  let loading: Promise<Chat> | undefined;
  let chat: Chat | undefined;
  let rules: Promise<Rules> | undefined;

  const mode = (one: ConsentMode) => settings.consentMode === one;

  const core: LoaderCore = {
    window,
    host,
    shadow,
    launcher,
    settings,
    told: { page: { url: window.location.href }, context: {}, orders: [] },
    consent: {},
    acted: false,
    handoff: null,
    ended: end.signal,
    end() {
      end.abort();
      core.drop(false);
      host.remove();
    },
    mayStore: () => core.consent.storage ?? (mode('implied') || (mode('click') && core.acted)),
    mayTell: () => core.consent.chat ?? !mode('manual'),
    mayConnect: () => core.consent.chat ?? (mode('implied') || core.acted),
    emit(type, data, conversationId) {
      const event: WidgetEvent = { type, at: Date.now(), conversationId, data };
      call(type, event);
      window.dispatchEvent(new CustomEvent(`theke:${type}`, { detail: event }));
    },
    on: watch,
    off: (name, fn) => void listeners[name]?.delete(fn),
    onTold: (fn) => watch('*t', fn),
    tell: (telling) => call('*t', telling),
    onSettings: (fn) => watch('*s', fn),
    update(options) {
      applyOptions(settings, options);
      wrap.className = `r ${settings.theme}`;
      launcher.show({});
      call('*s', 0);
    },
    load: (name) => load(name, settings.base),
    chat() {
      // Words and chunk come together.
      if (settings.locale === 'de') core.load('de').catch(() => {});
      loading ??= core.load('chat').then((chunk) => chunk.startChat(core));
      const mine = loading;
      mine.then(
        (made) => {
          if (loading === mine) chat = made;
        },
        () => {
          loading = undefined;
        },
      );
      return mine;
    },
    rules() {
      rules ??= core.load('rules').then((chunk) => chunk.startRules(core));
      rules.catch(() => {
        rules = undefined;
      });
      return rules;
    },
    loaded: () => chat,
    drop(wipe) {
      loading?.then((it) => it.destroy(wipe));
      loading = chat = undefined;
      core.acted = false;
      core.handoff = null;
      launcher.show({ open: false, unread: 0 });
    },
    state: () => ({
      ready: !!settings.site,
      ...settings,
      visible: !launcher.button.hidden,
      open: false,
      unread: 0,
      line: 'idle',
      ...chat?.state(),
      consent: { ...core.consent },
    }),
    attach() {
      if (!settings.site || host.isConnected) return;
      core.update({});
      document.body.append(host);
      try {
        // A conversation of an earlier page goes on by itself: the visitor had begun it.
        core.acted ||= !!window.localStorage[`theke:session:${settings.site}`];
      } catch {
        // Storage that throws keeps nothing.
      }
      if (core.acted || core.handoff) core.chat().catch(() => {});
    },
  };
  return core;
}
