import { type ReadonlySignal, signal } from '@preact/signals-core';
import { type Clock, createId } from '@theke/kit';
import type { Act, ActOutcome, ActWhy, Answer, FieldNews } from '@theke/protocol';
import { type CoField, createCoField } from './coField.ts';
import type { OpenField } from './openField.ts';
import { createTries } from './tries.ts';

/** What filling in needs from whoever composes it. */
export interface CoFillPowers {
  shareId: string;
  /** Tries an act. One that is tried again, because no answer came, comes with the same `actId`: it is done once. */
  tryAct(act: Act, actId: string): Promise<Answer<ActOutcome>>;
  clock: Clock;
  /** A field could not be opened, or was closed by the other side. */
  onRefused(why: ActWhy, label?: string): void;
}

/** The agent's half of filling in together. */
export interface CoFill {
  /** At most one field is open to write in; those left before may still deliver what was written. */
  readonly field: ReadonlySignal<OpenField | null>;
  /** Opens a field; the one open before is left. */
  open(node: number): Promise<void>;
  /** What the visitor's page says of fields. */
  told(news: FieldNews): void;
  /** The line was down, and news may have been lost with it. */
  catchUp(): void;
  /** The end, at once: nothing is tried any more. */
  close(): void;
}

/** Makes {@link CoFill}. Knows neither the picture nor the line. */
export function createCoFill(powers: CoFillPowers): CoFill {
  const { clock, shareId } = powers;
  const field = signal<OpenField | null>(null);
  const fields = new Map<number, CoField>();
  const tries = createTries(clock, powers.tryAct);
  let opened = 0;
  let closed = false;

  function begin(state: NonNullable<(ActOutcome & { done: true })['field']>): CoField {
    const made = createCoField({
      field: state,
      clock,
      tryAct: powers.tryAct,
      onLeft() {
        if (field.value === made.open) field.value = null;
      },
      onOver(why, label) {
        if (fields.get(state.node) === made) fields.delete(state.node);
        if (field.value === made.open) field.value = null;
        if (why) powers.onRefused(why, label);
      },
    });
    fields.set(state.node, made);
    return made;
  }

  return {
    field,
    async open(node) {
      const mine = ++opened;
      if (closed || (field.value?.node === node && field.value.locked.value !== 'closed')) return;
      field.value?.leave();
      const known = fields.get(node);
      if (known?.stay()) {
        field.value = known.open;
        return;
      }
      const outcome = await tries.run({ kind: 'open', node }, createId('act'));
      if (!outcome || closed) return;
      if (!outcome.done) return powers.onRefused(outcome.why, outcome.label);
      // A label was pointed at: the field is the one it is of.
      const state = outcome.field;
      if (!state) return powers.onRefused('notField');
      const same = fields.get(state.node);
      const made = same?.stay() ? same : begin(state);
      if (made !== same) same?.stop();
      // Meanwhile the agent has gone on to another.
      if (mine === opened) field.value = made.open;
      else made.open.leave();
    },
    told(news) {
      if (news.shareId === shareId) fields.get(news.node)?.told(news);
    },
    catchUp() {
      for (const one of fields.values()) one.catchUp();
    },
    close() {
      closed = true;
      tries.stop();
      for (const one of fields.values()) one.stop();
      fields.clear();
      field.value = null;
    },
  };
}
