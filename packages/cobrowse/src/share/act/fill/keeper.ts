import type { Clock } from '@theke/kit';
import type { ActOutcome, ActWhy, FieldNews, FieldState } from '@theke/protocol';
import {
  after,
  applied,
  diff,
  type Edit,
  editOf,
  growth,
  inOne,
  placeAfter,
  type Replace,
} from '../../../fill/edit.ts';
import { placeRewritten } from '../../../fill/rewritten.ts';
import type { Caret, Driver } from './driver.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** News of one field, before it is said of which. */
export type News = Without<FieldNews, 'shareId' | 'node'>;

export interface KeeperPowers {
  driver: Driver;
  clock: Clock;
  mode: FieldState['mode'];
  /** Higher than any revision before, so that what was meant for an earlier opening does not fit. */
  rev: number;
  /** How long the visitor's hand keeps others away. */
  lockMs?: number;
  /** Why this may not be in the field, or not be told of, now; null if it may. */
  judge(text: string): ActWhy | null;
  /** It is no longer the field it was; asked every frame, so it must be cheap. */
  isStale?(): boolean;
  tell(news: News): void;
  /** It is over: nothing more is told of it. */
  onEnd(why: ActWhy): void;
}

/** Keeps the order of all changes to one field: whatever happens to it on the visitor's page, in the order it happens. */
export interface Keeper {
  state(): Pick<FieldState, 'mode' | 'kind' | 'rev' | 'text' | 'caret'>;
  /** The agent's edit of the text as it was at `rev`; later changes by others move it, and lose nothing by it. */
  edit(actId: string, rev: number, change: Replace): ActOutcome;
  /** The agent's value for the whole field; refused if somebody else has changed it since. */
  put(actId: string, rev: number, text: string): ActOutcome;
  /** The field may have changed by this hand. */
  look(by: 'visitor' | 'page'): void;
  /** The visitor's hand is on it; `composing`: letters are being put together, which nobody may disturb. */
  typed(composing?: boolean): void;
  /** Once per frame: what no event tells of, and where the visitor is. */
  frame(): void;
  end(why: ActWhy): void;
  /** Whether events are the agent's doing at this moment. */
  readonly writing: boolean;
}

const caretEveryMs = 100;
// More changes than an agent's edit can be behind.
const maxPast = 400;
/** An act that was not done. */
export const no = (why: ActWhy): ActOutcome => ({ done: false, why });

// A page may put the value back after our change; the visitor's caret is to stand where it was for so long.
const holdFrames = 3;

/** Makes {@link Keeper}. Knows neither elements nor events. */
export function createKeeper(powers: KeeperPowers): Keeper {
  const { driver, clock, mode } = powers;
  const past: { rev: number; edit: Edit; foreign: boolean }[] = [];
  let oldest = powers.rev;
  let rev = powers.rev;
  let text = driver.read();
  let ended: ActWhy | null = null;
  let writing = false;
  let lockedTo = Number.NEGATIVE_INFINITY;
  let held: { caret: Caret; frames: number } | null = null;
  let caretTold = '';
  let caretAt = Number.NEGATIVE_INFINITY;

  function end(why: ActWhy): void {
    if (ended) return;
    ended = why;
    driver.leave();
    powers.onEnd(why);
  }

  /** Takes a change into the order and tells of it. */
  function note(edit: Edit, by: 'visitor' | 'agent' | 'page', actId?: string): Replace {
    const change = inOne(text, edit);
    const before = text;
    text = applied(text, edit);
    rev += 1;
    past.push({ rev, edit, foreign: by !== 'agent' });
    if (past.length > maxPast) oldest = past.shift()!.rev;
    const place = (at: number) =>
      (by === 'page' ? placeRewritten(before, text, at) : null) ?? placeAfter(at, edit, false);
    if (held) held.caret = { start: place(held.caret.start), end: place(held.caret.end) };
    powers.tell({ kind: 'changed', rev, by, ...(actId && { actId }), ...change });
    return change;
  }

  function look(by: 'visitor' | 'page'): void {
    if (ended) return;
    const now = driver.read();
    if (now !== text) {
      const why = mode === 'blind' ? 'theirs' : powers.judge(now);
      if (why) end(why);
      if (ended) return;
      note(editOf(diff(text, now, driver.caret()?.end)), by);
    }
    if (!held) return;
    const caret = driver.caret();
    if (caret && (caret.start !== held.caret.start || caret.end !== held.caret.end)) driver.place(held.caret);
  }

  /** What all changes by the agent have in common: null, and it may be done. */
  function refusal(since: number): ActOutcome | null {
    look('page');
    if (ended) return no(ended);
    if (clock.elapsed() < lockedTo) return no('busy');
    return since < oldest || since > rev ? no('changed') : null;
  }

  function make(edit: Edit, actId: string): ActOutcome {
    const next = applied(text, edit);
    const why = powers.judge(next);
    if (why) {
      end(why);
      return no(why);
    }
    const caret = driver.caret(true);
    held = caret && { caret, frames: holdFrames };
    const change = note(edit, 'agent', actId);
    const done = rev;
    writing = true;
    try {
      driver.write(next, change);
    } finally {
      writing = false;
    }
    if (held) driver.place(held.caret);
    look('page');
    // Most frameworks put the page in order right after the event.
    queueMicrotask(() => look('page'));
    return { done: true, rev: done };
  }

  return {
    state: () => ({ mode, kind: driver.kind, rev, text, caret: (mode === 'open' && driver.caret()) || undefined }),
    edit(actId, since, change) {
      const not = refusal(since);
      if (not) return not;
      const later = past.filter((one) => one.rev > since);
      const lengthThen = later.reduce((sum, one) => sum - growth(one.edit), text.length);
      if (change.start + change.remove > lengthThen) return no('changed');
      let edit = editOf({ ...change, text: driver.clean(change.text) });
      for (const one of later) edit = after(edit, one.edit, true);
      const room = Math.max(0, driver.most() - text.length - growth({ ...edit, text: '' }));
      if (edit.text.length > room) edit = { ...edit, text: edit.text.slice(0, room) };
      return make(edit, actId);
    },
    put(actId, since, whole) {
      const not = refusal(since);
      if (not) return not;
      if (past.some((one) => one.rev > since && one.foreign)) return no('changed');
      const next = driver.clean(whole);
      if (next === text) return { done: true, rev };
      return make(editOf({ start: 0, remove: text.length, text: next }), actId);
    },
    look,
    typed(composing = false) {
      held = null;
      lockedTo = composing ? Number.POSITIVE_INFINITY : clock.elapsed() + (powers.lockMs ?? 1_500);
    },
    frame() {
      if (powers.isStale?.()) end(powers.judge(text) ?? 'changed');
      look('page');
      if (ended || mode === 'blind') return;
      if (held) held.frames -= 1;
      if (held?.frames === 0) held = null;
      const caret = driver.caret();
      const now = caret ? `${caret.start} ${caret.end}` : '';
      if (!caret || now === caretTold || clock.elapsed() - caretAt < caretEveryMs) return;
      caretTold = now;
      caretAt = clock.elapsed();
      powers.tell({ kind: 'caret', ...caret });
    },
    end,
    get writing() {
      return writing;
    },
  };
}
