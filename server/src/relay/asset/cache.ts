/** Keeps what was used last, by bytes. */
export interface ByteCache<T extends { bytes: number }> {
  read(key: string): T | undefined;
  write(key: string, value: T): void;
}

/** Makes a {@link ByteCache} of at most `maxBytes`; one value takes a quarter of it at most. */
export function createByteCache<T extends { bytes: number }>(maxBytes: number): ByteCache<T> {
  // A Map remembers the order of writing: reading writes again, so the oldest is the least used.
  const kept = new Map<string, T>();
  let bytes = 0;
  const remove = (key: string) => {
    bytes -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  };
  return {
    read(key) {
      const value = kept.get(key);
      if (value) {
        kept.delete(key);
        kept.set(key, value);
      }
      return value;
    },
    write(key, value) {
      remove(key);
      if (value.bytes > maxBytes / 4) return;
      kept.set(key, value);
      bytes += value.bytes;
      for (const oldest of kept.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
    },
  };
}
