import type { ReadonlySignal, Signal } from '@preact/signals-core';
import type { Cleanup, Clock } from '@theke/kit';
import type { Line, LineState } from '@theke/line';
import type {
  Answer,
  Availability,
  LiveAsks,
  LiveTells,
  VisitorAsks,
  VisitorTells,
  VisitorWelcome,
} from '@theke/protocol';
import type { german } from './chunks/de.ts';
import type { Core } from './core.ts';
import type { Announcer } from './session/announce.ts';
import type { Part } from './session/parts.ts';
import type { VisitorStore } from './session/store.ts';
import type { Tab } from './session/tab.ts';
import type { Talk } from './session/talk.ts';
import type { Visit } from './session/visit.ts';
import type { Texts } from './texts/en.ts';
import type { Together } from './together/together.ts';
import type { Ways } from './ways/ways.ts';

export type German = typeof german;

/** What the panel shows. */
export type View = 'chat' | 'code' | 'showCode';

/** What the chat may do to the world beyond the core. */
export interface AppPowers {
  core: Core;
  clock: Clock;
  /** Where the agent's pointer is drawn. */
  overlay: HTMLElement;
  /** Adds a constructed sheet to the shadow root; answers its undo. */
  addSheet(css: string): () => void;
  createVisitorLine(auth: () => object): Line<VisitorAsks, VisitorTells>;
  createLiveLine(auth: () => object): Line<LiveAsks, LiveTells>;
}

/** Everything behind the chat's screen, as its parts and its views see it. */
export interface App extends AppPowers {
  cleanup: Cleanup;
  store: VisitorStore;
  tab: Tab;
  visit: Visit;
  talk: Talk;
  announcer: Announcer;
  together: Part<Together>;
  ways: Part<Ways>;
  texts: ReadonlySignal<Texts>;
  /** The German words of all parts, while German is spoken and they are here. */
  german: ReadonlySignal<German | null>;
  isOpen: ReadonlySignal<boolean>;
  view: Signal<View>;
  /** What stands in the message box; kept while the panel is closed. */
  draft: Signal<string>;
  availability: ReadonlySignal<Availability | null>;
  site: ReadonlySignal<VisitorWelcome['site'] | null>;
  /** `online` only after the welcome. */
  lineState: ReadonlySignal<LineState>;
  /** The line has been away long enough to say so. */
  lineGone: ReadonlySignal<boolean>;
  trouble: ReadonlySignal<string | null>;
  connect(): void;
  /** Waits for the present; false when nobody answers in time. */
  online(): Promise<boolean>;
  /** `quietly`: by itself, after a page load; the focus stays with the page. */
  open(quietly?: boolean): void;
  readonly openedQuietly: boolean;
  close(): void;
  toggle(): void;
  /** Something went wrong that the visitor should know: shown for a while, and said. */
  failed(text: string): void;
  /** Shows the chat or one of the side entrances in the panel. */
  look(view: View): void;
  /** Shown at once, kept until it is sent; the line is opened by it. */
  send(text: string): Answer<void>;
  /** `wipe`: log-out; this visitor is forgotten here, and whoever clicks next is somebody new. */
  destroy(wipe: boolean): void;
}
