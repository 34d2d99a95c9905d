import type { Line } from '@theke/line';
import type { Context, IdentityClaim, InvitationAnswer, Page, VisitorAsks, VisitorTells } from '@theke/protocol';
import type { FactValue, Offer } from '@theke/rules';
import type { IdentityProof, Listener, ShopOrder } from './api/commands.ts';
import type { EventName, WidgetEvents } from './api/events.ts';
import type { BootOptions, Consent, ConsentMode, Theme, WidgetState } from './api/options.ts';
import type { Chunks } from './lazy.ts';

/** What the page told so far; kept in memory until somebody needs it. */
export interface Told {
  page: Page;
  context: Context;
  identity?: { claim: IdentityClaim; proof?: IdentityProof };
  orders: ShopOrder[];
}

/** One thing the page told just now. */
export type Telling =
  | { type: 'page'; page: Page }
  | { type: 'context'; context: Context }
  /** The visitor was forgotten: what somebody keeps of them is somebody else's. */
  | { type: 'reset' }
  | { type: 'order'; order: ShopOrder }
  | { type: 'track'; name: string; props?: Record<string, unknown> };

export interface Settings {
  site: string;
  base: string;
  locale: 'en' | 'de';
  theme: Theme;
  consentMode: ConsentMode;
}

/** The button at the edge of the page. It stays the loader's; the chat only tells it what to show. */
export interface Launcher {
  readonly button: HTMLButtonElement;
  show(now: { open?: boolean; unread?: number; visible?: boolean }): void;
}

/**
 * What the loader keeps and lends to the parts that come later.
 * Knows no socket and no screen beyond the launcher.
 */
export interface Core {
  readonly window: Window & typeof globalThis;
  readonly host: HTMLElement;
  readonly shadow: ShadowRoot;
  readonly launcher: Launcher;
  readonly settings: Settings;
  readonly told: Told;
  readonly consent: Consent;
  /** The visitor opened the chat, on this page or on an earlier one. */
  acted: boolean;
  /** Token of a session link, taken out of the address. Memory only. */
  handoff: string | null;
  /** The widget was taken off the page. */
  readonly ended: AbortSignal;
  mayStore(): boolean;
  /** May the server be asked or told anything of a visitor without a name: after a yes, or where the shop waits for none and there was no no. */
  mayTell(): boolean;
  mayConnect(): boolean;
  emit<K extends EventName>(name: K, data: WidgetEvents[K], conversationId?: string): void;
  on<K extends EventName>(name: K, fn: Listener<K>): () => void;
  onTold(fn: (telling: Telling) => void): () => void;
  tell(telling: Telling): void;
  onSettings(fn: () => void): () => void;
  update(options: BootOptions): void;
  load<K extends keyof Chunks>(name: K): Promise<Chunks[K]>;
  chat(): Promise<Chat>;
  /** The chat, if it is here already. */
  loaded(): Chat | undefined;
  rules(): Promise<Rules>;
  state(): WidgetState;
}

/** What the rules chunk gives back. Its commands: addRule, predicate, explain, invite, radar.record – and the loader's own `live`. */
export interface Rules {
  run(command: string, args: unknown[]): unknown;
}

/** What the chat chunk gives back to the loader and to the rules. */
export interface Chat {
  /** Carries out a command of the page, or the loader's own `open` with how it came about. */
  run(command: string, args: unknown[]): unknown;
  state(): Pick<WidgetState, 'open' | 'unread' | 'line' | 'visitorId' | 'availability' | 'conversation'>;
  /** The visitor's own line, for what rules ask, tell and hear. */
  readonly line: Line<VisitorAsks, VisitorTells>;
  /** The place beside the launcher where invitations stand; its code is loaded with the first. */
  inviting(): Promise<CardPlace>;
  /** The visitor's consent changed. */
  consented(): void;
  /** Takes the chat off the page and closes the socket; the launcher stays. `wipe` forgets the visitor as well. */
  destroy(wipe: boolean): void;
}

export interface CardPlace {
  /** Puts the card up. */
  show(card: InvitationCard): void;
  /** Takes the card down, or gives a granted place back. */
  drop(ruleId: string): void;
}

/** A granted invitation. `answered` tells the engine, which keeps caps and quiet hours. */
export interface InvitationCard {
  ruleId: string;
  offer: Offer;
  /** What the page told, for the variables of the text. */
  fact(name: string): FactValue | undefined;
  grant: Extract<InvitationAnswer, { show: true }>;
  answered(outcome: 'accepted' | 'dismissed' | 'expired', forGood: boolean): void;
}
