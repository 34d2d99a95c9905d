import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { type KeyAct, keyAct } from '../desk/keys.ts';
import { neighbour, openOf } from '../desk/lists.ts';
import { useView, type View } from './use.ts';

/** Listens for the desk's keys as long as the desk is on the screen. */
export function useKeys(root: RefObject<HTMLElement>): void {
  const view = useView();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const target = event.target instanceof Element ? event.target : null;
      const act = keyAct(
        {
          key: event.key,
          ctrl: event.ctrlKey,
          meta: event.metaKey,
          alt: event.altKey,
          typing: isTyping(target),
          inDialog: view.screen.dialog.value !== null,
        },
        view.app.preferences.value.value.shortcuts,
      );
      if (act && run(act, view, root.current, target)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [view, root]);
}

const isTyping = (target: Element | null) =>
  target !== null &&
  target.closest('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]') !== null;

/** Carries an act out; false leaves the key to the browser. */
function run(act: KeyAct, { desk, screen }: View, root: HTMLElement | null, target: Element | null): boolean {
  // In another place only these three mean what they say.
  if (screen.place.value !== 'desk' && act !== 'palette' && act !== 'help' && act !== 'leave') return false;
  switch (act) {
    case 'palette':
      screen.dialog.value = 'palette';
      return true;
    case 'help':
      screen.dialog.value = 'keys';
      return true;
    case 'accept':
      void desk.acceptNext().then((done) => done && screen.writeReply());
      return true;
    case 'next':
    case 'previous': {
      const id = neighbour(desk.state.value, act === 'next' ? 1 : -1);
      if (id) desk.open(id);
      if (id) screen.pane.value = 'conversation';
      return true;
    }
    case 'reply':
      if (openOf(desk.state.value)?.status !== 'active') return false;
      screen.writeReply();
      return true;
    case 'leave': {
      if (screen.place.value !== 'desk') {
        screen.go('desk');
        return true;
      }
      const { pointing } = desk.sharing;
      if (pointing.marked.value !== null) {
        pointing.clearMark();
        return true;
      }
      // Out of the field, but not out of the conversation: the next Tab goes on from here.
      if (!isTyping(target)) return false;
      root?.querySelector<HTMLElement>('[data-rest]')?.focus();
      return true;
    }
  }
}
