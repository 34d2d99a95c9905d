/** Small keyed storage as an argument: localStorage, sessionStorage, or nothing but memory. Never throws. */
export interface KeyStore {
  read(key: string): string | null;
  /** False when nothing was kept (storage full, forbidden or absent). */
  write(key: string, value: string): boolean;
  remove(key: string): void;
}

/** Keeps for the life of the page only: what a browser without storage, or a visitor without consent, gets. */
export function memoryStore(): KeyStore {
  const kept = new Map<string, string>();
  return {
    read: (key) => kept.get(key) ?? null,
    write(key, value) {
      kept.set(key, value);
      return true;
    },
    remove: (key) => void kept.delete(key),
  };
}

interface WebStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * Wraps a browser storage. `open` is called on each use: in some browsers even reading
 * `window.localStorage` throws, and a shop page may break it later.
 */
export function webStore(open: () => WebStorage, prefix = 'theke:'): KeyStore {
  const tried = <T>(otherwise: T, use: (storage: WebStorage) => T): T => {
    try {
      return use(open());
    } catch {
      return otherwise;
    }
  };
  return {
    read: (key) => tried(null, (s) => s.getItem(prefix + key)),
    write: (key, value) =>
      tried(false, (s) => {
        s.setItem(prefix + key, value);
        return true;
      }),
    remove: (key) => tried(undefined, (s) => s.removeItem(prefix + key)),
  };
}
