/** Undo steps collected while something lives; run once, last one first, however often it is closed. */
export interface Cleanup {
  /** Adds a step. Added after the run, it is carried out at once: a late arrival must not leak. */
  add(step: () => void): void;
  run(): void;
  readonly done: boolean;
}

/** Makes a {@link Cleanup}. A step that throws does not keep the others from running. */
export function createCleanup(onError: (error: unknown) => void = () => {}): Cleanup {
  let steps: (() => void)[] | null = [];
  const safely = (step: () => void) => {
    try {
      step();
    } catch (error) {
      onError(error);
    }
  };
  return {
    add: (step) => (steps ? steps.push(step) : safely(step)),
    run() {
      const pending = steps ?? [];
      steps = null;
      for (const step of pending.reverse()) safely(step);
    },
    get done() {
      return steps === null;
    },
  };
}
