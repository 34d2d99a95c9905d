import { computed, signal } from '@preact/signals-core';
import type { AgentFace, CallRecord, Share } from '@theke/protocol';
import type { App } from '../app.ts';
import { createPart, type Part } from '../session/parts.ts';
import { en } from '../texts/together.en.ts';
import { Questions } from '../ui/together/Questions.tsx';
import { Stack } from '../ui/together/Stack.tsx';
import { togetherCss } from '../ui/together/sheet.ts';
import { createCallDesk } from './callDesk.ts';
import type { Look } from './look.ts';
import { createShareDesk } from './shareDesk.ts';

/** Somebody typed the digits this visitor shows. */
export interface Claim {
  claimId: string;
  agent: AgentFace;
}

/**
 * Being together on the page: shared view, call, and the questions before them.
 * Fetched when the first of them comes up; most chats never need it.
 */
export function createTogether(app: App) {
  const { core, visit, clock, store, tab, overlay } = app;
  const texts = computed(() => app.german.value?.together ?? en);
  const claim = signal<Claim | null>(null);
  const removeSheet = app.addSheet(togetherCss);

  const { say } = app.announcer;
  const words = { texts: () => texts.peek(), say };

  const look: Part<Look> = createPart(async () => {
    const parts = await core.load('look');
    return parts.createLook({
      app,
      session: share.session,
      agentName: () => (share.share.value?.phase === 'on' ? share.share.value.agent.name : undefined),
      tellFollow: (on) => share.tell('follow:set', { on }),
      tellStep: (step) => share.tell('media:step', step),
    });
  });
  const share = createShareDesk({
    ...{ core, visit, store, clock, overlay, look, ...words },
    tabId: tab.id,
    site: app.site,
    conversation: app.talk.conversation,
    createLiveLine: app.createLiveLine,
    failed: () => app.failed(texts.peek().shareFailed),
  });
  const call = createCallDesk({ core, visit, clock, failed: () => app.failed(texts.peek().callFailed) });
  const undo = visit.line.on('code:claimed', (next) => {
    claim.value = next;
  });

  const preview = () =>
    void look.need().then(
      ({ hiding }) => hiding.set(!hiding.on.peek()),
      () => {},
    );
  const runs: Record<string, (on?: unknown) => unknown> = {
    'cobrowse.start': share.offer.start,
    'cobrowse.stop': share.stop,
    'cobrowse.pause': (on = true) => share.pause(!!on),
    'cobrowse.preview': preview,
  };

  return {
    app,
    texts,
    share,
    call,
    claim,
    look,
    Stack,
    Questions,
    preview,
    /** Commands of the page. */
    run: (command: string, [on]: unknown[]) => runs[command]?.(on),
    async answerClaim(yes: boolean) {
      const asked = claim.peek();
      if (!asked) return;
      claim.value = null;
      const answer = await visit.line.ask('code:answer', { claimId: asked.claimId, yes });
      if (!yes || !answer.ok) return;
      app.view.value = 'chat';
      app.open();
    },
    /** What came while this part was on its way, or the present after a reconnect. */
    welcomed(now: { share: Share | null; call: CallRecord | null; claim?: Claim | null }) {
      share.welcomed(now.share);
      call.welcomed(now.call);
      if (now.claim) claim.value = now.claim;
    },
    /** The page goes; share and call do not. Answers what the server needs to know of it. */
    leave() {
      const callId = call.session.peek() ? call.call.peek()?.callId : undefined;
      const on = share.share.peek();
      const left = { callId, shareId: on?.phase === 'on' ? on.shareId : undefined };
      call.leave();
      share.leave();
      return left;
    },
    close() {
      if (share.share.peek()) share.stop();
      look.part.peek()?.close();
      share.close();
      call.close();
      undo();
      removeSheet();
    },
  };
}

export type Together = ReturnType<typeof createTogether>;
