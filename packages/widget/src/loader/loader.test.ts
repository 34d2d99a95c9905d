// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QueuedCall, ThekeFunction } from '../api/commands.ts';
import * as refusal from '../chunks/refuse.ts';
import { fakeSheets } from '../testing/fakeCore.ts';
import { takeToken } from './fragment.ts';
import { applyOptions, readSettings } from './settings.ts';
import { startLoader } from './start.ts';

type Page = typeof window & { Theke?: ThekeFunction };
const page = window as Page;
type AnyCall = (...args: unknown[]) => Promise<unknown>;
const theke: AnyCall = (...args) => (page.Theke as unknown as AnyCall)(...args);

/** The snippet of the documentation. */
function stub() {
  page.Theke = ((...args: unknown[]) =>
    new Promise((resolve, reject) => {
      page.Theke!.q ??= [];
      page.Theke!.q.push([args, resolve, reject] as QueuedCall);
    })) as unknown as ThekeFunction;
}

function start(
  load: (name: string) => Promise<unknown> = () => new Promise(() => {}),
  data: Record<string, string> = {},
) {
  const script = document.createElement('script');
  script.src = 'https://chat.example/theke.js';
  Object.assign(script.dataset, { site: 'demo', ...data });
  // Words of a refusal come in every test.
  startLoader(page, script, (async (name: string) => (name === 'refuse' ? refusal : load(name))) as never);
}

/** A chat chunk that notes what it is asked to do. */
function fakeChat(ran: unknown[], open = { now: false }) {
  return {
    startChat: () => ({
      run(command: string, args: unknown[]) {
        ran.push([command, ...args]);
        if (command === 'open') open.now = true;
        if (command === 'close') open.now = false;
        return `did ${command}`;
      },
      state: () => ({ open: open.now, unread: 0, line: 'online' }),
      consented: () => ran.push('consented'),
      destroy: (wipe: boolean) => ran.push(['destroy', wipe]),
    }),
  };
}

const hosts = () => document.querySelectorAll('theke-widget');
const launcher = () => hosts()[0]!.shadowRoot!.querySelector('button')!;

beforeEach(() => {
  fakeSheets();
  delete page.Theke;
  localStorage.clear();
});
afterEach(async () => {
  if (page.Theke?.version) await theke('destroy');
  document.body.replaceChildren();
});

describe('the queue', () => {
  it('[CH30] calls made before the loader are begun and answered in their order, whatever each takes', async () => {
    stub();
    const order: string[] = [];
    let letChunkCome = (_: unknown) => {};
    const chunk = new Promise((come) => {
      letChunkCome = come;
    });
    const ran: unknown[] = [];
    for (const [name, ...args] of [['open'], ['page', { type: 'product' }], ['send', 'hello'], ['ready']] as const)
      void theke(name, ...args).then(() => order.push(name));
    start(() => chunk);
    await Promise.resolve();
    expect(order).toEqual([]);
    letChunkCome(fakeChat(ran));
    await vi.waitFor(() => expect(order).toHaveLength(4));
    expect(order).toEqual(['open', 'page', 'send', 'ready']);
    expect(ran).toEqual([['open'], ['send', 'hello']]);
  });

  it('[CH30] a refused call does not hold up the next, and a kept copy of the stub still works', async () => {
    stub();
    const kept = page.Theke as unknown as AnyCall;
    const wrong = theke('nonsense');
    const right = theke('ready');
    start();
    await expect(wrong).rejects.toMatchObject({ code: 'unknownCommand' });
    await expect(right).resolves.toMatchObject({ site: 'demo' });
    await expect(kept('ready')).resolves.toMatchObject({ site: 'demo' });
  });

  it('[CH31] the loader twice is one widget, and the first keeps its queue', async () => {
    start();
    const first = page.Theke;
    start();
    expect(hosts()).toHaveLength(1);
    expect(page.Theke).toBe(first);
  });

  it('[CH33] an unknown command is named in its refusal; what is not there yet says so; nothing but the words of the refusal is loaded for either', async () => {
    const load = vi.fn(() => new Promise(() => {}));
    start(load);
    await expect(theke('opne')).rejects.toThrow('opne');
    await expect(theke('toString')).rejects.toMatchObject({ code: 'unknownCommand' });
    await expect(theke('call.start')).rejects.toMatchObject({ code: 'notOffered' });
    await theke('close');
    await theke('call.end');
    await theke('cobrowse.pause');
    await theke('cobrowse.preview');
    expect(load).not.toHaveBeenCalled();
  });
});

describe('commands that mean nothing', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.product = cyclic;
  const wrong: [command: string, ...args: unknown[]][] = [
    ['page', 'checkout'],
    ['page', 5],
    ['context', 5],
    ['context'],
    ['context', null],
    ['context', ['x']],
    ['identify', 'kim'],
    ['track'],
    ['track', ''],
    ['track', { name: 'x' }],
    ['order', {}],
    ['order', 'A-1'],
    ['order', { id: '', amount: 1, currency: 'EUR' }],
    ['order', { id: 7, amount: 1, currency: 'EUR' }],
    ['order', { id: 'A', amount: Number.NaN, currency: 'EUR' }],
    ['order', { id: 'A', amount: -1, currency: 'EUR' }],
    ['order', { id: 'A', amount: '1', currency: 'EUR' }],
    ['order', { id: 'A', amount: 1, currency: '€' }],
    ['order', { id: 'A', amount: 1 }],
    ['consent', 'yes'],
    ['consent'],
    ['consent', true],
    ['consent', { chat: 'false' }],
    ['consent', { storage: true, chat: 1 }],
    ['setLocale', 'xx'],
    ['setLocale'],
    ['setTheme', 'pink'],
    ['update', 'de'],
    ['boot', 5],
    ['open', 'sales'],
    ['send'],
    ['send', ''],
    ['send', 5],
    ['on', 'open'],
    ['on', () => {}],
    ['once', 'open', 'x'],
    ['off', 5, () => {}],
  ];

  it.each(wrong)('[CH120] %s %j rejects with what was expected, and nothing has changed', async (command, ...args) => {
    const load = vi.fn(() => new Promise(() => {}));
    start(load);
    const heard = vi.fn();
    for (const name of ['consent:changed', 'open']) await theke('on', name, heard);
    const before = await theke('state');
    const answer = theke(command, ...args);
    await expect(answer).rejects.toMatchObject({ code: 'malformed' });
    await expect(answer).rejects.toThrow(new RegExp(`^Theke: ${command} expects `));
    expect(await theke('state')).toEqual(before);
    expect(heard).not.toHaveBeenCalled();
    expect(load).not.toHaveBeenCalled();
  });

  it('[CH120] what means something is let through, also where it is unusual', async () => {
    start();
    for (const call of [
      ['page'],
      ['page', undefined],
      ['page', { type: 'product' }],
      ['context', {}],
      ['context', { product: null, shop: { note: '"]}' } }],
      ['track', 'x', { at: 'cart' }],
      ['order', { currency: 'EUR', amount: 0, id: '#1001', note: 'x' }],
      ['consent', {}],
      ['consent', { storage: false, chat: undefined }],
      ['setLocale', 'de-AT'],
      ['setLocale', 'EN'],
      ['setTheme', 'dark'],
      ['update', {}],
      ['on', 'open', () => {}],
      ['ready'],
      ['state'],
    ])
      await theke(...(call as [string]));
    await expect(theke('context', cyclic)).rejects.toThrow();
    expect(await theke('state')).toMatchObject({ locale: 'en', theme: 'dark', consent: { storage: false } });
  });
});

describe('settings', () => {
  it('[CH34] the tag decides, then the page’s language, then the browser’s; German in all its forms is German', () => {
    document.documentElement.lang = 'de-AT';
    expect(readSettings(window, null)).toMatchObject({ locale: 'de', theme: 'auto', consentMode: 'click', site: '' });
    document.documentElement.lang = 'fr';
    expect(readSettings(window, null).locale).toBe('en');
    const settings = readSettings(window, null);
    applyOptions(settings, {
      locale: 'DE',
      theme: 'dark',
      consent: 'manual',
      site: 's',
      base: 'https://a.example/x/y',
    });
    expect(settings).toEqual({
      site: 's',
      base: 'https://a.example',
      locale: 'de',
      theme: 'dark',
      consentMode: 'manual',
    });
    applyOptions(settings, { locale: 'auto' });
    expect(settings.locale).toBe('de');
    document.documentElement.lang = '';
  });

  it('[CH34] without a site nothing is drawn until boot gives one', async () => {
    start(undefined, { site: '' });
    expect(hosts()).toHaveLength(0);
    await expect(theke('boot')).rejects.toMatchObject({ code: 'unknownSite' });
    await theke('boot', { site: 'late', locale: 'de' });
    expect(launcher().getAttribute('aria-label')).toBe('Chat öffnen');
    expect(document.body.lastElementChild).toBe(hosts()[0]);
  });
});

describe('events', () => {
  it('[CH35] reach listeners and the window alike; undo, off and once end them; a listener that throws silences nobody', async () => {
    start();
    const heard: unknown[] = [];
    const reported = vi.fn();
    window.reportError = reported;
    const dom = (event: Event) => heard.push(['dom', (event as CustomEvent).detail.data]);
    window.addEventListener('theke:consent:changed', dom);
    await theke('on', 'consent:changed', () => {
      throw new Error('the page’s own');
    });
    const undo = (await theke('on', 'consent:changed', (event: { data: unknown }) =>
      heard.push(['on', event.data]),
    )) as () => void;
    await theke('once', 'consent:changed', () => heard.push('once'));
    const off = () => heard.push('off');
    await theke('on', 'consent:changed', off);
    await theke('off', 'consent:changed', off);
    await theke('consent', { storage: true });
    expect(heard).toEqual([['on', { storage: true }], 'once', ['dom', { storage: true }]]);
    undo();
    await theke('consent', { analytics: false });
    expect(heard.slice(3)).toEqual([['dom', { storage: true, analytics: false }]]);
    expect(reported).toHaveBeenCalledTimes(2);
    window.removeEventListener('theke:consent:changed', dom);
  });
});

describe('opening', () => {
  it('[CH36] the launcher opens and closes; a button of the shop’s own brings its skill, also one that came later', async () => {
    const ran: unknown[] = [];
    start(async () => fakeChat(ran));
    launcher().click();
    await vi.waitFor(() => expect(ran).toHaveLength(1));
    launcher().click();
    const late = document.createElement('button');
    late.dataset.thekeOpen = 'pharmacy';
    const inner = document.createElement('b');
    late.append(inner);
    document.body.append(late);
    inner.click();
    await vi.waitFor(() => expect(ran).toHaveLength(3));
    expect(ran).toEqual([
      ['open', { via: 'launcher', skill: undefined }],
      ['toggle', { via: 'launcher' }],
      ['open', { via: 'button', skill: 'pharmacy' }],
    ]);
  });

  it('[CH36] a chunk that did not come leaves the button, and the next press tries again', async () => {
    const ran: unknown[] = [];
    let tries = 0;
    start(async () => {
      if (tries++ === 0) throw new Error('blocked');
      return fakeChat(ran);
    });
    launcher().click();
    await vi.waitFor(() => expect(tries).toBe(1));
    await new Promise((done) => setTimeout(done));
    launcher().click();
    await vi.waitFor(() => expect(ran).toHaveLength(1));
  });

  it('[AC1] the launcher is a button that tells its name, unread messages, what it opens and whether it is open', async () => {
    const { createTestCore } = await import('../testing/fakeCore.ts');
    const core = createTestCore();
    const { button, show } = core.launcher;
    core.attach();
    const told = () => ['aria-label', 'aria-expanded', 'aria-controls'].map((name) => button.getAttribute(name));
    expect(told()).toEqual(['Open chat', 'false', 'theke-panel']);
    show({ unread: 3 });
    expect(told()[0]).toBe('Open chat, 3 unread');
    show({ unread: 0, open: true });
    expect(told()).toEqual(['Open chat', 'true', 'theke-panel']);
    core.update({ locale: 'de' });
    expect(button.lang).toBe('de');
    expect(told()[0]).toBe('Chat öffnen');
    core.end();
  });
});

describe('what may be', () => {
  it('[SE74] nothing is loaded or kept before the visitor acts; each consent mode allows what it says', async () => {
    const { createTestCore } = await import('../testing/fakeCore.ts');
    const may = (consent?: string) => {
      const core = createTestCore({ consent });
      const before = [core.mayStore(), core.mayConnect()];
      core.acted = true;
      const after = [core.mayStore(), core.mayConnect()];
      core.consent.storage = false;
      core.consent.chat = true;
      return [...before, ...after, core.mayStore(), core.mayConnect()];
    };
    expect(may()).toEqual([false, false, true, true, false, true]);
    expect(may('manual')).toEqual([false, false, false, true, false, true]);
    expect(may('implied')).toEqual([true, true, true, true, false, true]);
  });

  it('[SE74] consent taken back ends the chat; given, it begins one', async () => {
    const ran: unknown[] = [];
    const load = vi.fn(async () => fakeChat(ran));
    start(load);
    expect(load).not.toHaveBeenCalled();
    await theke('consent', { chat: true });
    await vi.waitFor(() => expect(load).toHaveBeenCalledOnce());
    await theke('state');
    await theke('consent', { chat: false });
    await vi.waitFor(() => expect(ran).toContainEqual(['destroy', false]));
  });

  it('[CH45] log-out forgets the chat and everything kept, on this page and of earlier ones', async () => {
    const ran: unknown[] = [];
    localStorage.setItem('theke:session:demo', '{}');
    localStorage.setItem('theke:invite:demo', '{}');
    localStorage.setItem('shop', 'stays');
    start(async () => fakeChat(ran));
    await theke('identify', { id: '7' });
    await theke('shutdown');
    await vi.waitFor(() => expect(ran).toContainEqual(['destroy', true]));
    expect(Object.keys(localStorage)).toEqual(['shop']);
    expect(hosts()).toHaveLength(1);
  });

  it('[CH39] a conversation of an earlier page goes on without a click', async () => {
    const load = vi.fn(async () => fakeChat([]));
    localStorage.setItem('theke:session:demo', '{}');
    start(load);
    expect(load).toHaveBeenCalledWith('chat');
  });

  it('[CH50] a single-page shop that swapped its body gets the widget back with its next page', async () => {
    start();
    const host = hosts()[0];
    document.body.replaceChildren(document.createElement('main'));
    expect(hosts()).toHaveLength(0);
    window.history.pushState(null, '', '/next');
    window.dispatchEvent(new PopStateEvent('popstate'));
    expect(document.body.lastElementChild).toBe(host);
    window.history.pushState(null, '', '/');
  });
});

describe('the address of a page', () => {
  it('[IN460] another fragment or query is told as the page it was at another address, another path as a new page', async () => {
    const told: unknown[] = [];
    const pages: unknown[] = [];
    const rules = {
      startRules: (core: { onTold(fn: (telling: { type: string; page?: object }) => void): void }) => {
        core.onTold(({ page }) => {
          told.push({ ...page });
          pages.push(page);
        });
        return { run: () => true };
      },
    };
    start(async () => rules);
    await theke('explain');
    const here = window.location.origin;
    await theke('page', { type: 'product' });
    const go = (to: string) => {
      window.history.replaceState(null, '', to);
      window.dispatchEvent(new PopStateEvent('popstate'));
    };
    for (const to of ['/#reviews', '/?farbe=rot', '/?farbe=rot', '/next']) go(to);
    // A shop that tells its own page in good time is not told over.
    window.history.replaceState(null, '', '/cart');
    await theke('page', { type: 'cart' });
    go('/cart');
    go('/cart#total');
    expect(told).toEqual([
      { type: 'product', url: `${here}/` },
      { type: 'product', url: `${here}/#reviews` },
      { type: 'product', url: `${here}/?farbe=rot` },
      { url: `${here}/next` },
      { type: 'cart', url: `${here}/cart` },
      { type: 'cart', url: `${here}/cart#total` },
    ]);
    // Rules know it by being the same.
    expect(new Set(pages).size).toBe(3);
    window.history.replaceState(null, '', '/');
  });
});

describe('rules kept on the server', () => {
  it('[IN140] are asked for where this site has any, or nobody knows; never before consent where the shop waits for it', async () => {
    const loaded = async (ruled: string, data: Record<string, string> = {}, then = async () => {}) => {
      const ran: string[] = [];
      const script = document.createElement('script');
      script.src = 'https://chat.example/theke.js';
      Object.assign(script.dataset, { site: 'demo', ...data });
      const load = async () => ({ startRules: () => ({ run: (command: string) => ran.push(command) }) });
      startLoader(page, script, load as never, ruled);
      await then();
      await new Promise((done) => setTimeout(done, 5));
      await theke('destroy');
      return [...new Set(ran)];
    };
    expect(await loaded('')).toEqual([]);
    expect(await loaded('other')).toEqual([]);
    for (const ruled of ['other,demo', '*', '__THEKE_RULED__']) expect(await loaded(ruled)).toEqual(['live']);
    expect(await loaded('demo', { consent: 'manual' })).toEqual([]);
    const allowed = async () => void (await theke('consent', { chat: true }).catch(() => {}));
    expect(await loaded('demo', { consent: 'manual' }, allowed)).toEqual(['live']);
    expect(await loaded('', { adapter: 'ga4' })).toEqual(['adapter']);
  });
});

describe('session links', () => {
  const at = (hash: string) => {
    window.history.replaceState({ shop: 1 }, '', `/jackets?size=m${hash}`);
    return [takeToken(window), window.location.href.replace(window.location.origin, ''), window.history.state];
  };

  it('[CH43] the token leaves the address at once, and what else the fragment said stays', () => {
    const token = 'abcdefgh_-123456';
    const left = { shop: 1 };
    expect(at(`#theke=${token}`)).toEqual([token, '/jackets?size=m', left]);
    expect(at(`#reviews&theke=${token}`)).toEqual([token, '/jackets?size=m#reviews', left]);
    expect(at(`#theke=${token}&tab=2`)).toEqual([token, '/jackets?size=m#tab=2', left]);
    expect(at('#reviews')).toEqual([null, '/jackets?size=m#reviews', left]);
    expect(at('#theke=short')).toEqual([null, '/jackets?size=m#theke=short', left]);
    window.history.replaceState(null, '', '/');
  });
});
