import type { KeyStore } from '@theke/kit';

/** Remembers over page loads of one share what the visitor has tapped away. The keys are the share's own business. */
export function createHiddenParts(store: KeyStore, mayStore: () => boolean) {
  const name = 'hidden';
  return {
    of: (shareId: string) => ({
      read(): string[] {
        try {
          const kept = JSON.parse(store.read(name) ?? '[]') as unknown[];
          return kept[0] === shareId ? kept.slice(1).filter((key): key is string => typeof key === 'string') : [];
        } catch {
          return [];
        }
      },
      write(keys: string[]) {
        if (mayStore()) store.write(name, JSON.stringify([shareId, ...keys]));
      },
    }),
    forget: () => store.remove(name),
  };
}
