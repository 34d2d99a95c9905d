import type { Context, Page } from '@theke/protocol';
import type { ShopOrder } from '../../api/commands.ts';
import { commandError } from '../../api/error.ts';
import type { Core } from '../../core.ts';
import { ga4 } from './ga4.ts';
import { markup } from './markup.ts';
import { shopify } from './shopify.ts';

/** What an adapter may do: what a shop's own code could have told. */
export interface Teller {
  readonly window: Window & typeof globalThis;
  /** Says of what type this page is, unless that is known: a page told anew begins its dwell anew. `weakly`: unless any type is known. */
  page(page: Partial<Page>, weakly?: boolean): void;
  context(context: Context): void;
  track(name: string, props?: Record<string, unknown>): void;
  order(order: ShopOrder): void;
  readonly ended: AbortSignal;
}

/** Names of the things an adapter reads from, where a shop calls them otherwise. */
export interface AdapterOptions {
  /** Of the GA4 array; default `dataLayer`. */
  dataLayer?: string;
  /** The object with `subscribe`; default `window.analytics`, then `window.Shopify.analytics`. */
  analytics?: { subscribe(name: string, fn: (event: unknown) => void): unknown };
}

const adapters: Record<string, (teller: Teller, options: AdapterOptions) => void> = { ga4, shopify, markup };
const started = new WeakMap<Core, Set<string>>();

/** Begins to listen to what the shop tells others already. Each adapter once for each page; ends with the widget. */
export function startAdapter(core: Core, name: string, options: AdapterOptions = {}): void {
  const adapter = Object.hasOwn(adapters, name) ? adapters[name] : undefined;
  if (!adapter) throw commandError('malformed', `there is no adapter "${name}": ${Object.keys(adapters).join(', ')}`);
  const mine = started.get(core) ?? new Set();
  started.set(core, mine);
  if (mine.has(name)) return;
  mine.add(name);
  const page = core.window as Core['window'] & { Theke?: (...args: unknown[]) => unknown };
  // The shop told somebody else, in their words: what cannot be used is said to its developer, and harms nothing.
  const call = async (...args: unknown[]) => {
    try {
      await page.Theke?.(...args);
    } catch (error) {
      page.console.warn(`theke: ${name}: ${(error as Error).message}`);
    }
  };
  adapter(
    {
      window: core.window,
      ended: core.ended,
      page(page, weakly) {
        const now = core.told.page;
        const type = now.url === core.window.location.href ? now.type : undefined;
        if (type !== page.type && !(weakly && type)) void call('page', page);
      },
      context: (context) => void call('context', context),
      track: (event, props) => void call('track', event, props),
      order: (order) => void call('order', order),
    },
    options,
  );
}

/** Cents of a price as shops write it: 12.5, '12.50', 'EUR 12.50', '1.299,00 €'. Undefined for what is none. */
export function centsOf(price: unknown): number | undefined {
  if (typeof price === 'number') return Number.isFinite(price) ? Math.round(price * 100) : undefined;
  if (typeof price !== 'string') return undefined;
  const digits = price.replace(/[^\d.,-]/g, '');
  // The last mark before one or two digits parts the cents, whichever it is; all others group thousands.
  const [, whole = digits, cents = ''] = /^(.*)[.,](\d{1,2})$/.exec(digits) ?? [];
  const value = Number(`${whole.replace(/[.,]/g, '')}.${cents || 0}`);
  return whole && Number.isFinite(value) ? Math.round(value * 100) : undefined;
}

/** A short text, or a number written as one; anything else is none. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value ? value.slice(0, 200) : typeof value === 'number' ? `${value}` : undefined;
