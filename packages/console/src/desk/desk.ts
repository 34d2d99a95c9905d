import type { CallPowers, CallSession, Devices } from '@theke/call';
import type { Thread } from '@theke/chat';
import type { Clock, KeyStore } from '@theke/kit';
import type { Line, LineState } from '@theke/line';
import type { AgentAsks, AgentTells, Me } from '@theke/protocol';
import type { Acts } from './acts.ts';
import type { Calling } from './calling.ts';
import type { Codes } from './codes.ts';
import type { Drafts } from './drafts.ts';
import type { LiveLine } from './live.ts';
import type { Notices } from './notices.ts';
import type { PrivacyDesk } from './privacyDesk.ts';
import type { ReadParts, Recordings } from './recordings.ts';
import type { RulesDesk } from './rulesDesk.ts';
import type { Sharing } from './sharing.ts';
import type { ReadonlySignal } from './signals.ts';
import type { DeskState } from './state.ts';
import type { UpliftDesk } from './upliftDesk.ts';
import type { ViewDoor } from './viewDoor.ts';
import type { WhyDesk } from './why.ts';

/** What a desk may do to the world. */
export interface DeskPowers extends ViewDoor {
  me: Me;
  line: Line<AgentAsks, AgentTells>;
  openLive: () => LiveLine;
  readParts: ReadParts;
  assetUrl: (shareId: string, url: string) => string | null;
  createCall: (powers: CallPowers) => CallSession;
  devices: Devices;
  store: KeyStore;
  tabStore: KeyStore;
  clock: Clock;
  language: () => string;
  /** True while the agent can see this page: only then is something read. */
  attentive: ReadonlySignal<boolean>;
  /** Somebody new waits, or a message came that is not before the agent's eyes. */
  sound: (kind: 'waiting' | 'message') => void;
  revoked: (why: 'signedOut' | 'revoked' | 'idle') => void;
}

/** One signed-in agent's desk: what every screen reads, and all it may do. */
export interface Desk extends Acts {
  readonly state: ReadonlySignal<DeskState>;
  readonly connection: ReadonlySignal<LineState>;
  /** True from the server's word that it restarts until the line is back. */
  readonly draining: ReadonlySignal<boolean>;
  readonly threads: ReadonlySignal<ReadonlyMap<string, Thread>>;
  readonly openThread: ReadonlySignal<Thread | null>;
  /** Unread messages and, while available, waiting visitors: what the title counts. */
  readonly calls: ReadonlySignal<number>;
  /** The server's time now, moved once a second: one timer for every figure on the screen. */
  readonly nowMs: ReadonlySignal<number>;
  readonly drafts: Drafts;
  readonly notices: Notices;
  readonly codes: Codes;
  readonly sharing: Sharing;
  readonly recordings: Recordings;
  readonly privacy: PrivacyDesk;
  readonly rules: RulesDesk;
  readonly why: WhyDesk;
  readonly uplift: UpliftDesk;
  readonly calling: Calling;
  /** Sends the draft of a conversation; false when there is nothing, or no room for it. */
  sendDraft(conversationId: string): boolean;
  /** Leaves the desk: the line is closed, drafts and what is on its way stay kept. */
  close(): void;
}
