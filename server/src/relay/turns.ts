/** Runs what is given for the same key one after another; different keys do not wait for each other. */
export type Turns = <T>(key: string, run: () => Promise<T>) => Promise<T>;

/** Makes {@link Turns}. A run that throws does not stop the next one. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return (key, run) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(run, run);
    last.set(key, mine);
    const forget = () => {
      if (last.get(key) === mine) last.delete(key);
    };
    mine.then(forget, forget);
    return mine;
  };
}
