import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runInNewContext } from 'node:vm';
import { readRule } from '@theke/rules';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { products } from './goods.ts';
import { fill, html, readBeside, scriptJson } from './render.ts';
import { createShop } from './shop.ts';

let server: Server;
let base = '';
beforeAll(async () => {
  const app = createShop({ thekeUrl: () => 'https://chat.shop.example', siteId: 'demo' });
  server = await new Promise((done) => {
    const listening = app.listen(0, '127.0.0.1', () => done(listening));
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const topics = ['shipping', 'returns', 'care', 'terms', 'privacy', 'imprint'];
const paths = (lang: string) =>
  ['', 'search?q=rain', 'cart', 'checkout', 'order', 'help', 'account', 'nowhere']
    .concat(['jackets', 'boots', 'umbrellas', 'bags', 'hats'].map((one) => `category/${one}`))
    .concat(products.map((one) => `product/${one.slug}`))
    .concat(topics.map((one) => `help/${one}`))
    .map((path) => `/${lang}/${path}`);

const read = async (path: string, init?: RequestInit) => {
  const answer = await fetch(base + path, { redirect: 'manual', ...init });
  return { answer, text: await answer.text() };
};

it('[AC90] every page has one h1 inside main, a language, a title, and no link that leads nowhere', async () => {
  const links = new Set<string>();
  for (const path of [...paths('en'), ...paths('de')]) {
    const { answer, text } = await read(path);
    expect(answer.status, path).toBe(path.endsWith('nowhere') ? 404 : 200);
    expect(text.match(/<main[\s>][\s\S]*<\/main>/)?.[0].match(/<h1[\s>]/g), path).toHaveLength(1);
    expect(text).toContain(`<html lang="${path.slice(1, 3)}">`);
    expect(text).toMatch(/<title>[^<]+ – Wetterfest<\/title>/);
    for (const [, link] of text.matchAll(/(?:href|src|action)="(\/[^"#]*)/g)) links.add(link!.replaceAll('&amp;', '&'));
  }
  for (const link of links)
    if (!link.endsWith('/nowhere')) expect((await read(link)).answer.status, link).toBeLessThan(400);
  // Well over a hundred requests: a busy machine may take its time.
}, 60_000);

it('[AC91] both languages say everything, and each page leads to its twin', async () => {
  const keys = (value: unknown, at = ''): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inside]) => keys(inside, `${at}.${key}`))
      : [at];
  for (const name of ['', 'help.'])
    expect(keys(JSON.parse(readBeside(`./texts/${name}de.json`)))).toEqual(
      keys(JSON.parse(readBeside(`./texts/${name}en.json`))),
    );
  expect((await read('/en/search?q=coat')).text).toContain('href="/de/search?q=coat"');
  const start = (language: string) => read('/', { headers: { 'accept-language': language } });
  expect((await start('de-AT,de;q=0.9')).answer.headers.get('location')).toBe('/de/');
  expect((await start('fr')).answer.headers.get('location')).toBe('/en/');
});

it('[SE90] every page carries the documented stub and tag, and a policy without inline code', async () => {
  const stub =
    '>window.Theke=window.Theke||function(){var a=arguments;return new Promise(function(y,n){(Theke.q=Theke.q||[]).push([a,y,n])})}</script>';
  const seen = new Set<string>();
  for (const path of paths('en')) {
    const { answer, text } = await read(path);
    const policy = answer.headers.get('content-security-policy')!;
    const nonce = policy.match(/'nonce-([^']+)'/)![1]!;
    seen.add(nonce);
    expect(policy).toBe(
      `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'self'; img-src 'self' data: https://chat.shop.example; ` +
        `font-src 'self'; media-src 'self' blob:; connect-src https://chat.shop.example wss://chat.shop.example; ` +
        `frame-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'`,
    );
    expect(text).toContain(`<script nonce="${nonce}"${stub}`);
    expect(text).toContain(
      `<script async src="https://chat.shop.example/theke.js" data-site="demo" nonce="${nonce}"></script>`,
    );
    expect(text, path).not.toMatch(/\sstyle="|\son\w+="|javascript:/);
  }
  expect(seen.size).toBe(paths('en').length);
});

it('[SE91] what comes by the address is shown as text, and an odd one gets the friendly page', async () => {
  const evil = encodeURIComponent('"><script>alert(1)</script>');
  for (const path of [
    `/en/search?q=${evil}`,
    `/en/order?id=${evil}&amount=${evil}`,
    `/en/product/${evil}`,
    `/${evil}`,
  ]) {
    const { text } = await read(path);
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('theke.js');
  }
  const odd = await read('/en/%E0%A4%A');
  expect([odd.answer.status, odd.text.includes('Blown away'), odd.text.includes('Error')]).toEqual([404, true, false]);
  expect(html`<b title="${'"'}">${'<'}</b>`.safe).toBe('<b title="&quot;">&lt;</b>');
  expect(scriptJson('</script>')).not.toContain('<');
  expect(() => fill('{{gone}}', {})).toThrow('gone');
});

it('[SE92] the payment frame holds the card fields, runs no script and does not load Theke', async () => {
  const { answer, text } = await read('/payment-frame.html');
  expect(text.match(/autocomplete="cc-\w+/g)).toEqual([
    'autocomplete="cc-number',
    'autocomplete="cc-exp',
    'autocomplete="cc-csc',
  ]);
  expect(text).not.toMatch(/<script|theke\.js/i);
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect((await read('/en/checkout')).text).toMatch(/<iframe [^>]*data-theke-block/);
});

it('[SE93] text fields of the shop stand under no mark that shows them, orders under one that blocks', async () => {
  for (const path of ['checkout', 'account', 'product/raincoat-fjord', 'search']) {
    const { text } = await read(`/en/${path}`);
    for (const field of text.matchAll(/<(?:textarea|input)\b[^>]*>/g)) {
      if (/type="(radio|checkbox)"/.test(field[0])) continue;
      expect(openMarks(text.slice(0, field.index)), `${path} ${field[0]}`).toEqual([]);
    }
  }
  expect((await read('/en/account')).text).toMatch(/data-theke-block[^>]*><table>/);
  expect((await read('/en/checkout')).text).toMatch(/<button[^>]*data-theke-deny[^>]*>Buy now/);
});

it('[AC92] without scripts no form puts what was typed into an address', async () => {
  for (const path of ['/de/order', '/de/account']) {
    const { answer } = await read(path, { method: 'POST', body: new URLSearchParams({ name: 'Erika' }) });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, path]);
  }
});

it('[AC93] the order page tells number and amount as the address says, and makes up what is missing', async () => {
  const told = async (path: string) =>
    JSON.parse((await read(path)).text.match(/id="shop-data">([^<]*)/)![1]!).tell.order as object;
  expect(await told('/en/order?id=W-1001&amount=18900')).toEqual({
    id: 'W-1001',
    amountCents: 18_900,
    currency: 'EUR',
  });
  expect(await told('/en/order')).toEqual({
    id: expect.stringMatching(/^W-\d{4}$/),
    amountCents: 18_900,
    currency: 'EUR',
  });
});

it('[AC94] the invitation rule is one the engine takes, and ?theke-fast=1 only shortens its waits', () => {
  const rulesAt = (search: string) => {
    const shop: { invitationRules?: unknown[] } = {};
    runInNewContext(readBeside('./assets/invitation-rules.js'), { shop, location: { search }, URLSearchParams });
    return shop.invitationRules!;
  };
  const [slow] = rulesAt('');
  const [fast] = rulesAt('?theke-fast=1');
  for (const rule of [slow, fast]) expect(readRule(rule)).toMatchObject({ ok: true, rule: { id: 'checkout-help' } });
  const waits = (rule: unknown) => [...JSON.stringify(rule).matchAll(/"ms":(\d+)/g)].map((match) => Number(match[1]));
  expect(waits(slow)).toEqual([20_000, 45_000]);
  expect(waits(fast)).toEqual([1_500, 1_500]);
  expect(JSON.stringify(fast).replace(/"ms":\d+/g, '')).toBe(JSON.stringify(slow).replace(/"ms":\d+/g, ''));
});

/** The data-theke-show elements still open at the end of this piece of HTML. */
function openMarks(piece: string): string[] {
  const empty = /^(input|img|link|meta|br|hr|path|circle)$/;
  const stack: { name: string; shown: boolean }[] = [];
  for (const [tag, slash, name] of piece.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    if (empty.test(name!) || tag.endsWith('/>')) continue;
    if (!slash) stack.push({ name: name!, shown: tag.includes('data-theke-show') });
    else while (stack.length && stack.pop()!.name !== name);
  }
  return stack.filter((one) => one.shown).map((one) => one.name);
}
