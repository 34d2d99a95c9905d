import { commandError } from '../api/error.ts';
import type { App } from '../app.ts';
import type { Handoffs } from './handoffs.ts';

/** The commands that are rarely used. Refusals become errors with the server's code. */
export function createRuns(app: App, handoffs: Handoffs): (command: string, args: unknown[]) => unknown {
  const { talk } = app;
  const runs: Record<string, (...args: never[]) => unknown> = {
    async startConversation(options: { skill?: string; subject?: string } = {}) {
      await app.online();
      return { conversationId: await talk.startNow({ ...options, via: 'api' }) };
    },
    endConversation: () => talk.end(),
    async rate(score: number, comment?: string) {
      const conversationId = talk.conversation.peek()?.conversationId;
      if (!conversationId) throw commandError('notFound', 'there is no conversation to rate');
      const rating = { conversationId, score, ...(comment && { comment }) };
      const answer = await app.visit.line.ask('conversation:rate', rating);
      if (!answer.ok) throw commandError(answer.refusal.code, 'rate was refused');
    },
    async resume(session: string) {
      const conversationId = await handoffs.take(`${session}`);
      if (!conversationId) throw commandError('notFound', 'this session cannot be resumed');
      return { conversationId };
    },
  };
  return (command, args) => runs[command]?.(...(args as never[]));
}
