import { signal } from '@preact/signals-core';
import { type Clock, createId } from '@theke/kit';
import {
  type Act,
  type ActOutcome,
  type ActWhy,
  type Answer,
  type FieldNews,
  type FieldState,
  limits,
} from '@theke/protocol';
import { editOf, placeAfter } from '../../fill/edit.ts';
import { createChoice } from './choice.ts';
import { createDraft } from './draft.ts';
import { createInOrder } from './inOrder.ts';
import type { Caret, OpenField } from './openField.ts';
import { createTries } from './tries.ts';

export interface CoFieldPowers {
  field: FieldState;
  clock: Clock;
  tryAct(act: Act, actId: string): Promise<Answer<ActOutcome>>;
  /** The agent has left it; what they wrote last may still be on its way. */
  onLeft(): void;
  /** Over, and nothing is under way any more; with a reason if something was refused or cut off. */
  onOver(why?: ActWhy, label?: string): void;
}

/** One field, from the agent's side. */
export interface CoField {
  open: OpenField;
  told(news: FieldNews): void;
  /** Goes on after a `leave` that was not delivered yet; false: too late. */
  stay(): boolean;
  /** News may have been lost: asks how the field stands. */
  catchUp(): void;
  stop(): void;
}

// As long as the visitor's page keeps others away from what the visitor writes in.
const lockMs = 1_500;
// So long after a first "busy" the page is asked again; longer after each further one.
const askAgainMs = 300;
// Not known to be over: once more, after what was missed has been asked for.
const passing: ActWhy[] = ['busy', 'paused', 'changed'];
const maxChanged = 4;

/** Makes {@link CoField}: one act on its way at a time, everything else waits and is moved by what the page says. */
export function createCoField(powers: CoFieldPowers): CoField {
  const { clock, field } = powers;
  const { node, kind } = field;
  const draft = kind === 'text' || kind === 'lines' || kind === 'rich' ? createDraft(field) : null;
  const choice = draft ? null : createChoice(field);
  const value = draft ?? choice!;
  const text = signal(value.text);
  const locked = signal<'busy' | 'closed' | null>(null);
  const caret = signal<Caret>(draft?.caret ?? { start: 0, end: 0 });
  const visitorCaret = signal<Caret | null>(null);
  const tries = createTries(clock, powers.tryAct);
  let visitorAt: Caret | null = field.caret ?? null;
  let leaving: 'no' | 'soon' | 'said' = 'no';
  let changedTries = 0;
  let busyTries = 0;
  /** The act on its way; with `rev`, done there, though we have not been told what became of it. */
  let sent: { actId: string; rev?: number } | null = null;
  let unlock = () => {};

  function show(): void {
    text.value = value.text;
    if (!draft) return;
    caret.value = draft.caret;
    visitorCaret.value = visitorAt && draft.shown(visitorAt);
  }

  function over(why?: ActWhy, label?: string): void {
    if (locked.value === 'closed') return;
    // Who has left and has nothing under way need not hear of it.
    const told = leaving === 'no' || sent !== null;
    stop();
    powers.onOver(told ? why : undefined, label);
  }

  function stop(): void {
    locked.value = 'closed';
    unlock();
    order.stop();
    tries.stop();
  }

  function lock(forMs: number): void {
    if (locked.value === 'closed') return;
    locked.value = 'busy';
    unlock();
    unlock = clock.after(forMs, () => {
      locked.value = null;
      pump();
    });
  }

  function nextAct(): Act | null {
    const edit = draft?.depart();
    if (edit) return { kind: 'edit', node, rev: edit.rev, start: edit.start, remove: edit.remove, text: edit.text };
    const whole = choice?.depart();
    if (!whole) return null;
    if (kind === 'tick') return { kind: 'tick', node, rev: whole.rev, on: whole.text !== '' };
    if (kind === 'whole') return { kind: 'put', node, ...whole };
    return { kind: 'pick', node, rev: whole.rev, options: whole.text.split(',').filter(Boolean).map(Number) };
  }

  function pump(): void {
    if (locked.value || sent || order.missing) return;
    const act = nextAct();
    if (act) {
      sent = { actId: createId('act') };
      void send(act, sent.actId);
    } else if (leaving === 'soon') void leave();
  }

  async function send(act: Act, actId: string): Promise<void> {
    const outcome = await tries.run(act, actId);
    // By now the page's own word may have been here first.
    if (!outcome || sent?.actId !== actId) return;
    if (outcome.done) {
      changedTries = 0;
      busyTries = 0;
      sent.rev = outcome.rev ?? value.rev;
      return sent.rev > value.rev ? order.expect(sent.rev) : settle();
    }
    if (outcome.why === 'changed') changedTries += 1;
    if (!passing.includes(outcome.why) || changedTries > maxChanged) return over(outcome.why, outcome.label);
    sent = null;
    value.returned();
    show();
    if (outcome.why === 'changed') return void order.ask();
    busyTries += 1;
    lock(Math.min(lockMs, askAgainMs * busyTries));
  }

  /** What is on its way has been done, and is in what the page has said. */
  function settle(change?: { start: number; remove: number; text: string }): void {
    sent = null;
    value.arrived(change);
    show();
    pump();
  }

  function follow(news: FieldNews & { kind: 'changed' }): void {
    const edit = editOf(news);
    const place = (at: number) => placeAfter(at, edit, news.by === 'visitor');
    visitorAt = visitorAt && { start: place(visitorAt.start), end: place(visitorAt.end) };
    if (news.by === 'agent' && sent && news.actId === sent.actId) settle(news);
    else {
      if (news.by === 'visitor') lock(lockMs);
      value.changed(news, news.by === 'page');
      show();
    }
  }

  const order = createInOrder({
    clock,
    rev: () => value.rev,
    take: follow,
    ready: pump,
    async again() {
      const outcome = await tries.run({ kind: 'open', node }, createId('act'));
      if (!outcome) return;
      if (!outcome.done)
        return passing.includes(outcome.why) ? order.expect(value.rev + 1) : over(outcome.why, outcome.label);
      const state = outcome.field;
      if (!state || state.mode !== field.mode || state.kind !== kind) return over('changed');
      if (state.rev > value.rev) value.anew(state.rev, state.text);
      // It may have been asked before what is on its way was done, and answered after.
      if (sent?.rev !== undefined && sent.rev > value.rev && ++changedTries <= maxChanged) order.expect(sent.rev);
      else if (sent?.rev !== undefined) return sent.rev > value.rev ? over('changed') : settle();
      show();
    },
  });

  async function leave(): Promise<void> {
    leaving = 'said';
    await tries.run({ kind: 'leave', node }, createId('act'));
    over();
  }

  function want(next: string): void {
    if (!choice || locked.value === 'closed') return;
    choice.want(next);
    show();
    pump();
  }

  const open: OpenField = {
    node,
    kind,
    mode: field.mode,
    text,
    locked,
    visitorCaret,
    caret,
    write(next, at) {
      if (!draft || locked.value === 'closed' || next.length > limits.fieldChars) return;
      draft.write(next, Math.max(0, Math.min(at, next.length)));
      show();
      pump();
    },
    put: want,
    pick: (options) => want([...options].sort((a, b) => a - b).join(',')),
    tick: (on) => want(on ? '1' : ''),
    leave() {
      if (leaving !== 'no' || locked.value === 'closed') return;
      leaving = 'soon';
      powers.onLeft();
      pump();
    },
  };

  show();
  return {
    open,
    told(news) {
      if (locked.value === 'closed') return;
      if (news.kind === 'closed') return over(news.why);
      if (news.kind === 'changed') return order.told(news);
      visitorAt = { start: news.start, end: news.end };
      show();
    },
    stay() {
      if (leaving === 'said' || locked.value === 'closed') return false;
      leaving = 'no';
      return true;
    },
    catchUp: () => void order.ask(),
    stop,
  };
}
