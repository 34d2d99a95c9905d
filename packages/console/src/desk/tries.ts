import type { Answer } from '@theke/protocol';
import type { Act, Notices } from './notices.ts';

/** Turns a refusal into a notice: what was tried stays told until it succeeds. */
export function createTries(notices: Notices) {
  async function tried<T>(act: Act, asked: Promise<Answer<T>>): Promise<{ value: T } | null> {
    const answer = await asked;
    if (answer.ok) {
      notices.settle(act);
      return { value: answer.value };
    }
    notices.refuse(act, answer.refusal.code);
    return null;
  }
  return { tried, done: async <T>(act: Act, asked: Promise<Answer<T>>) => (await tried(act, asked)) !== null };
}
