import { type Signal, signal } from '@preact/signals';

export type DialogName =
  | 'palette'
  | 'push'
  | 'shop'
  | 'code'
  | 'keys'
  | 'show'
  | 'invite'
  | 'privacy'
  | 'inviteVisitor'
  | 'why';
export type Pane = 'work' | 'conversation' | 'context';

/** What takes the room below the top bar: the three columns, or one of the two screens that replace them. */
export type PlaceName = 'desk' | 'rules' | 'uplift';

/** What is open on this screen; nothing of it is kept. */
export interface Screen {
  dialog: Signal<DialogName | null>;
  /** Which part shows where there is not room for all three. */
  pane: Signal<Pane>;
  place: Signal<PlaceName>;
  /** Something was written in this place and is not kept yet: nobody leaves it without being asked. */
  unsaved: Signal<boolean>;
  /** Where somebody wants to go although something is unsaved. */
  leavingFor: Signal<PlaceName | null>;
  /** Goes there; with something unsaved it only asks. */
  go(place: PlaceName): void;
  /** The answer to that question. */
  leave(sure: boolean): void;
  /** The visitor who is about to be invited by hand. */
  invitee: Signal<string | null>;
  /** The visitor and the rule somebody asks about. */
  explained: Signal<{ visitorId: string; ruleId: string } | null>;
  /** The rule whose decisions the place of the rules opens with next; taken once. */
  decided: Signal<{ siteId: string; ruleId: string } | null>;
  /** The agent wants to write: the reply field takes the focus once, and nothing else ever gives it. */
  replyWished: Signal<boolean>;
  writeReply(): void;
}

/** Makes a {@link Screen}. */
export function createScreen(): Screen {
  const pane = signal<Pane>('work');
  const replyWished = signal(false);
  const place = signal<PlaceName>('desk');
  const unsaved = signal(false);
  const leavingFor = signal<PlaceName | null>(null);
  return {
    dialog: signal<DialogName | null>(null),
    pane,
    place,
    unsaved,
    leavingFor,
    go(next) {
      if (next === place.value) return;
      if (unsaved.value) leavingFor.value = next;
      else place.value = next;
    },
    leave(sure) {
      const next = leavingFor.value;
      leavingFor.value = null;
      if (!sure || !next) return;
      unsaved.value = false;
      place.value = next;
    },
    invitee: signal<string | null>(null),
    explained: signal<{ visitorId: string; ruleId: string } | null>(null),
    decided: signal<{ siteId: string; ruleId: string } | null>(null),
    replyWished,
    writeReply() {
      pane.value = 'conversation';
      replyWished.value = true;
    },
  };
}
