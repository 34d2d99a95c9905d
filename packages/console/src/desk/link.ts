import type { Clock } from '@theke/kit';
import type { LiveLine } from './live.ts';
import { computed, type ReadonlySignal, signal } from './signals.ts';
import type { PageView, ViewQuality } from './viewDoor.ts';

export type LinkGrade = 'good' | 'fair' | 'poor';

/** How well the page comes over. Null figures are not known yet. */
export interface Link {
  grade: LinkGrade;
  /** From this screen to the visitor's browser and back. */
  roundTripMs: number | null;
  /** The part of it beyond the server. */
  visitorMs: number | null;
  /** How old the newest change was when it was shown. */
  lagMs: number;
  /** Pulses in a row that came back without an answer. */
  unanswered: number;
  /** Pictures that were left out within the last half minute. */
  droppedLately: number;
  rate: number;
}

export interface LinkWatch {
  readonly link: ReadonlySignal<Link | null>;
  begin(on: { shareId: string; live: LiveLine; view: PageView }): () => void;
}

const pulseEachMs = 5_000;
// Six pulses: a drop is told as long as it may still explain what one sees.
const rememberedPulses = 6;

/** Half a second is where working together begins to feel late, two where it fails. */
export function gradeLink(facts: {
  roundTripMs: number | null;
  lagMs: number;
  droppedLately: number;
  unanswered: number;
}): LinkGrade {
  const { roundTripMs, lagMs, droppedLately, unanswered } = facts;
  if (unanswered > 1 || (roundTripMs ?? 0) > 800 || lagMs > 2_000 || droppedLately > 3) return 'poor';
  if (unanswered > 0 || (roundTripMs ?? 0) > 250 || lagMs > 500 || droppedLately > 0) return 'fair';
  return 'good';
}

/** Makes {@link LinkWatch}: a pulse every five seconds, and only while the picture is live. */
export function createLinkWatch({ clock }: { clock: Clock }): LinkWatch {
  const pulse = signal<{ roundTripMs: number; visitorMs: number } | null>(null);
  const unanswered = signal(0);
  const drops = signal<readonly number[]>([]);
  const view = signal<PageView | null>(null);

  const droppedLately = (quality: ViewQuality) => quality.dropped - (drops.value[0] ?? quality.dropped);

  return {
    link: computed(() => {
      if (view.value?.state.value.phase !== 'live') return null;
      const quality = view.value.quality.value;
      const facts = {
        roundTripMs: pulse.value?.roundTripMs ?? null,
        lagMs: quality.lagMs,
        droppedLately: droppedLately(quality),
        unanswered: unanswered.value,
      };
      const grade = gradeLink(facts);
      return { ...facts, grade, visitorMs: pulse.value?.visitorMs ?? null, rate: quality.rate };
    }),
    begin(on) {
      let stopped = false;
      let stopTimer = () => {};
      view.value = on.view;

      async function feel() {
        const fromMs = clock.elapsed();
        const answer = await on.live.ask('share:pulse', { shareId: on.shareId }, pulseEachMs);
        if (stopped) return;
        drops.value = [...drops.peek(), on.view.quality.peek().dropped].slice(-rememberedPulses);
        if (answer.ok) {
          const roundTripMs = Math.max(answer.value.visitorMs, clock.elapsed() - fromMs);
          pulse.value = { roundTripMs, visitorMs: answer.value.visitorMs };
        }
        unanswered.value = answer.ok ? 0 : unanswered.peek() + 1;
      }
      function next() {
        if (stopped) return;
        stopTimer = clock.after(pulseEachMs, next);
        if (on.view.state.peek().phase === 'live' && on.live.state === 'online') void feel();
      }
      drops.value = [on.view.quality.peek().dropped];
      stopTimer = clock.after(0, next);
      return () => {
        stopped = true;
        stopTimer();
        if (view.peek() === on.view) view.value = null;
        pulse.value = null;
        unanswered.value = 0;
        drops.value = [];
      };
    },
  };
}
