/** Tells something by name: the first time at once, then at most once in `ms`, and never less than the last time. */
export function createGathered(
  after: (ms: number, fn: () => void) => () => void,
  ms: number,
  run: (name: string) => void,
): { tell(name: string): void; stop(): void } {
  const resting = new Map<string, { again: boolean; undo(): void }>();

  function tell(name: string) {
    const known = resting.get(name);
    if (known) {
      known.again = true;
      return;
    }
    const undo = after(ms, () => {
      const { again } = resting.get(name) ?? {};
      resting.delete(name);
      if (again) tell(name);
    });
    resting.set(name, { again: false, undo });
    run(name);
  }

  return {
    tell,
    stop() {
      for (const { undo } of resting.values()) undo();
      resting.clear();
    },
  };
}
