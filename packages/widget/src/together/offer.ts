import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { AgentFace, Share, VisitorConversation } from '@theke/protocol';
import { commandError } from '../api/error.ts';
import type { Core } from '../core.ts';
import type { VisitorLine } from '../session/visit.ts';

export interface OfferPowers {
  core: Core;
  line: VisitorLine;
  share: ReadonlySignal<Share | null>;
  conversation: ReadonlySignal<VisitorConversation | null>;
  changed(share: Share): void;
}

/** A share that begins on this side. Whoever calls is a script, so the visitor is asked all the same. */
export function createOffer({ core, line, share, conversation, changed }: OfferPowers) {
  const asking = signal<{ agent: AgentFace; conversationId: string; settle(shareId: string | Error): void } | null>(
    null,
  );

  /** The agent was faster, or nobody is there any more. */
  function drop(shareId?: string) {
    const asked = asking.peek();
    asking.value = null;
    asked?.settle(shareId ?? commandError('gone', 'the conversation has ended'));
  }
  const close = effect(() => {
    if (conversation.value?.status !== 'active') drop();
  });

  return {
    asking,
    drop,
    close,
    async start(): Promise<{ shareId: string }> {
      const on = share.peek();
      if (on?.phase === 'on') return { shareId: on.shareId };
      const now = conversation.peek();
      if (now?.status !== 'active' || !now.agent)
        throw commandError('nobody', 'cobrowse.start needs a conversation with an agent');
      if (core.consent.cobrowse === false) throw commandError('forbidden', 'consent says no to cobrowse');
      asking.peek()?.settle(commandError('conflict', 'cobrowse.start was called again'));
      const { agent, conversationId } = now;
      const shareId = await new Promise<string>((resolve, reject) => {
        const settle = (end: string | Error) => (typeof end === 'string' ? resolve(end) : reject(end));
        asking.value = { agent, conversationId, settle };
      });
      return { shareId };
    },
    async answer(allow: boolean) {
      const asked = asking.peek();
      if (!asked) return;
      asking.value = null;
      if (!allow) return asked.settle(commandError('notGranted', 'the visitor declined'));
      void core.load('share').catch(() => {});
      const told = await line.ask('share:offer', { conversationId: asked.conversationId });
      if (!told.ok) return asked.settle(commandError(told.refusal.code, 'cobrowse.start was refused'));
      changed(told.value);
      asked.settle(told.value.shareId);
    },
  };
}
