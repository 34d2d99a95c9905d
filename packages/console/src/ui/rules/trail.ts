/** One state of a text, and where the cursor stood in it. */
export interface Step {
  text: string;
  caret: number;
}

/** Who changed a text: somebody typing in it, or the form beside it. */
export type By = 'json' | 'form';

/** The states of a text, so that a step back works whoever took the step: a browser forgets its own once the form writes. */
export interface Trail {
  past: readonly Step[];
  now: Step;
  future: readonly Step[];
  /** What the newest state came from; typing on soon after adds to it. */
  last: { by: By; atMs: number } | null;
}

export type TrailEvent =
  | { type: 'changed'; step: Step; by: By; atMs: number }
  | { type: 'undone' }
  | { type: 'redone' };

const keptSteps = 200;
// As long as a word takes: what is typed without a rest is one step.
const togetherMs = 700;

export const trailOf = (text: string): Trail => ({
  past: [],
  now: { text, caret: text.length },
  future: [],
  last: null,
});

/** The trail after an event; the same one when there is nothing to go back or forward to. */
export function nextTrail(trail: Trail, event: TrailEvent): Trail {
  const { past, now, future, last } = trail;
  switch (event.type) {
    case 'changed': {
      const { step, by, atMs } = event;
      if (step.text === now.text) return { ...trail, now: step };
      const isTyping = Math.abs(step.text.length - now.text.length) <= 1 || by === 'form';
      const together = last?.by === by && atMs - last.atMs < togetherMs && isTyping;
      return {
        past: together ? past : [...past, now].slice(-keptSteps),
        now: step,
        future: [],
        last: { by, atMs },
      };
    }
    case 'undone': {
      const before = past.at(-1);
      return before ? { past: past.slice(0, -1), now: before, future: [now, ...future], last: null } : trail;
    }
    case 'redone': {
      const [after, ...rest] = future;
      return after ? { past: [...past, now], now: after, future: rest, last: null } : trail;
    }
  }
}

/** Which step a stroke asks for, as browsers have it: Ctrl or Cmd with Z, with Shift forward, or with Y. */
export function trailStroke(stroke: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}): 'undone' | 'redone' | null {
  if (!(stroke.ctrlKey || stroke.metaKey) || stroke.altKey) return null;
  const key = stroke.key.toLowerCase();
  if (key === 'z') return stroke.shiftKey ? 'redone' : 'undone';
  return key === 'y' && stroke.ctrlKey ? 'redone' : null;
}
