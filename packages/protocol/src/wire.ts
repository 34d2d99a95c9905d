import type { Answer } from './answer.ts';

/** Socket.IO namespaces. `live` is opened on a connection of its own. */
export const namespaces = { visitor: '/visitor', agent: '/agent', live: '/live' } as const;

type ReplyOf<Fn> = Fn extends (reply: (answer: Answer<infer T>) => void) => void
  ? T
  : Fn extends (input: never, reply: (answer: Answer<infer T>) => void) => void
    ? T
    : never;

/** What an ask carries; `undefined` where it carries nothing. */
export type AskInput<Asks, K extends keyof Asks> = Asks[K] extends (first: infer A, ...rest: never[]) => void
  ? A extends (answer: never) => void
    ? undefined
    : A
  : never;

/** What an accepted ask answers; `never` for events of the live lane that have no answer. */
export type AskOutput<Asks, K extends keyof Asks> = ReplyOf<Asks[K]>;
