import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, openStage, type Stage, violations } from './testing/browser.ts';
import { shareAsked } from './testing/shares.ts';
import { shopPage } from './testing/shopPage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const anna = { agentId: 'a1', name: 'Anna' };
const log = (page: Page) => page.getByRole('log');
const inShadow = <T>(page: Page, read: (root: ShadowRoot) => T) =>
  page.evaluate(`(${read})(document.querySelector('theke-widget').shadowRoot)`) as Promise<T>;
const tell = {
  share() {
    stage.server.tellShare(shareAsked({ conversationId: 'c' }));
  },
  call() {
    stage.server.state.call = { callId: 'k1', conversationId: 'c', phase: 'ringing', agent: anna, sinceAt: 1 };
    stage.server.tell('call:changed', stage.server.state.call);
  },
};
const question = (page: Page) => page.getByRole('alertdialog');
/** The question arms itself after half a second; whoever reads it needs longer. */
async function answer(page: Page, name: string) {
  await question(page).waitFor();
  await page.waitForTimeout(600);
  await question(page).getByRole('button', { name, exact: true }).click();
}

describe('odd and hostile pages', () => {
  it('[SE71] under the strictest policy and Trusted Types everything works and nothing is reported', async () => {
    const policy =
      "default-src 'none'; script-src 'nonce-shop' 'strict-dynamic'; style-src 'none'; connect-src 'self' ws:; " +
      "require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; form-action 'self'";
    const watch = `<script nonce="shop">window.reports=[];document.addEventListener('securitypolicyviolation',(e)=>reports.push(e.violatedDirective+' '+e.blockedURI+' '+e.sourceFile))</script>`;
    stage.server.page('/strict', {
      html: shopPage({ head: watch, tag: '<script async nonce="shop" src="/theke.js" data-site="demo"></script>' }),
      headers: { 'content-security-policy': policy },
    });
    const page = await stage.visit({ path: '/strict' });
    await act.talk(page, stage.server);
    tell.share();
    await answer(page, 'Allow');
    await page.getByRole('button', { name: 'What does the agent see?' }).click();
    await expect.poll(() => stage.server.state.chunks).toBeGreaterThan(0);
    tell.call();
    await answer(page, 'Accept');
    await page.getByRole('region', { name: 'Call' }).getByRole('button', { name: 'Hang up' }).waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Show a code' }).click();
    await page.getByText('408 172 6354').waitFor();
    const panel = await page.getByRole('dialog', { name: 'Chat' }).boundingBox();
    expect(panel!.width).toBe(384);
    expect(await page.evaluate(() => (window as unknown as { reports: string[] }).reports)).toEqual([]);
  });

  it('[SE73] a page that unsets everything, patches what it can and grabs keys does not get in the way', async () => {
    const head = `<style>*{all:unset!important}theke-widget,theke-widget *{display:none!important;opacity:0!important;position:static!important;pointer-events:none!important}</style>
      <script>
        Object.prototype.shop = function () {};
        Array.prototype.last = function () { return this[this.length - 1]; };
        Element.prototype.closest = (function (own) { return function (s) { return own.call(this, s); }; })(Element.prototype.closest);
        const listen = EventTarget.prototype.addEventListener;
        EventTarget.prototype.addEventListener = function (type, fn, options) { return listen.call(this, type, fn, options); };
        document.addEventListener('keydown', (event) => { if (event.key === 'Escape') event.stopImmediatePropagation(); });
      </script>`;
    stage.server.page('/hostile', { html: shopPage({ head }) });
    const page = await stage.visit({ path: '/hostile' });
    await act.talk(page, stage.server);
    const box = await page.getByRole('dialog', { name: 'Chat' }).boundingBox();
    expect([box!.width, Math.round(box!.x + box!.width)]).toEqual([384, 1280 - 20]);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog', { name: 'Chat' }).count()).toBe(0);
  });

  it('[CH49] storage that throws: the chat works, for this page', async () => {
    const head = `<script>for (const name of ['localStorage','sessionStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });</script>`;
    stage.server.page('/nostore', { html: shopPage({ head }) });
    const page = await stage.visit({ path: '/nostore' });
    await act.talk(page, stage.server);
    await log(page).getByText('Good morning').waitFor();
  });

  it('[SE75] whatever is written is shown as text', async () => {
    const page = await stage.visit();
    await act.talk(page, stage.server);
    const attacks = [
      '<img src=x onerror="window.pwned=1">',
      '<script>window.pwned=1</script>',
      '"><svg/onload=window.pwned=1>',
      'javascript:window.pwned=1',
      '{{constructor.constructor("window.pwned=1")()}}',
      'https://a.example/"onmouseover="window.pwned=1',
    ];
    for (const text of attacks) stage.server.agentSays(text, text);
    await log(page).getByText(attacks.at(-1)!).last().waitFor();
    expect(await page.evaluate(() => (window as unknown as { pwned?: number }).pwned)).toBeUndefined();
    expect(
      await inShadow(
        page,
        (root) => root.querySelectorAll('img,script,iframe,[onload],[onerror],[onmouseover]').length,
      ),
    ).toBe(0);
  });
});

describe('questions of trust', () => {
  it('[SE72] a yes needs a real press and half a second; Escape is no; the page lies inert meanwhile', async () => {
    const page = await stage.visit();
    await act.talk(page, stage.server);
    tell.share();
    await question(page).waitFor();
    await question(page).getByRole('button', { name: 'Allow' }).click();
    await page.waitForTimeout(700);
    await inShadow(page, (root) => root.querySelector<HTMLElement>('dialog .btn')!.click());
    await page.waitForTimeout(200);
    expect(stage.server.asked.filter((ask) => ask.event === 'share:answer')).toEqual([]);
    for (let n = 0; n < 12; n++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.localName)).not.toBe('input');
    }
    await page.keyboard.press('Escape');
    await expect
      .poll(() => stage.server.asked.find((ask) => ask.event === 'share:answer')?.input)
      .toEqual({
        shareId: 's1',
        allow: false,
      });
    expect(await question(page).count()).toBe(0);
  });

  it('[AC3] a question takes the keyboard without answering what was just being typed, and gives it back', async () => {
    const page = await stage.visit();
    await act.talk(page, stage.server);
    await page.getByRole('textbox', { name: 'Message' }).pressSequentially('Hal');
    tell.share();
    await question(page).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await page.waitForTimeout(700);
    expect(await question(page).count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.keyboard.type('lo');
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('Hallo');
  });
});

describe('the shared page', () => {
  it('[SH60] after the yes the page streams; the bar says who sees it and what is hidden; Stop ends it at once', async () => {
    const page = await stage.visit();
    await act.talk(page, stage.server);
    tell.share();
    await answer(page, 'Allow');
    const bar = page.getByRole('region', { name: 'Shared view' });
    await bar.getByText('Anna sees this page').waitFor();
    await expect.poll(() => stage.server.state.chunks).toBeGreaterThan(0);
    await bar.getByRole('button', { name: 'What does the agent see?' }).click();
    await bar.getByText('3 hidden parts on this page').waitFor();
    await bar.getByRole('button', { name: 'Stop sharing' }).click();
    await expect.poll(() => bar.count()).toBe(0);
    const { chunks } = stage.server.state;
    await page.evaluate(() => document.querySelector('h1')!.append(' changed'));
    await page.waitForTimeout(400);
    expect(stage.server.state.chunks).toBe(chunks);
    expect(stage.server.asked.map((ask) => ask.event)).toContain('grants:withdraw');
  });

  it('[SH62] goes on after a page load without a new question', async () => {
    const page = await stage.visit();
    await act.talk(page, stage.server);
    tell.share();
    await answer(page, 'Allow');
    await expect.poll(() => stage.server.state.chunks).toBeGreaterThan(0);
    const { chunks } = stage.server.state;
    await page.reload();
    await page.getByRole('region', { name: 'Shared view' }).waitFor();
    await expect.poll(() => stage.server.state.chunks).toBeGreaterThan(chunks);
    expect(stage.server.asked.filter((ask) => ask.event === 'share:answer')).toHaveLength(1);
    expect(stage.server.asked.map((ask) => ask.event)).toContain('page:leave');
  });
});

describe('the call', () => {
  it('[CA60] rings, opens no device before the yes, then shows both pictures and what can be done', async () => {
    const page = await stage.visit();
    await page.evaluate(() => {
      const all = window as unknown as { opened: unknown[] };
      all.opened = [];
      const own = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = (want) => {
        all.opened.push(want);
        return own(want);
      };
    });
    await act.talk(page, stage.server);
    tell.call();
    await question(page).getByText('Anna is calling').waitFor();
    expect(await page.evaluate(() => (window as unknown as { opened: unknown[] }).opened.length)).toBe(0);
    await question(page).getByRole('checkbox', { name: 'Show my camera' }).uncheck();
    await answer(page, 'Accept');
    const call = page.getByRole('region', { name: 'Call' });
    await expect.poll(() => stage.server.asked.map((ask) => ask.event)).toContain('call:join');
    expect(stage.server.asked.find((ask) => ask.event === 'call:join')!.input).toMatchObject({
      media: { camera: false },
    });
    const mute = call.getByRole('button', { name: 'Mute' });
    await expect.poll(() => mute.getAttribute('aria-pressed')).toBe('false');
    await mute.click();
    await expect.poll(() => mute.getAttribute('aria-pressed')).toBe('true');
    await call.getByRole('button', { name: 'Camera' }).click();
    await expect.poll(() => call.locator('video.own').count()).toBe(1);
    await call.getByRole('button', { name: 'Hang up' }).click();
    await expect
      .poll(() => stage.server.asked.find((ask) => ask.event === 'call:end')?.input)
      .toEqual({ callId: 'k1', why: 'hungUp' });
    expect(await call.count()).toBe(0);
  });

  it('[CA61] a decline opens nothing; the end on the other side ends the ringing', async () => {
    const page = await stage.visit();
    await act.talk(page, stage.server);
    tell.call();
    await answer(page, 'Decline');
    await expect
      .poll(() => stage.server.asked.find((ask) => ask.event === 'call:answer')?.input)
      .toEqual({ callId: 'k1', accept: false });
    stage.server.tell('call:changed', { ...stage.server.state.call!, callId: 'k2', phase: 'ringing' });
    await question(page).waitFor();
    stage.server.tell('call:changed', { ...stage.server.state.call!, callId: 'k2', phase: 'ended', why: 'cancelled' });
    await expect.poll(() => question(page).count()).toBe(0);
  });

  it('[CA62] is taken up by the next page of the tab that held it, and by no other', async () => {
    const page = await stage.visit();
    await act.talk(page, stage.server);
    tell.call();
    await answer(page, 'Accept');
    await expect.poll(() => stage.server.asked.filter((ask) => ask.event === 'call:join').length).toBe(1);
    await page.reload();
    await page.getByRole('button', { name: 'Hang up' }).waitFor();
    await expect.poll(() => stage.server.asked.filter((ask) => ask.event === 'call:join').length).toBe(2);
    const other = await page.context().newPage();
    await other.goto(stage.server.origin);
    await other.getByText('The call is open in another tab.').waitFor();
    expect(stage.server.asked.filter((ask) => ask.event === 'call:join')).toHaveLength(2);
  });
});

describe('for everyone', () => {
  const looks = [
    { name: 'light', colorScheme: 'light', width: 1280 },
    { name: 'dark', colorScheme: 'dark', width: 1280 },
    { name: '320 px', colorScheme: 'light', width: 320 },
    { name: 'forced colours', colorScheme: 'dark', width: 768, forcedColors: 'active' },
  ] as const;
  for (const { name, width, ...look } of looks)
    it(`[AC8] axe-core finds nothing in any state: ${name}`, async () => {
      const found: string[] = [];
      const check = async (page: Page, state: string) => {
        for (const one of await violations(page)) found.push(`${state}: ${one}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        if (wide) found.push(`${state}: wider than the screen`);
      };
      const page = await stage.visit({ ...look, viewport: { width, height: 640 } });
      await check(page, 'launcher');
      await act.open(page);
      await check(page, 'empty');
      await act.write(page, 'Hello');
      await page.getByText('You are next.').waitFor();
      await check(page, 'waiting');
      stage.server.change({ status: 'active', queuePosition: undefined, agent: anna });
      stage.server.add({ type: 'event', event: { type: 'assigned', agentName: 'Anna' } }, { kind: 'system' });
      stage.server.add(
        { type: 'link', url: `${stage.server.origin}/rule`, title: 'Size adviser' },
        { kind: 'agent', ...anna },
      );
      stage.server.state.refuse.add('message:send');
      await act.write(page, 'Refused');
      await page.getByText('Not sent').first().waitFor();
      await page.getByRole('button', { name: 'More' }).click();
      await check(page, 'conversation');
      await page.getByRole('button', { name: 'I have a code' }).click();
      await page.getByRole('textbox', { name: 'Session code' }).fill('X');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('This code does not work any more.').waitFor();
      await check(page, 'code');
      await page.getByRole('button', { name: 'Back' }).click();
      tell.share();
      await question(page).waitFor();
      await check(page, 'share question');
      await answer(page, 'Allow');
      await page.getByRole('button', { name: 'What does the agent see?' }).click();
      await check(page, 'shared');
      tell.call();
      await question(page).waitFor();
      await check(page, 'ringing');
      await answer(page, 'Accept');
      await page.getByRole('button', { name: 'Hang up' }).waitFor();
      await check(page, 'call');
      const away = await stage.visit({ ...look, viewport: { width, height: 640 } });
      stage.server.state.availability = 'away';
      await act.open(away);
      await away.getByRole('textbox', { name: 'E-mail' }).waitFor();
      await away.getByRole('button', { name: 'Send', exact: true }).click();
      await check(away, 'away');
      await away.goto(`${stage.server.origin}/#theke=used-token-123456`);
      await away.reload();
      expect(found).toEqual([]);
    });

  it('[AC2] the open chat is no trap: the page stays within reach, and the chat within reach of it', async () => {
    const page = await stage.visit();
    await act.open(page);
    expect(await page.getByRole('dialog', { name: 'Chat' }).getAttribute('aria-modal')).toBeNull();
    const places = new Set<string>();
    for (let n = 0; n < 14; n++) {
      await page.keyboard.press('Tab');
      places.add((await page.evaluate(() => document.activeElement?.localName)) ?? '');
    }
    expect(places).toContain('theke-widget');
    expect(places).toContain('input');
  });

  it('[AC4] opening goes to the message box, closing back to the launcher; Shift+Enter is a new line and five are seen', async () => {
    const page = await stage.visit();
    await page.getByRole('button', { name: 'Open chat' }).focus();
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: 'Message' });
    await expect
      .poll(() => field.evaluate((one) => one === (one.getRootNode() as ShadowRoot).activeElement))
      .toBe(true);
    // Of the layout, not of the picture: the panel may still be growing into its place.
    const height = () => field.evaluate((one: HTMLElement) => one.offsetHeight);
    const oneLine = await height();
    for (let n = 0; n < 8; n++) await page.keyboard.press('Shift+Enter');
    await expect.poll(height).toBe(oneLine + 4 * 22);
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label')))
      .toBe('Open chat');
  });

  it('[AC5] messages that arrive move no focus and are each read out once, in their order', async () => {
    const page = await stage.visit();
    await act.talk(page, stage.server);
    await page.waitForTimeout(2_100);
    await page.evaluate(() => {
      const all = window as unknown as { said: string[] };
      all.said = [];
      const region = document.querySelector('theke-widget')!.shadowRoot!.querySelector('[aria-live=polite]')!;
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes) for (const node of addedNodes) all.said.push(node.textContent!);
      }).observe(region, { childList: true, subtree: true });
    });
    await page.getByLabel('Name').focus();
    for (let n = 1; n <= 3; n++) stage.server.agentSays(`message ${n}`);
    await page.waitForTimeout(1_800);
    expect(await page.evaluate(() => (window as unknown as { said: string[] }).said)).toEqual([
      'Anna: message 1',
      'Anna: message 2',
      'Anna: message 3',
    ]);
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('input');
    expect(await inShadow(page, (root) => root.querySelectorAll('[aria-live=polite],[role=alert]').length)).toBe(1);
  });

  it('[AC7] one’s own message is confirmed, and its failure told', async () => {
    const page = await stage.visit();
    await act.open(page);
    await act.write(page, 'Hello');
    await page.getByRole('status').getByText('Message sent').waitFor({ state: 'attached' });
    stage.server.state.refuse.add('message:send');
    await act.write(page, 'Refused');
    await page.getByRole('status').getByText('Message not sent').waitFor({ state: 'attached' });
  });

  it('[AC9] any brand colour keeps its contrast: 4.5 on it and of it, on paper and mist, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await stage.visit({ colorScheme });
      await act.open(page);
      await page.getByRole('button', { name: 'I have a code' }).waitFor();
      const worst = await page.evaluate(() => {
        const root = document.querySelector('theke-widget')!.shadowRoot!;
        const host = document.querySelector<HTMLElement>('theke-widget')!;
        const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
        const luminance = (css: string) => {
          context.fillStyle = css;
          context.fillRect(0, 0, 1, 1);
          const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
            const part = value / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
        };
        const contrast = (one: number, two: number) => (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
        const launcher = root.querySelector('.l')!;
        const text = root.querySelector('.text')!;
        const panel = luminance(getComputedStyle(root.querySelector('.panel')!).backgroundColor);
        const probe = document.createElement('div');
        probe.className = 'btn';
        text.parentElement!.append(probe);
        const mist = luminance(getComputedStyle(probe).backgroundColor);
        let seed = 7;
        const random = () => {
          seed = (seed * 48271) % 2147483647;
          return seed / 2147483647;
        };
        let low = 99;
        for (let n = 0; n < 500; n++) {
          const hex = `#${Math.floor(random() * 0xffffff)
            .toString(16)
            .padStart(6, '0')}`;
          host.style.setProperty(
            '--theke-accent',
            n === 0 ? '#000' : n === 1 ? '#fff' : n === 2 ? '#00f' : n === 3 ? '#ff0' : hex,
          );
          const button = getComputedStyle(launcher);
          const ink = luminance(getComputedStyle(text).color);
          low = Math.min(
            low,
            contrast(luminance(button.backgroundColor), luminance(button.color)),
            contrast(ink, panel),
            contrast(ink, mist),
          );
        }
        return low;
      });
      expect(worst).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('[AC11] nothing moves for who asked for less motion', async () => {
    const page = await stage.visit({ reducedMotion: 'reduce' });
    await act.open(page);
    expect(
      await page.evaluate(
        () =>
          document.getAnimations().length + document.querySelector('theke-widget')!.shadowRoot!.getAnimations().length,
      ),
    ).toBe(0);
  });

  it('[AC12] every target is at least 24 by 24 pixels, what matters 44', async () => {
    const page = await stage.visit({ viewport: { width: 320, height: 640 } });
    await act.talk(page, stage.server);
    tell.share();
    await question(page).waitFor();
    const small = await inShadow(page, (root) =>
      [...root.querySelectorAll('button,a[href],input,textarea')]
        .map((one) => [one.getBoundingClientRect(), one] as const)
        .filter(
          ([box, one]) =>
            box.width > 0 && (box.width < 24 || box.height < (one.matches('.btn,.ico,.snd,.l') ? 44 : 24)),
        )
        .map(([, one]) => one.outerHTML),
    );
    expect(small).toEqual([]);
  });

  it('[AC10] by keyboard alone: open, write, allow, stop, accept, hang up, close', async () => {
    const page = await stage.visit();
    const press = async (name: string) => {
      for (let n = 0; n < 40; n++) {
        const label = await page.evaluate(() => {
          const inside = document.activeElement?.shadowRoot?.activeElement;
          return inside?.getAttribute('aria-label') ?? inside?.textContent ?? '';
        });
        if (label === name) return page.keyboard.press('Enter');
        await page.keyboard.press('Tab');
      }
      throw new Error(`no way by keyboard to ${name}`);
    };
    await press('Open chat');
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    await page.keyboard.type('Hello');
    await page.keyboard.press('Enter');
    await log(page).getByText(/^Sent/).waitFor();
    tell.share();
    await question(page).waitFor();
    await page.waitForTimeout(600);
    await press('Allow');
    await page.getByRole('region', { name: 'Shared view' }).waitFor();
    await press('Stop sharing');
    await expect.poll(() => page.getByRole('region', { name: 'Shared view' }).count()).toBe(0);
    tell.call();
    await question(page).waitFor();
    await page.waitForTimeout(600);
    await press('Accept');
    await page.getByRole('button', { name: 'Hang up' }).waitFor();
    await press('Hang up');
    await expect.poll(() => page.getByRole('region', { name: 'Call' }).count()).toBe(0);
    await press('Close');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });
});
