import type { Clock } from '@theke/kit';
import type { ActKey, ActWhy } from '@theke/protocol';
import { type May, nothingAllowed } from './grants.ts';
import type { LiveLine } from './live.ts';
import type { Place } from './pointing.ts';
import { computed, type ReadonlySignal, signal } from './signals.ts';
import type { Found, OpenField, PageView, Reach, ViewDoor } from './viewDoor.ts';

/** Why the last act was not done, as long as it is worth reading. `lost`: nobody knows whether it was. */
export interface Refused {
  why: ActWhy | 'lost' | 'lookingAround';
  label?: string;
  /** The visitor was shown the element instead. */
  shown: boolean;
  /** Where it was tried: pressing the same element again will not help. */
  node: number | null;
}

/** What this agent does on the visitor's page, as far as the visitor allows it. */
export interface Acting {
  readonly may: ReadonlySignal<May>;
  readonly refused: ReadonlySignal<Refused | null>;
  /** The field both fill in, and by what name the agent opened it. */
  readonly field: ReadonlySignal<{ open: OpenField; label: string } | null>;
  /** What a click here would reach; null where none would do anything. */
  aim(at: Place): Found | null;
  click(at: Place): Promise<void>;
  /** True when the wheel moves the visitor's page. */
  wheel(at: Place, dx: number, dy: number): boolean;
  key(key: ActKey): Promise<void>;
  navigate(url: string): Promise<boolean>;
  back(): Promise<void>;
  allow(may: May): void;
  /** Tells why nothing was tried at all. */
  refuse(why: Refused['why']): void;
  dismiss(): void;
  /** Begins on a view; the undo ends it. */
  begin(on: { shareId: string; live: LiveLine; view: PageView }): () => void;
}

// Two decisions in the visitor's browser, of five and eight seconds, and the way.
const answerWithinMs = 15_000;
// Long enough to read two short sentences.
const refusedShownMs = 6_000;

/** Makes {@link Acting}. Decides nothing: the visitor's browser does; here is only what need not be asked. */
export function createActing(powers: { clock: Clock; createReach: ViewDoor['createReach'] }): Acting {
  const { clock } = powers;
  const may = signal<May>(nothingAllowed);
  const refused = signal<Refused | null>(null);
  const reach = signal<Reach | null>(null);
  const label = signal('');
  let view: PageView | null = null;
  let lastNode: number | null = null;
  let forget = () => {};

  function refuse(next: Refused) {
    forget();
    refused.value = next;
    forget = clock.after(refusedShownMs, () => {
      refused.value = null;
    });
  }

  /** A withdrawn grant counts from this moment: the reach looks at it for every act. */
  function spread() {
    const now = reach.peek();
    if (!now) return;
    now.may.control = may.peek().control;
    now.may.fill = may.peek().fill;
  }

  const dismiss = () => {
    forget();
    refused.value = null;
  };

  return {
    may,
    refused,
    field: computed(() => {
      const open = reach.value?.field.value ?? null;
      return open && { open, label: label.value };
    }),
    aim(at) {
      const { control, fill } = may.peek();
      if (!control && !fill) return null;
      const found = view?.nodeAt(at.x, at.y) ?? null;
      return found && (control || found.field !== null) ? found : null;
    },
    async click(at) {
      const found = view?.nodeAt(at.x, at.y) ?? null;
      lastNode = found?.node ?? null;
      label.value = found ? wordsOf(found) : '';
      dismiss();
      await reach.peek()?.click(at.x, at.y);
    },
    wheel(at, dx, dy) {
      const now = reach.peek();
      if (!now || !may.peek().control) return false;
      now.wheel(at.x, at.y, dx, dy);
      return true;
    },
    async key(key) {
      await reach.peek()?.key(key);
    },
    navigate: async (url) => (await reach.peek()?.navigate(url)) ?? false,
    async back() {
      lastNode = null;
      await reach.peek()?.back();
    },
    allow(next) {
      may.value = next;
      spread();
    },
    refuse: (why) => refuse({ why, shown: false, node: null }),
    dismiss,
    begin({ shareId, live, view: on }) {
      const mine = powers.createReach({
        shareId,
        view: on,
        clock,
        tryAct: (act) => live.ask('act:try', act, answerWithinMs),
        onRefused: (why, name, shown) => refuse({ why, label: name, shown: shown ?? false, node: lastNode }),
        onLost: () => refuse({ why: 'lost', shown: false, node: null }),
      });
      view = on;
      reach.value = mine;
      spread();
      const undo = live.on('field:told', (news) => news.shareId === shareId && mine.told(news));
      return () => {
        undo();
        mine.close();
        if (reach.peek() === mine) reach.value = null;
        if (view === on) view = null;
        dismiss();
      };
    },
  };
}

/** Its words without the tag before them. */
const wordsOf = ({ label, tag }: Found) => (label.startsWith(tag) ? label.slice(tag.length).trim() : label);
