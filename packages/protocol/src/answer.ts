/** Why something was refused: a closed list. Words for people stand in each side's text files, never here. */
export const refusalCodes = [
  'malformed', // does not fit the schema
  'tooLarge', // text, frame or list over its limit
  'tooOften', // over the pace; see retryInMs
  'signedOut', // no session, or it was revoked
  'forbidden', // known, but may not
  'notFound', // no such thing, or not for you: the same answer on purpose
  'conflict', // same id, other content; or somebody was faster
  'taken', // another agent accepted first
  'notGranted', // the visitor has not allowed this
  'gone', // it was there and has ended
  'nobody', // no agent is there for this
  'unknownSite',
  'foreignOrigin',
  'tooOld', // the client speaks an older protocol: reload
  'notOffered', // this server or version does not do that
  'unavailable', // storage or a dependency failed: nothing was kept, try again
  'offline', // made by `line`: there is no connection; nothing was sent
  'timeout', // made by `line`: sent, but no answer came; ask again with the same id
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** A refusal is a value, never an exception. */
export interface Refusal {
  code: RefusalCode;
  /** Which field, for `malformed`. Developer's English; never shown to visitors. */
  detail?: string;
  /** For `tooOften` and `unavailable`: when another try makes sense. */
  retryInMs?: number;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** The acknowledgement function of an ask. Called exactly once. */
export type Reply<T> = (answer: Answer<T>) => void;

/** An accepted answer. */
export const yes = <T>(value: T): Answer<T> => ({ ok: true, value });

/** A refused answer. */
export const no = (code: RefusalCode, more: Omit<Refusal, 'code'> = {}): Answer<never> => ({
  ok: false,
  refusal: { code, ...more },
});
