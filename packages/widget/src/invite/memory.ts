import type { Clock } from '@theke/kit';
import type { Memory } from '@theke/rules';
import type { Core } from '../core.ts';

// Half an hour without a page is the end of a visit, as web statistics count it.
const visitEndsAfterMs = 30 * 60_000;

interface Kept {
  atMs: number;
  memory: Memory;
  /** The visitor does not want to be asked again. */
  never?: boolean;
}

/** What caps and quiet hours must outlive a page load; kept only where storage is allowed. */
export function createInviteMemory(core: Core, clock: Clock) {
  const key = () => `theke:invite:${core.settings.site}`;
  // What a visitor's click has put there may be read and kept up to date by the pages after it.
  let found = core.consent.storage !== false;
  const mayKeep = () => core.mayStore() || found;
  const tried = <T>(use: (storage: Storage) => T): T | null => {
    try {
      return mayKeep() ? use(core.window.localStorage) : null;
    } catch {
      return null;
    }
  };
  const parsed = tried((storage) => JSON.parse(storage.getItem(key()) ?? 'null') as Kept | null);
  found = found && !!parsed;
  const kept: Kept = parsed?.memory ? parsed : { atMs: 0, memory: { shown: {}, quietUntilMs: 0, signals: {} } };
  const write = () => tried((storage) => storage.setItem(key(), JSON.stringify({ ...kept, atMs: clock.now() })));
  return {
    read(): Memory {
      const sameVisit = clock.now() - kept.atMs < visitEndsAfterMs;
      return sameVisit ? kept.memory : { ...kept.memory, shown: {}, signals: {} };
    },
    write(memory: Memory) {
      // Most decisions change nothing that is kept, and storage is slow.
      if (JSON.stringify(memory) === JSON.stringify(kept.memory)) return;
      kept.memory = memory;
      write();
    },
    refused: () => kept.never === true,
    refuse() {
      kept.never = true;
      write();
    },
  };
}
