import { type ReadonlySignal, signal } from '@preact/signals-core';

/** A part of the chat that is fetched when it is first needed; null until then. */
export interface Part<T> {
  part: ReadonlySignal<T | null>;
  /** Fetches once; a failure is tried anew by the next need. */
  need(): Promise<T>;
}

/** Makes a {@link Part}. */
export function createPart<T>(load: () => Promise<T>): Part<T> {
  const part = signal<T | null>(null);
  let loading: Promise<T> | undefined;
  return {
    part,
    need() {
      loading ??= load().then(
        (made) => {
          part.value = made;
          return made;
        },
        (error) => {
          loading = undefined;
          throw error;
        },
      );
      return loading;
    },
  };
}
