import { createId } from '@theke/kit';
import type { Core } from '../core.ts';

/** The chat stands open; the page is shared; a call is on. */
export type Going = 'open' | 'share' | 'call';

/** This browser tab, as the server tells it from others. */
export interface Tab {
  readonly id: string;
  /** What was going on when the page before this one was left. */
  readonly was: readonly Going[];
  /** The page goes; the next page of this tab takes over. */
  leave(going: readonly Going[]): void;
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
  const [id, ...was] = storage((kept) => kept.getItem(key)).split(' ');
  const tab = { id: id || createId('tab'), was: was as Going[], back };
  back();
  return { ...tab, leave: (going) => void storage((kept) => kept.setItem(key, [tab.id, ...going].join(' '))) };
}
