import type { CartLine } from '@theke/protocol';
import { type AdapterOptions, centsOf, type Teller, textOf } from './adapters.ts';

interface Line {
  item_id?: unknown;
  item_name?: unknown;
  price?: unknown;
  quantity?: unknown;
}

interface Ecommerce {
  currency?: unknown;
  value?: unknown;
  transaction_id?: unknown;
  items?: unknown;
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** `gtag('event', name, {…})` puts an arguments object there, a tag manager `{ event, ecommerce }`. */
function readEntry(entry: unknown): { name: string; given: Ecommerce & { search_term?: unknown } } | null {
  const fields = fieldsOf(entry);
  if (fields[0] === 'event' && typeof fields[1] === 'string') return { name: fields[1], given: fieldsOf(fields[2]) };
  if (typeof fields.event !== 'string') return null;
  return { name: fields.event, given: { ...fields, ...fieldsOf(fields.ecommerce) } };
}

const linesOf = (items: unknown): CartLine[] =>
  (Array.isArray(items) ? items.slice(0, 100) : []).map((one: Line) => ({
    id: textOf(one?.item_id) ?? textOf(one?.item_name) ?? '',
    name: textOf(one?.item_name) ?? '',
    quantity: Number(one?.quantity ?? 1) || 1,
    priceCents: centsOf(one?.price) ?? 0,
  }));

/** What is done with the events of an online shop that Google Analytics 4 knows; others are signals of the same name. */
function hear({ page, context, track, order }: Teller, entry: unknown): void {
  const event = readEntry(entry);
  if (!event || event.name.startsWith('gtm.')) return;
  const { name, given } = event;
  const currency = textOf(given.currency);
  const lines = linesOf(given.items);
  const [first] = lines;
  const valueCents = centsOf(given.value);
  switch (name) {
    case 'view_item':
      if (first) context({ product: { id: first.id, name: first.name, priceCents: first.priceCents, currency } });
      page({ type: 'product' });
      break;
    case 'view_item_list':
      // Told for every strip of recommendations, also on the page of a product.
      page({ type: 'list' }, true);
      break;
    case 'view_cart':
    case 'begin_checkout':
      context({
        cart: {
          valueCents: valueCents ?? lines.reduce((sum, line) => sum + line.priceCents * line.quantity, 0),
          currency,
          lines,
        },
      });
      page({ type: name === 'view_cart' ? 'cart' : 'checkout' });
      break;
    case 'search':
    case 'view_search_results':
      context({
        search: {
          query: textOf(given.search_term) ?? '',
          ...(Array.isArray(given.items) && { results: lines.length }),
        },
      });
      break;
    case 'purchase': {
      const id = textOf(given.transaction_id);
      if (id && valueCents !== undefined && currency) order({ id, amount: valueCents / 100, currency });
      context({ cart: null });
      break;
    }
    default:
      track(name);
  }
}

/**
 * Reads the GA4 data layer: what stands in it and what is pushed from now on. Its array keeps everything; only `push` of this one
 * array is taken over, and given back at the end.
 */
export function ga4(teller: Teller, { dataLayer = 'dataLayer' }: AdapterOptions): void {
  const { window, ended } = teller;
  const page = window as unknown as Record<string, unknown>;
  page[dataLayer] ??= [];
  const layer = page[dataLayer];
  if (!Array.isArray(layer)) return;
  const safely = (entry: unknown) => {
    try {
      hear(teller, entry);
    } catch (error) {
      // The shop's own telling must go on, whatever we make of it.
      window.reportError(error);
    }
  };
  for (const entry of [...layer]) safely(entry);
  const before = layer.push;
  const mine = (...entries: unknown[]) => {
    const length = before.apply(layer, entries);
    entries.forEach(safely);
    return length;
  };
  layer.push = mine;
  ended.addEventListener('abort', () => {
    // Somebody may have taken it over after us: then it stays theirs, and ours only passes on.
    if (layer.push === mine) layer.push = before;
  });
}
