import type { Core, Launcher } from '../core.ts';
import { launcherWords } from './words.ts';

const speech =
  'M4 6.5A2.5 2.5 0 0 1 6.5 4h11a2.5 2.5 0 0 1 2.5 2.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5z';
const cross = 'M6 6l12 12M18 6L6 18';

/** Draws the button into `wrap`. Says nothing of who is there: nobody was asked yet. */
export function createLauncher(doc: Document, wrap: Element, settings: Core['settings']): Launcher {
  const add = <E extends Element>(to: Element, made: E, attributes: Record<string, string>): E => {
    for (const name in attributes) made.setAttribute(name, attributes[name]!);
    to.append(made);
    return made;
  };
  const svg = (name: string) => doc.createElementNS('http://www.w3.org/2000/svg', name);
  const button = add(wrap, doc.createElement('button'), { class: 'l', 'aria-controls': 'theke-panel' });
  const picture = add(button, svg('svg'), { viewBox: '0 0 24 24', 'aria-hidden': 'true' });
  for (const d of [speech, cross]) add(picture, svg('path'), { d });
  const count = add(button, doc.createElement('span'), { class: 'n', 'aria-hidden': 'true' });
  const shown = { open: false, unread: 0, visible: true };
  return {
    button,
    show(now) {
      const { open, unread, visible } = Object.assign(shown, now);
      const [name, news] = launcherWords[settings.locale];
      button.ariaLabel = unread ? `${name}, ${unread} ${news}` : name;
      button.ariaExpanded = `${open}`;
      button.lang = settings.locale;
      button.hidden = !visible;
      count.hidden = !unread;
      count.textContent = `${unread}`;
    },
  };
}
