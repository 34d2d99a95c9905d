import type { Clock } from '@theke/kit';
import type { Act, ActOutcome, Answer, RefusalCode } from '@theke/protocol';

/** Tries acts until there is an answer. */
export interface Tries {
  /** Null: stopped meanwhile. What the line cannot say for a long time is `away`, what the server will not pass on `notGranted`. */
  run(act: Act, actId: string): Promise<ActOutcome | null>;
  stop(): void;
}

// Whether it was done is not known, or it was not and may be soon: the same act again is done once.
const again: RefusalCode[] = ['timeout', 'offline', 'unavailable', 'tooOften'];
const firstWaitMs = 250;
const longestWaitMs = 2_000;
const giveUpMs = 30_000;

/** Makes {@link Tries}. */
export function createTries(clock: Clock, tryAct: (act: Act, actId: string) => Promise<Answer<ActOutcome>>): Tries {
  const waits = new Set<() => void>();
  let stopped = false;

  const wait = (ms: number) =>
    new Promise<void>((done) => {
      const go = () => {
        cancel();
        waits.delete(go);
        done();
      };
      const cancel = clock.after(ms, go);
      waits.add(go);
    });

  return {
    async run(act, actId) {
      const sinceMs = clock.elapsed();
      for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
        const answer = await tryAct(act, actId);
        if (stopped) return null;
        if (answer.ok) return answer.value;
        if (!again.includes(answer.refusal.code)) return { done: false, why: 'notGranted' };
        if (clock.elapsed() - sinceMs > giveUpMs) return { done: false, why: 'away' };
        await wait(Math.max(waitMs, answer.refusal.retryInMs ?? 0));
        if (stopped) return null;
      }
    },
    stop() {
      stopped = true;
      for (const go of [...waits]) go();
    },
  };
}
