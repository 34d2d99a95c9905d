// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestCore } from '../../testing/fakeCore.ts';
import { type AdapterOptions, centsOf, startAdapter } from './adapters.ts';

type Page = Window & { dataLayer?: unknown[]; Theke?: (...call: unknown[]) => unknown };
const page = window as unknown as Page;
let told: unknown[][] = [];
let core: ReturnType<typeof createTestCore>;
beforeEach(() => {
  told = [];
  page.Theke = (...call) => told.push(call);
  core = createTestCore();
});
afterEach(() => {
  core.end();
  delete page.dataLayer;
  document.body.replaceChildren();
});
const begin = (name: string, options?: AdapterOptions) => startAdapter(core, name, options);

describe('adapters', () => {
  it('[IN426] a list within a page whose type is known is no page of its own, and no type is told twice', () => {
    page.Theke = (...call) => {
      told.push(call);
      if (call[0] === 'page') core.told.page = { url: location.href, ...(call[1] as object) };
    };
    page.dataLayer = [{ event: 'view_item_list' }, { event: 'view_item_list' }, { event: 'view_item' }];
    begin('ga4');
    const push = (event: string) => page.dataLayer!.push({ event });
    for (const event of ['view_item_list', 'view_item', 'view_item_list']) push(event);
    const types = () => told.map(([, given]) => (given as { type: string }).type);
    expect(types()).toEqual(['list', 'product']);
    // The same types on another page.
    history.pushState(null, '', '/other');
    for (const event of ['view_item_list', 'view_item_list']) push(event);
    expect(types()).toEqual(['list', 'product', 'list']);
    history.back();
  });

  it('[IN160] GA4: what stands in the data layer and what is pushed becomes page, context, order and signals', () => {
    const gtag = (...entry: unknown[]) => Object.assign({ length: entry.length }, entry);
    page.dataLayer = [
      { event: 'gtm.js' },
      gtag('config', 'G-1'),
      gtag('event', 'view_item', { currency: 'EUR', items: [{ item_id: 'P-1', item_name: 'Fjord', price: 129.9 }] }),
    ];
    begin('ga4');
    expect(told).toEqual([
      ['context', { product: { id: 'P-1', name: 'Fjord', priceCents: 12_990, currency: 'EUR' } }],
      ['page', { type: 'product' }],
    ]);
    told.length = 0;
    const { dataLayer } = page;
    dataLayer.push({
      event: 'begin_checkout',
      ecommerce: {
        value: 200,
        currency: 'EUR',
        items: [{ item_id: 'P-1', item_name: 'Fjord', price: '100', quantity: 2 }],
      },
    });
    dataLayer.push(
      { event: 'view_search_results', search_term: 'boots', ecommerce: { items: [] } },
      { event: 'wishlist' },
    );
    dataLayer.push({ event: 'purchase', ecommerce: { transaction_id: 'o-1', value: 189.5, currency: 'EUR' } });
    dataLayer.push(null, 7, { ecommerce: null });
    const lines = [{ id: 'P-1', name: 'Fjord', quantity: 2, priceCents: 10_000 }];
    expect(told).toEqual([
      ['context', { cart: { valueCents: 20_000, currency: 'EUR', lines } }],
      ['page', { type: 'checkout' }],
      ['context', { search: { query: 'boots', results: 0 } }],
      ['track', 'wishlist', undefined],
      ['order', { id: 'o-1', amount: 189.5, currency: 'EUR' }],
      ['context', { cart: null }],
    ]);
    expect(dataLayer).toHaveLength(10);
  });

  it('[IN160] the page’s own push works as before, and is given back at the end; begun twice it is heard once', () => {
    page.dataLayer = [];
    const own = vi.fn(Array.prototype.push);
    page.dataLayer.push = own;
    begin('ga4');
    begin('ga4');
    expect(page.dataLayer.push({ event: 'one' }, { event: 'two' })).toBe(2);
    expect(told).toEqual([
      ['track', 'one', undefined],
      ['track', 'two', undefined],
    ]);
    core.end();
    expect(page.dataLayer.push).toBe(own);
  });

  it('[IN160] events like Shopify’s become the same; nothing is read of what a visitor typed', () => {
    const heard: Record<string, (event: unknown) => void> = {};
    begin('shopify', { analytics: { subscribe: (name, fn) => (heard[name] = fn) } });
    const money = (amount: number) => ({ amount, currencyCode: 'EUR' });
    heard.product_viewed!({
      data: { productVariant: { id: 'v', price: money(59), product: { id: 'P-2', title: 'Cap' } } },
    });
    heard.checkout_completed!({
      data: {
        checkout: { order: { id: 'o-2' }, totalPrice: money(59), currencyCode: 'EUR', email: 'kim@example.org' },
      },
    });
    heard.alert_displayed!({ data: { alert: { target: 'zip', message: 'Wrong', value: '123' } } });
    heard.search_submitted!({});
    expect(told).toEqual([
      ['context', { product: { id: 'P-2', name: 'Cap', priceCents: 5_900, currency: 'EUR' } }],
      ['page', { type: 'product' }],
      ['order', { id: 'o-2', amount: 59, currency: 'EUR' }],
      ['context', { cart: null }],
      ['track', 'field.error', { at: 'zip' }],
      ['context', { search: { query: '' } }],
    ]);
    expect(JSON.stringify(told)).not.toMatch(/kim|123|Wrong/);
    core.end();
    heard.product_viewed!({ data: {} });
    expect(told).toHaveLength(6);
  });

  it('[IN160] plain markup is read when begun, and pressed marks are signals', () => {
    document.body.append(
      document
        .createRange()
        .createContextualFragment(
          '<main data-theke-page="product" data-theke-product="P-3" data-theke-name="Tent" data-theke-price="1.299,00 €" data-theke-currency="EUR"><b data-theke-cart-value="49.90"></b><button data-theke-signal="size.guide"><i id="in">?</i></button></main>',
        ),
    );
    begin('markup');
    document.getElementById('in')!.click();
    expect(told).toEqual([
      [
        'context',
        {
          product: { id: 'P-3', name: 'Tent', priceCents: 129_900, currency: 'EUR' },
          cart: { valueCents: 4_990, currency: 'EUR' },
        },
      ],
      ['page', { type: 'product' }],
      ['track', 'size.guide', undefined],
    ]);
  });

  it('[IN161] an unknown adapter is refused by name; a shop without the thing it reads loses nothing', () => {
    expect(() => begin('toString')).toThrow(/toString/);
    begin('shopify');
    expect(told).toEqual([]);
  });

  it('[CH121] what no command takes is said to the shop’s developer, and nothing is thrown', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    page.Theke = async (command) => {
      if (command === 'track') throw new Error('Theke: track expects a name');
    };
    page.dataLayer = [{ event: 'wishlist' }];
    begin('ga4');
    await vi.waitFor(() => expect(warn).toHaveBeenCalledExactlyOnceWith('theke: ga4: Theke: track expects a name'));
    warn.mockRestore();
  });

  it.each([
    [12.5, 1_250],
    ['12.50', 1_250],
    ['EUR 1,299', 129_900],
    ['1.299,00 €', 129_900],
    ['1 299,9', 129_990],
    ['free', undefined],
    [Number.NaN, undefined],
    [{}, undefined],
    ['', undefined],
  ])('[IN161] the price %j is %j cents', (price, cents) => {
    expect(centsOf(price)).toBe(cents);
  });
});
