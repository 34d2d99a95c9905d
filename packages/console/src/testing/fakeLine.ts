import type { Line, LineState } from '@theke/line';
import { type Answer, no, type Refusal, type RefusalCode } from '@theke/protocol';

type Ask = { event: string; input: unknown };

/** A line whose other end is the test: answers by `answers`, remembers what was asked, tells what it is told to tell. */
export interface FakeLine<Asks, Tells> extends Line<Asks, Tells> {
  readonly asked: Ask[];
  readonly told: Ask[];
  answers: Record<string, (input: never) => Answer<unknown> | Promise<Answer<unknown>>>;
  /** As the server would. */
  arrive<K extends keyof Tells & string>(event: K, value: Tells[K] extends (value: infer V) => void ? V : never): void;
  become(state: LineState, refusal?: Refusal): void;
  /** The next ask of this kind is refused. */
  refuseNext(event: string, code: RefusalCode): void;
}

/** Makes a {@link FakeLine}. `open` makes it online at once. */
export function createFakeLine<Asks, Tells>(): FakeLine<Asks, Tells> {
  const states = new Set<(state: LineState, refusal?: Refusal) => void>();
  const hearers = new Map<string, Set<(value: unknown) => void>>();
  const refusals = new Map<string, RefusalCode>();
  const asked: Ask[] = [];
  const told: Ask[] = [];
  let state: LineState = 'idle';
  const become = (next: LineState, refusal?: Refusal) => {
    state = next;
    for (const fn of [...states]) fn(next, refusal);
  };
  const line: FakeLine<Asks, Tells> = {
    asked,
    told,
    answers: {},
    become,
    get state() {
      return state;
    },
    bufferedBytes: 0,
    onState(fn) {
      states.add(fn);
      return () => void states.delete(fn);
    },
    open: () => {
      if (state !== 'online') become('online');
    },
    close: () => become('closed'),
    reconnect: () => become('online'),
    async ask(event, input) {
      if (state !== 'online') return no('offline');
      asked.push({ event, input });
      const code = refusals.get(event);
      refusals.delete(event);
      if (code) return no(code);
      const answer = line.answers[event];
      return (answer ? await answer(input as never) : { ok: true, value: undefined }) as never;
    },
    tell: (event, input) => void (state === 'online' && told.push({ event, input })),
    on(event, fn) {
      const set = hearers.get(event) ?? new Set();
      hearers.set(event, set.add(fn as never));
      return () => void set.delete(fn as never);
    },
    arrive(event, value) {
      for (const fn of [...(hearers.get(event) ?? [])]) fn(value);
    },
    refuseNext: (event, code) => void refusals.set(event, code),
  };
  return line;
}
