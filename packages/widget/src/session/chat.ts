import { effect } from '@preact/signals-core';
import type { AppPowers } from '../app.ts';
import type { Chat } from '../core.ts';
import { isSheet } from '../ui/keyboard.ts';
import { mountChat } from '../ui/mount.tsx';
import { chatCss } from '../ui/sheet.ts';
import { createApp } from './createApp.ts';
import { createRuns } from './runs.ts';
import type { Going } from './tab.ts';

/** Puts the app on the page and follows the page's own life: in sight, left, brought back from the browser's memory. */
export async function createChat(powers: Omit<AppPowers, 'overlay' | 'addSheet'>): Promise<Chat> {
  const { core } = powers;
  const { window, shadow } = core;
  const { document } = window;
  const wrap = core.launcher.button.parentElement!;
  const place = document.createElement('div');
  const overlay = document.createElement('div');
  place.className = 'c';
  wrap.prepend(place, overlay);

  const addSheet = (css: string) => {
    const sheet = new window.CSSStyleSheet();
    sheet.replaceSync(css);
    shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
    return () => {
      shadow.adoptedStyleSheets = shadow.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  };
  const app = await createApp({ ...powers, overlay, addSheet });
  const { cleanup, talk, visit } = app;
  cleanup.add(addSheet(chatCss));
  cleanup.add(mountChat(app, place));
  cleanup.add(() => overlay.remove());

  const watch = (target: EventTarget, name: string, fn: (event: Event) => void) => {
    target.addEventListener(name, fn);
    cleanup.add(() => target.removeEventListener(name, fn));
  };

  // Read is what stands open before somebody's eyes.
  const markRead = () => {
    if (app.isOpen.peek() && app.view.peek() === 'chat' && document.visibilityState !== 'hidden')
      talk.thread.peek()?.markRead();
  };
  cleanup.add(
    effect(() => {
      // Read for their changes alone.
      void [app.isOpen.value, app.view.value, talk.thread.value?.unread.value];
      queueMicrotask(markRead);
    }),
  );
  watch(document, 'visibilitychange', markRead);

  watch(window, 'pagehide', () => {
    const left = app.together.part.peek()?.leave();
    if (left?.callId || left?.shareId) visit.line.tell('page:leave', left);
    const going: Going[] = app.isOpen.peek() ? ['open'] : [];
    if (left?.shareId) going.push('share');
    if (left?.callId) going.push('call');
    app.tab.leave(going);
  });
  watch(window, 'pageshow', (event) => {
    if (!(event as PageTransitionEvent).persisted) return;
    app.tab.back();
    visit.line.reconnect();
  });

  const { was } = app.tab;
  // What is coming back waits for nobody: its code is fetched while the line is being dialled.
  for (const name of ['share', 'call'] as const)
    if (was.includes(name)) {
      core.load(name).catch(() => {});
      app.together.need().catch(() => {});
    }
  // What stood open stands open on the next page, too – not on small screens, where it would cover it.
  if (was.includes('open') && !isSheet(window)) void app.online().then(() => cleanup.done || app.open(true));

  const run = createRuns(app);
  if (core.mayConnect()) app.connect();
  void run('handoff', []);

  return {
    run,
    state() {
      const conversation = talk.conversation.peek();
      return {
        open: app.isOpen.peek(),
        unread: talk.unread.peek(),
        visitorId: visit.credentials?.visitorId,
        line: app.lineState.peek(),
        availability: app.availability.peek() ?? undefined,
        conversation: conversation
          ? { conversationId: conversation.conversationId, status: conversation.status }
          : undefined,
      };
    },
    line: visit.line,
    inviting: () => app.ways.need().then((it) => it.inviting),
    consented() {
      app.store.allowed();
      if (core.mayConnect()) app.connect();
      const { share } = app.together.part.peek() ?? {};
      if (core.consent.cobrowse === false && share?.share.peek()) share.stop();
    },
    destroy: app.destroy,
  };
}
