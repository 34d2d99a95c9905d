import { createId } from '@theke/kit';
import type { Line } from '@theke/line';
import type { AgentAsks, AgentTells, Handoff, HistoryLine } from '@theke/protocol';
import { queueOf } from './lists.ts';
import type { Notices } from './notices.ts';
import { createShareActs, type ShareActs } from './shareActs.ts';
import type { DeskEvent, DeskState } from './state.ts';
import { createTries } from './tries.ts';

/** What an agent may do. Each answers whether it was done; a no has been told as a notice already. */
export interface Acts extends ShareActs {
  setAvailable(on: boolean): Promise<boolean>;
  accept(conversationId: string): Promise<boolean>;
  /** Whoever waits longest; false when nobody does. */
  acceptNext(): Promise<boolean>;
  open(conversationId: string | null): void;
  closeConversation(conversationId: string): Promise<boolean>;
  pushPage(conversationId: string, url: string, title: string): Promise<boolean>;
  saveContact(change: { contactId: string; name?: string; email?: string; note?: string }): Promise<boolean>;
  makeLink(conversationId: string, targetUrl?: string): Promise<Handoff | null>;
  history(conversationId: string): Promise<HistoryLine[]>;
}

/** Makes {@link Acts}. */
export function createActs(powers: {
  line: Line<AgentAsks, AgentTells>;
  state: () => DeskState;
  step: (event: DeskEvent) => void;
  notices: Notices;
}): Acts {
  const { line, state, step, notices } = powers;
  const accepting = new Set<string>();

  const { tried, done } = createTries(notices);

  async function accept(conversationId: string) {
    if (accepting.has(conversationId)) return false;
    accepting.add(conversationId);
    const answer = await tried('accept', line.ask('conversation:accept', { conversationId }));
    accepting.delete(conversationId);
    if (!answer) return false;
    step({ type: 'conversation', conversation: answer.value });
    step({ type: 'opened', conversationId });
    return true;
  }

  return {
    ...createShareActs(powers),
    accept,
    async setAvailable(on) {
      const ok = await done('available', line.ask('agent:available', { on }));
      if (ok) step({ type: 'availability', on });
      return ok;
    },
    async acceptNext() {
      const first = queueOf(state()).find((one) => !accepting.has(one.conversationId));
      return first ? accept(first.conversationId) : false;
    },
    open: (conversationId) => step({ type: 'opened', conversationId }),
    closeConversation: (conversationId) => done('close', line.ask('conversation:close', { conversationId })),
    pushPage: (conversationId, url, title) =>
      done('push', line.ask('page:push', { conversationId, clientId: createId('msg'), url, title })),
    async saveContact(change) {
      const answer = await tried('contact', line.ask('contact:update', change));
      if (answer) step({ type: 'contact', contact: answer.value });
      return answer !== null;
    },
    async makeLink(conversationId, targetUrl) {
      const wish = targetUrl ? { conversationId, targetUrl } : { conversationId };
      return (await tried('shop', line.ask('handoff:create', wish)))?.value ?? null;
    },
    async history(conversationId) {
      const answer = await line.ask('conversation:history', { conversationId });
      return answer.ok ? answer.value : [];
    },
  };
}
