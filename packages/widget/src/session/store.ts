import { type KeyStore, memoryStore, webStore } from '@theke/kit';
import type { Core } from '../core.ts';

/** Everything we ever keep in the visitor's browser. */
const names = ['session', 'outbox', 'start', 'invite', 'stopped'] as const;

/** Keeps in the browser when that is allowed, in memory otherwise; `allowed` moves what is held when that changes. */
export interface VisitorStore extends KeyStore {
  allowed(): void;
  wipe(): void;
}

/** Makes the {@link VisitorStore}. Names end with the site, so that two shops on one origin do not share a visitor. */
export function createVisitorStore(core: Core): VisitorStore {
  const web = webStore(() => core.window.localStorage);
  const memory = memoryStore();
  // Names the browser has really kept: for those its word counts, another tab may have removed them.
  const inBrowser = new Set<string>();
  const keep = (name: string, value: string) => {
    const kept = core.mayStore() && web.write(full(name), value);
    if (kept) inBrowser.add(name);
    return kept;
  };
  const full = (name: string) => `${name}:${core.settings.site}`;
  return {
    read: (name) => (core.mayStore() ? web.read(full(name)) : null) ?? (inBrowser.has(name) ? null : memory.read(name)),
    write(name, value) {
      memory.write(name, value);
      return keep(name, value);
    },
    remove(name) {
      inBrowser.delete(name);
      memory.remove(name);
      web.remove(full(name));
    },
    allowed() {
      for (const name of names) {
        const value = memory.read(name);
        if (core.mayStore()) value !== null && keep(name, value);
        else {
          web.remove(full(name));
          inBrowser.delete(name);
        }
      }
    },
    wipe() {
      for (const name of names) this.remove(name);
    },
  };
}
