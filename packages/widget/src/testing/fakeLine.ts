import type { Line, LineState } from '@theke/line';
import { type Answer, no, type Refusal, yes } from '@theke/protocol';

type FirstOf<Fn> = Fn extends (value: infer V, ...rest: never[]) => void ? V : never;

/** A line whose other end is the test. */
export interface FakeLine<Asks, Tells> extends Line<Asks, Tells> {
  readonly asked: { event: string; input: unknown }[];
  readonly told: { event: string; input: unknown }[];
  answers: Record<string, (input: never) => Answer<unknown> | Promise<Answer<unknown>>>;
  hear<K extends keyof Tells & string>(event: K, value: FirstOf<Tells[K]>): void;
  /** Something the server wants an answer to. */
  wants<K extends keyof Tells & string>(event: K, value: FirstOf<Tells[K]>): Promise<unknown>;
  become(state: LineState, refusal?: Refusal): void;
}

/** Makes a {@link FakeLine}. It dials at once; what no answer is set for is answered with a bare yes. */
export function createFakeLine<Asks, Tells>(): FakeLine<Asks, Tells> {
  const watchers = new Set<(state: LineState, refusal?: Refusal) => void>();
  const hearers = new Map<string, Set<(value: never, reply?: unknown) => void>>();
  let state: LineState = 'idle';
  const fake: FakeLine<Asks, Tells> = {
    asked: [],
    told: [],
    answers: {},
    bufferedBytes: 0,
    get state() {
      return state;
    },
    become(next, refusal) {
      state = next;
      for (const watch of [...watchers]) watch(next, refusal);
    },
    onState(fn) {
      watchers.add(fn);
      return () => void watchers.delete(fn);
    },
    open: () => fake.become('online'),
    close: () => fake.become('closed'),
    reconnect: () => fake.become('online'),
    async ask(event, input) {
      if (state !== 'online') return no('offline');
      fake.asked.push({ event, input });
      const answer = fake.answers[event];
      return (answer ? await answer(input as never) : yes(undefined)) as never;
    },
    tell: (event, input) => void fake.told.push({ event, input }),
    on(event, fn) {
      const set = hearers.get(event) ?? new Set();
      hearers.set(event, set.add(fn as never));
      return () => void set.delete(fn as never);
    },
    hear(event, value) {
      for (const fn of [...(hearers.get(event) ?? [])]) fn(value as never);
    },
    wants: (event, value) =>
      new Promise((reply) => {
        for (const fn of [...(hearers.get(event) ?? [])]) fn(value as never, reply);
      }),
  };
  return fake;
}
