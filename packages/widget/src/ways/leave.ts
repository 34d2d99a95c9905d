import type { Clock } from '@theke/kit';
import type { Talk } from '../session/talk.ts';
import type { VisitorLine } from '../session/visit.ts';

export interface LeavingPowers {
  talk: Talk;
  line: VisitorLine;
  clock: Clock;
  online(): Promise<boolean>;
}

const againAfterMs = 15_000;

/** The away form: a message like any other, and an address to answer to. */
export function createLeaving(powers: LeavingPowers) {
  const { talk, line, clock } = powers;
  /** Told until the server has it; the message itself waits in the outbox. */
  async function tell(contact: { conversationId: string; name?: string; email: string }) {
    const up = await powers.online();
    const answer = up ? await line.ask('contact:leave', contact) : null;
    const passing =
      !answer || (!answer.ok && ['offline', 'timeout', 'unavailable', 'notFound'].includes(answer.refusal.code));
    if (passing) clock.after(againAfterMs, () => void tell(contact));
  }

  return async ({ name, email, text }: { name: string; email: string; text: string }) => {
    const conversationId = talk.startNow({ via: 'launcher' });
    talk.send(text);
    await tell({ conversationId: await conversationId, email, ...(name && { name }) });
  };
}
