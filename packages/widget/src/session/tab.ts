import { createId } from '@theke/kit';
import type { Core } from '../core.ts';

/** This browser tab, as the server tells it from others. */
export interface Tab {
  readonly id: string;
  /** The page goes; the next page of this tab takes the id over. */
  leave(): void;
  back(): void;
}

/**
 * One id for each browser tab. It is taken out of the tab's storage while the page lives and put back when the page
 * goes: a duplicated tab copies the storage, finds none, and gets an id of its own.
 */
export function createTab(core: Core): Tab {
  const storage = (use: (kept: Storage) => unknown): string | null => {
    try {
      return (use(core.window.sessionStorage) as string) ?? null;
    } catch {
      return null;
    }
  };
  const back = () => void storage((kept) => kept.removeItem('theke:tab'));
  const id = (core.mayStore() && storage((kept) => kept.getItem('theke:tab'))) || createId('tab');
  back();
  return {
    id,
    leave: () => void (core.mayStore() && storage((kept) => kept.setItem('theke:tab', id))),
    back,
  };
}
