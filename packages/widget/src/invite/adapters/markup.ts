import type { Context } from '@theke/protocol';
import { centsOf, type Teller } from './adapters.ts';

/**
 * Reads what stands on the page in `data-theke-…`: -page, -product with -name and -price, -cart-value, -currency, -search with
 * -results; -signal on what is pressed. Read when begun and with each page of a single-page shop.
 */
export function markup(teller: Teller): void {
  const { window, ended } = teller;
  const { document } = window;
  const first = (name: string) => document.querySelector(`[data-theke-${name}]`);
  const value = (name: string, of: Element | null = first(name)) => of?.getAttribute(`data-theke-${name}`) ?? undefined;

  function read() {
    const context: Context = {};
    const currency = value('currency');
    const main = document.querySelector('[data-theke-product][data-theke-name]');
    const id = value('product', main);
    if (main && id)
      context.product = { id, name: value('name', main) ?? '', priceCents: centsOf(value('price', main)), currency };
    const valueCents = centsOf(value('cart-value'));
    if (valueCents !== undefined) context.cart = { valueCents, currency };
    const query = value('search');
    const results = value('results');
    if (query !== undefined) context.search = { query, ...(results && { results: Number(results) || 0 }) };
    if (Object.keys(context).length) teller.context(context);
    const type = value('page');
    if (type) teller.page({ type });
  }
  read();
  const again = () => window.setTimeout(read);
  (window as { navigation?: EventTarget }).navigation?.addEventListener('navigatesuccess', again, { signal: ended });
  document.addEventListener(
    'click',
    (event) => {
      const pressed = event.target instanceof window.Element && event.target.closest('[data-theke-signal]');
      if (pressed) teller.track(value('signal', pressed)!);
    },
    { signal: ended, capture: true, passive: true },
  );
}
