import type { Clock } from '@theke/kit';
import type { Line } from '@theke/line';
import type { AgentAsks, AgentTells, Refusal, VisitorExplanation } from '@theke/protocol';
import { effect, type ReadonlySignal, signal } from './signals.ts';

/** What is known of one rule of one visitor. `told` outlives a refusal: what was true a moment ago is better than nothing. */
export interface Why {
  told: VisitorExplanation | null;
  refusal: Refusal | null;
}

export interface WhyWatch {
  readonly state: ReadonlySignal<Why>;
  /** Ends the asking. */
  close(): void;
}

/** Asks visitors' pages why their rules do or do not invite. */
export interface WhyDesk {
  /** Asks now and then again and again while `visible`, one question at a time, until it is closed or there is no use in it. */
  watch(of: { visitorId: string; ruleId: string }, visible: ReadonlySignal<boolean>): WhyWatch;
}

/** Often enough to see it count; a page is not kept busy by whoever looks. */
const everyMs = 2_000;

/** Asked again, these would be answered alike. */
const isFinal = ({ code, detail }: Refusal) =>
  code === 'notOffered' || code === 'tooOld' || code === 'forbidden' || (code === 'notFound' && detail !== 'ruleId');

/** Makes {@link WhyDesk}. */
export function createWhyDesk(powers: { line: Pick<Line<AgentAsks, AgentTells>, 'ask'>; clock: Clock }): WhyDesk {
  const { line, clock } = powers;
  return {
    watch(of, visible) {
      const state = signal<Why>({ told: null, refusal: null });
      let ended = false;
      let asking = false;
      let stopTimer = () => {};

      async function ask() {
        if (ended || asking || !visible.peek()) return;
        stopTimer();
        asking = true;
        const answer = await line.ask('visitor:explain', of);
        asking = false;
        if (ended) return;
        state.value = answer.ok
          ? { told: answer.value, refusal: null }
          : { told: state.peek().told, refusal: answer.refusal };
        if (!answer.ok && isFinal(answer.refusal)) return close();
        stopTimer = clock.after(everyMs, () => void ask());
      }
      const unwatch = effect(() => {
        if (visible.value) void ask();
        else stopTimer();
      });
      function close() {
        ended = true;
        stopTimer();
        unwatch();
      }
      return { state, close };
    },
  };
}
