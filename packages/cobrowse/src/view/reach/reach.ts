import type { ReadonlySignal } from '@preact/signals-core';
import { type Clock, createId } from '@theke/kit';
import type { Act, ActKey, ActOutcome, ActTry, ActWhy, Answer, FieldNews } from '@theke/protocol';
import type { ViewSession } from '../doors.ts';
import { createCoFill, type OpenField } from '../fill/index.ts';
import { createWheel } from './wheel.ts';

export interface ReachPowers {
  shareId: string;
  view: Pick<ViewSession, 'nodeAt' | 'scrollerAt' | 'seen'>;
  tryAct(act: ActTry): Promise<Answer<ActOutcome>>;
  clock: Clock;
  /** `shown`: the visitor was shown the element instead. */
  onRefused(why: ActWhy, label?: string, shown?: boolean): void;
  /** An act got no answer: nobody knows whether it was done. */
  onLost(): void;
}

/** Turns what the agent does on the picture into acts. Places are CSS pixels of the visitor's viewport. */
export interface Reach {
  /** Opens a field where fields may be filled in, else clicks. */
  click(x: number, y: number): Promise<void>;
  wheel(x: number, y: number, dx: number, dy: number): void;
  /** To the element that was clicked last. */
  key(key: ActKey): Promise<void>;
  navigate(url: string): Promise<boolean>;
  back(): Promise<void>;
  /** What the visitor allows now; kept up to date by whoever composes. */
  may: { control: boolean; fill: boolean };
  readonly field: ReadonlySignal<OpenField | null>;
  told(news: FieldNews): void;
  close(): void;
}

const round = (share: number) => Math.round(share * 10_000) / 10_000;

/** Makes {@link Reach}. Decides nothing: the visitor's browser looks again, and says what was done. */
export function createReach(powers: ReachPowers): Reach {
  const { shareId, view } = powers;
  const may = { control: false, fill: false };
  let clicked: number | null = null;
  let closed = false;

  async function ask(act: Act, actId = createId('act')): Promise<Answer<ActOutcome>> {
    return powers.tryAct({ shareId, actId, act, seen: view.seen });
  }

  /** Null: it was not done, and whoever must know has been told. */
  async function attempt(act: Act): Promise<(ActOutcome & { done: true }) | null> {
    if (closed) return null;
    const answer = await ask(act);
    if (closed) return null;
    if (!answer.ok) {
      if (answer.refusal.code === 'notGranted') powers.onRefused('notGranted');
      else powers.onLost();
      return null;
    }
    if (answer.value.done) return answer.value;
    powers.onRefused(answer.value.why, answer.value.label, answer.value.shown);
    return null;
  }

  const fill = createCoFill({
    shareId,
    tryAct: ask,
    clock: powers.clock,
    onRefused: powers.onRefused,
  });

  const wheel = createWheel({
    clock: powers.clock,
    scrollerAt: (x, y) => view.scrollerAt(x, y),
    async tryAct(act) {
      const done = await attempt(act);
      return done && { ok: true, value: done };
    },
  });

  return {
    async click(x, y) {
      const found = closed ? null : view.nodeAt(x, y);
      if (!found) return;
      clicked = found.node;
      if (may.fill && found.field) return fill.open(found.node);
      if (may.control) await attempt({ kind: 'click', node: found.node, rx: round(found.rx), ry: round(found.ry) });
    },
    wheel(x, y, dx, dy) {
      if (may.control && !closed) wheel.turn(x, y, dx, dy);
    },
    async key(key) {
      if (may.control && clicked !== null) await attempt({ kind: 'key', node: clicked, key });
    },
    async navigate(url) {
      return may.control && (await attempt({ kind: 'navigate', url })) !== null;
    },
    async back() {
      if (may.control) await attempt({ kind: 'back' });
    },
    may,
    field: fill.field,
    told: (news) => closed || fill.told(news),
    close() {
      closed = true;
      wheel.stop();
      fill.close();
    },
  };
}
