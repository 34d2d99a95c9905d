import { createId } from '@theke/kit';
import type { Core } from '../core.ts';

/** This browser tab, as the server tells it from others. */
export interface Tab {
  readonly id: string;
  /** The chat stood open when the page before this one was left. */
  readonly wasOpen: boolean;
  /** The page goes; the next page of this tab takes over. */
  leave(open: boolean): void;
  back(): void;
}

/**
 * One id for each browser tab. It is taken out of the tab's storage while the page lives and put back when the page
 * goes: a duplicated tab copies the storage, finds none, and gets an id of its own.
 */
export function createTab(core: Core): Tab {
  const key = 'theke:tab';
  const storage = (use: (kept: Storage) => unknown): string => {
    try {
      return (core.mayStore() && (use(core.window.sessionStorage) as string)) || '';
    } catch {
      return '';
    }
  };
  const back = () => void storage((kept) => kept.removeItem(key));
  const [id, open] = storage((kept) => kept.getItem(key)).split(' ');
  const tab = { id: id || createId('tab'), wasOpen: !!open, back };
  back();
  return { ...tab, leave: (now) => void storage((kept) => kept.setItem(key, tab.id + (now ? ' open' : ''))) };
}
