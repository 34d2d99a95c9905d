import type { Context, IdentityClaim, Page } from '@theke/protocol';
import type { Predicate, Rule } from '@theke/rules';
import type { AdapterOptions } from '../invite/adapters/adapters.ts';
import type { Told } from '../invite/rulebook.ts';
import type { EventName, WidgetEvent } from './events.ts';
import type { BootOptions, Consent, OpenOptions, Theme, WidgetState } from './options.ts';

/** Proof of an identity: the shop's signed JWT, or a function that fetches one when it is needed. */
export interface IdentityProof {
  token?: string;
  getToken?: () => Promise<string> | string;
}

/** A placed order. `amount` in the currency's main unit: 189 or 129.9 euros, as it stands on the bill. */
export interface ShopOrder {
  id: string;
  amount: number;
  currency: string;
}

export type Listener<K extends EventName> = (event: WidgetEvent<K>) => void;

/** Every command by its name. All answer with a promise; what cannot be done rejects with an Error that has a `code`. */
export interface Commands {
  boot(options?: BootOptions): WidgetState;
  ready(): WidgetState;
  update(options: BootOptions): WidgetState;
  /** Forgets identity, storage and socket: for log-out. The launcher stays. */
  shutdown(): void;
  /** Takes everything off the page, the global as well. */
  destroy(): void;
  state(): WidgetState;
  consent(consent: Consent): Consent;
  /** Unsigned values are display only. `verified` is true once the server has checked a token. */
  identify(claim: IdentityClaim, proof?: IdentityProof): { verified: boolean };
  /** Forgets who the visitor is and begins anew. */
  reset(): void;
  show(): void;
  hide(): void;
  open(options?: OpenOptions): void;
  close(): void;
  toggle(): void;
  setLocale(locale: string): void;
  setTheme(theme: Theme): void;
  /** Kept and sent even when the line is gone. */
  send(text: string): { clientId?: string };
  startConversation(options?: { skill?: string; subject?: string }): { conversationId: string };
  endConversation(): void;
  /** `score` 1 to 5. */
  rate(score: number, comment?: string): void;
  /** Tells the page anew, e.g. after a single-page navigation. Url: origin and path only leave the browser. */
  page(page?: Partial<Page>): void;
  /** Replaces the given keys; `null` clears one. Money in cents. `shop` holds facts of your own: `{ member: 'gold' }` is `shop.member`. */
  context(context: Context & { shop?: Record<string, string | number | boolean | null> }): void;
  track(name: string, props?: Record<string, unknown>): void;
  order(order: ShopOrder): void;
  /** Rejects with `malformed`, the path and a sentence where the rule is wrong. */
  addRule(rule: Rule): { ruleId: string };
  /** Pure, and of the facts in `deps` alone. Missing or failing it is unknown, and no rule fires on that. */
  predicate(name: string, test: Predicate['test'], options?: { deps?: string[] }): void;
  /** Why a rule did or did not invite, now: the tree with have and need, blockers, gate. Without an id: of all rules. */
  explain(ruleId?: string): Told | Told[] | undefined;
  /** Shows the invitation of this rule now, if somebody can answer. */
  invite(ruleId: string): { shown: boolean };
  /** A session link's token or a session code. */
  resume(session: string): { conversationId: string };
  on<K extends EventName>(name: K, fn: Listener<K>): () => void;
  once<K extends EventName>(name: K, fn: Listener<K>): () => void;
  off<K extends EventName>(name: K, fn: Listener<K>): void;
  'call.start'(): never;
  'call.end'(): void;
  'call.mute'(on?: boolean): void;
  /**
   * Asks the visitor whether their agent may see the page; settled by their answer. Rejects with `nobody` when no agent is in
   * the conversation, `notGranted` when the visitor says no.
   */
  'cobrowse.start'(): { shareId: string };
  'cobrowse.stop'(): void;
  /** Shows nothing for a while; `false` goes on. */
  'cobrowse.pause'(on?: boolean): void;
  /** Turns "What does the agent see?" on or off. */
  'cobrowse.preview'(): void;
  /** `{ on: true }` records this tab's journey – names and times, never contents –, `{ on: false }` ends it. Answers it as JSON lines. */
  'radar.record'(wish?: { on: boolean }): string;
  /** Reads what the shop tells others already: `ga4`, `shopify`, `markup`. Rejects with `malformed` for another name. */
  adapter(name: 'ga4' | 'shopify' | 'markup', options?: AdapterOptions): void;
}

export type CommandName = keyof Commands;

/** The one global. Before the loader is there a stub of the same shape queues its calls in `q`. */
export interface ThekeFunction {
  <K extends CommandName>(command: K, ...args: Parameters<Commands[K]>): Promise<Awaited<ReturnType<Commands[K]>>>;
  q?: QueuedCall[] | { push(call: QueuedCall): void };
  version?: string;
}

/** What the stub keeps: the arguments and the two ends of the promise it gave. */
export type QueuedCall = [
  args: ArrayLike<unknown>,
  resolve: (value: unknown) => void,
  reject: (reason: unknown) => void,
];

/** Why a command was not carried out. `code` is for programs, `message` for whoever reads the console. */
export interface CommandError extends Error {
  code: string;
}
