/** Typed listeners: `on` gives back its undo; a listener that throws does not silence the others. */
export interface Emitter<Events extends object> {
  on<K extends keyof Events>(name: K, listener: (event: Events[K]) => void): () => void;
  emit<K extends keyof Events>(name: K, event: Events[K]): void;
  clear(): void;
}

/** Makes an {@link Emitter}; what a listener throws goes to `onError`. */
export function createEmitter<Events extends object>(onError: (error: unknown) => void = () => {}): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(event: never) => void>>();
  return {
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener as (event: never) => void));
      return () => void set.delete(listener as (event: never) => void);
    },
    emit(name, event) {
      for (const listener of [...(listeners.get(name) ?? [])]) {
        try {
          (listener as (event: unknown) => void)(event);
        } catch (error) {
          onError(error);
        }
      }
    },
    clear: () => listeners.clear(),
  };
}
