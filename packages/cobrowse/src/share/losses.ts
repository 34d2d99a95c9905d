import type { Refusal, RefusalCode } from '@theke/protocol';

/** Keeps account of chunks that were not taken, and says how long to wait before a new picture is tried. */
export interface Losses {
  /** Refused for good, whatever is tried. */
  isFinal(refusal: Refusal | undefined): boolean;
  /** One more in a row: ms to wait, or null when it is meant. */
  add(refusal: Refusal | undefined): number | null;
  /** Something was taken again. */
  forget(): void;
}

const retryMs = 500;
// Without a line there is nobody to try; whoever holds the line says when it is back.
const offlineRetryMs = 5_000;
const maxRetryMs = 10_000;
const final: ReadonlySet<RefusalCode> = new Set(['gone', 'forbidden', 'notFound', 'signedOut', 'malformed']);
// After a reconnection a chunk can overtake the joining of the share. Only when it stays so is it meant.
const maxNotGranted = 3;

/** Makes {@link Losses}. */
export function createLosses(): Losses {
  let losses = 0;
  let notGranted = 0;
  return {
    isFinal: (refusal) => refusal !== undefined && final.has(refusal.code),
    add(refusal) {
      losses += 1;
      notGranted = refusal?.code === 'notGranted' ? notGranted + 1 : 0;
      if (notGranted > maxNotGranted) return null;
      const firstMs = refusal?.code === 'offline' ? offlineRetryMs : retryMs;
      return refusal?.retryInMs ?? Math.min(firstMs * 2 ** (losses - 1), maxRetryMs);
    },
    forget() {
      losses = 0;
      notGranted = 0;
    },
  };
}
