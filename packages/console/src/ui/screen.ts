import { type Signal, signal } from '@preact/signals';

export type DialogName = 'palette' | 'push' | 'shop' | 'code' | 'keys' | 'show' | 'invite' | 'privacy';
export type Pane = 'work' | 'conversation' | 'context';

/** What is open on this screen; nothing of it is kept. */
export interface Screen {
  dialog: Signal<DialogName | null>;
  /** Which part shows where there is not room for all three. */
  pane: Signal<Pane>;
  /** The agent wants to write: the reply field takes the focus once, and nothing else ever gives it. */
  replyWished: Signal<boolean>;
  writeReply(): void;
}

/** Makes a {@link Screen}. */
export function createScreen(): Screen {
  const pane = signal<Pane>('work');
  const replyWished = signal(false);
  return {
    dialog: signal<DialogName | null>(null),
    pane,
    replyWished,
    writeReply() {
      pane.value = 'conversation';
      replyWished.value = true;
    },
  };
}
