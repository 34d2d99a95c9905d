import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Console } from '../desk/createConsole.ts';
import type { Desk } from '../desk/desk.ts';
import type { Language, Texts } from '../texts/index.ts';
import type { Screen } from './screen.ts';

/** What every view of the desk may read and do. */
export interface View {
  app: Console;
  desk: Desk;
  screen: Screen;
  texts: Texts;
  language: Language;
}

/** Carries a {@link View} down the tree. */
export const ViewContext = createContext<View | null>(null);

/** The view's surroundings; only inside the desk. */
export function useView(): View {
  const view = useContext(ViewContext);
  if (!view) throw new Error('used outside the desk');
  return view;
}
