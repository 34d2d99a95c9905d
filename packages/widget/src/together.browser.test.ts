import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, openStage, type Stage, violations } from './testing/browser.ts';
import { anna, ben, shareAsked } from './testing/shares.ts';
import { shopPage } from './testing/shopPage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.server.page('/shop', { html: shopPage({ body }) });
  stage.server.page('/chart.svg', {
    html: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20H0z"/></svg>',
    headers: { 'content-type': 'image/svg+xml' },
  });
  stage.server.page('/sound.wav', { html: silence(20), headers: { 'content-type': 'audio/wav' } });
  stage.server.page('/guide', { html: '<!doctype html><title>Guide</title><h1>Care guide</h1>' });
});
afterAll(() => stage?.close());

const body = `<main><h1 data-theke-show>Rain jacket Norden</h1><p id="price" data-theke-show>189,00 €</p>
<p id="words">Three layers, taped seams.</p>
<form><label>Name <input name="name"></label> <label>Password <input type="password" name="p"></label>
<label data-theke-show>Size <input name="size" value="M"></label></form>
<p data-theke-block>Your last orders: 4711</p>
<button type="button" id="cart" onclick="window.pressed=(window.pressed||0)+1">Into the cart</button>
<div style="height:3000px">…</div></main>`;

/** A sound file of nothing, for a player that needs no codec. */
function silence(seconds: number): Uint8Array {
  const samples = 8_000 * seconds;
  const bytes = Buffer.alloc(44 + samples, 128);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + samples, 4);
  bytes.write('WAVEfmt ', 8);
  for (const [at, value] of [
    [16, 16],
    [24, 8_000],
    [28, 8_000],
    [40, samples],
  ] as const)
    bytes.writeUInt32LE(value, at);
  for (const at of [20, 22, 32]) bytes.writeUInt16LE(1, at);
  bytes.writeUInt16LE(8, 34);
  bytes.write('data', 36);
  return bytes;
}

const bar = (page: Page) => page.getByRole('region', { name: 'Shared view' });
const question = (page: Page) => page.getByRole('alertdialog');
const said = (page: Page, text: string) =>
  page.getByRole('status').getByText(text).first().waitFor({ state: 'attached' });
const asked = (event: string) => stage.server.asked.filter((ask) => ask.event === event).map((ask) => ask.input);
const liveAsked = (event: string) =>
  stage.server.liveAsked.filter((ask) => ask.event === event).map((ask) => ask.input);
async function answer(page: Page, name = 'Allow') {
  await question(page).waitFor();
  await page.waitForTimeout(600);
  await question(page).getByRole('button', { name, exact: true }).click();
}
/** The page is shared with Anna; the chat is closed. */
async function shared(options: Parameters<Stage['visit']>[0] = {}) {
  const page = await stage.visit({ path: '/shop', ...options });
  await act.talk(page, stage.server);
  stage.server.tellShare(shareAsked({ conversationId: stage.server.state.conversation!.conversationId }));
  await answer(page);
  await bar(page).waitFor();
  await page.evaluate("Theke('close')");
  await expect.poll(() => stage.server.state.chunks).toBeGreaterThan(0);
  return page;
}
async function granted(page: Page, capability: 'control' | 'fill') {
  stage.server.grant(capability, 'asked');
  await answer(page);
  await expect.poll(() => stage.server.state.share!.grants[capability]).toBe('on');
}
const isOn = (page: Page, name: string) => bar(page).getByRole('switch', { name }).getAttribute('aria-checked');
const frame = (page: Page) => page.locator('.frame').evaluate((one) => getComputedStyle(one).borderStyle);

describe('one more thing asked for', () => {
  it('[SH140] each question says what will happen, what never, and how to stop; it goes when it is taken back', async () => {
    const page = await shared();
    stage.server.grant('control', 'asked');
    const control = page.getByRole('alertdialog', { name: 'Allow Anna to click and scroll?' });
    await control.waitFor();
    for (const part of ['You see every step', 'Ordering, paying, deleting', 'Esc twice'])
      expect(await control.textContent()).toContain(part);
    const boxes = await Promise.all(
      ['Allow', 'Decline'].map((name) => control.getByRole('button', { name }).boundingBox()),
    );
    expect(boxes[0]!.width).toBe(boxes[1]!.width);
    stage.server.grant('control', 'off');
    await expect.poll(() => question(page).count()).toBe(0);
    expect(asked('grant:answer')).toEqual([]);
    stage.server.grant('fill', 'asked');
    await page.getByRole('alertdialog', { name: 'Allow Anna to fill in forms with you?' }).waitFor();
    await answer(page, 'Decline');
    await expect
      .poll(() => asked('grant:answer'))
      .toEqual([{ shareId: 's1', capability: 'fill', agentId: 'a1', allow: false }]);
    await bar(page).getByRole('switch', { name: 'Points' }).click();
    await expect.poll(() => stage.server.state.share!.grants.point).toBe('off');
    stage.server.grant('point', 'asked');
    await page.getByRole('alertdialog', { name: 'Allow Anna to point at things?' }).waitFor();
    await answer(page);
    await expect.poll(() => isOn(page, 'Points')).toBe('true');
  });

  it('[SH140] the same in German', async () => {
    stage.server.page('/laden', { html: shopPage({ body, lang: 'de' }) });
    const page = await stage.visit({ path: '/laden' });
    await page.getByRole('button', { name: 'Chat öffnen' }).click();
    await page.getByRole('textbox', { name: 'Nachricht' }).fill('Hallo');
    await page.getByRole('button', { name: 'Senden', exact: true }).click();
    await expect.poll(() => stage.server.state.conversation).not.toBeNull();
    stage.server.tellShare(shareAsked());
    await page.getByRole('alertdialog', { name: 'Darf Anna diese Seite mitsehen?' }).waitFor();
    await answer(page, 'Erlauben');
    await page.getByRole('region', { name: 'Geteilte Ansicht' }).waitFor();
    stage.server.grant('control', 'asked');
    await page.getByRole('alertdialog', { name: 'Darf Anna klicken und scrollen?' }).waitFor();
    await answer(page, 'Erlauben');
    stage.server.grant('fill', 'asked');
    await page.getByRole('alertdialog', { name: 'Darf Anna Formulare mit Ihnen ausfüllen?' }).waitFor();
    await answer(page, 'Ablehnen');
    await page.getByRole('button', { name: 'Mitsehen beenden' }).click();
    await expect.poll(() => page.getByRole('region', { name: 'Geteilte Ansicht' }).count()).toBe(0);
  });

  it('[SH164] a recording is said before anything is sent, and until when it is kept', async () => {
    const page = await stage.visit({ path: '/shop' });
    await act.talk(page, stage.server);
    stage.server.tell('privacy:changed', { ...stage.server.state.privacy, version: 4, recordedDays: 14 });
    stage.server.tellShare(shareAsked({ recorded: true }));
    await question(page)
      .getByText(/recorded just as it is seen, and deleted on \d+ \w+ \d{4}/)
      .waitFor();
    expect(stage.server.state.chunks).toBe(0);
    await answer(page);
    await bar(page).getByText('Recorded as it is seen').waitFor();
  });

  it('[SH144] goes on over page loads without a question; a copy of the tab is asked itself', async () => {
    const page = await shared();
    await granted(page, 'control');
    await page.reload();
    await bar(page).waitFor();
    await expect.poll(() => isOn(page, 'Clicks and scrolls')).toBe('true');
    expect(await question(page).count()).toBe(0);
    const [copy] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate(() => void window.open(location.href, '_blank')),
    ]);
    await copy.getByRole('alertdialog', { name: 'Allow Anna to click and scroll?' }).waitFor();
    await answer(copy, 'Decline');
    await expect.poll(() => asked('grant:withdraw')).toEqual([{ shareId: 's1', capability: 'control' }]);
  });
});

describe('the bar', () => {
  it('[SH148] names everybody who sees the page, and lets each thing be switched off by itself', async () => {
    const page = await shared();
    await bar(page).getByText('Anna sees this page').waitFor();
    stage.server.tellShare({ viewers: [anna, ben] });
    await bar(page).getByText('Anna and Ben see this page').waitFor();
    await said(page, 'Ben sees this page, too');
    await granted(page, 'control');
    await granted(page, 'fill');
    await bar(page).getByRole('switch', { name: 'Fills in with you' }).click();
    await expect.poll(() => stage.server.state.share!.grants).toEqual({ point: 'on', control: 'on', fill: 'off' });
    expect(await isOn(page, 'Clicks and scrolls')).toBe('true');
    expect(await isOn(page, 'Fills in with you')).toBe('false');
  });

  it('[SH149] while the agent may click or fill in, the frame around the page has another pattern; the title stays', async () => {
    const page = await shared();
    const title = await page.title();
    expect(await frame(page)).toBe('solid');
    await granted(page, 'control');
    await expect.poll(() => frame(page)).toBe('double');
    await bar(page).getByRole('switch', { name: 'Clicks and scrolls' }).click();
    await expect.poll(() => frame(page)).toBe('solid');
    await bar(page).getByRole('button', { name: 'Pause' }).click();
    await expect.poll(() => frame(page)).toBe('dashed');
    expect(await page.title()).toBe(title);
  });

  it('[SH146] Escape twice, wherever the focus is, ends everything but looking; the page keeps its keys', async () => {
    const page = await shared();
    await page.evaluate(() => {
      const all = window as unknown as { escapes: number };
      all.escapes = 0;
      document.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape') return;
        all.escapes++;
        event.stopImmediatePropagation();
      });
    });
    await granted(page, 'control');
    await granted(page, 'fill');
    await page.getByLabel('Name').focus();
    await page.keyboard.press('Escape');
    await page.waitForTimeout(700);
    await page.keyboard.press('Escape');
    await page.waitForTimeout(100);
    expect(stage.server.state.share!.grants.control).toBe('on');
    await page.waitForTimeout(600);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await said(page, 'Stopped. Anna can only look now.');
    await expect.poll(() => stage.server.state.share!.grants).toEqual({ point: 'off', control: 'off', fill: 'off' });
    expect(await page.evaluate(() => (window as unknown as { escapes: number }).escapes)).toBe(4);
    expect(stage.server.state.share!.phase).toBe('on');
    await bar(page).waitFor();
  });

  it('[SH147] paused, nothing leaves and the bar says so; going on begins anew', async () => {
    const page = await shared();
    await bar(page).getByRole('button', { name: 'Pause' }).click();
    await bar(page).getByText('Nobody sees this page').waitFor();
    await page.waitForTimeout(300);
    const { chunks } = stage.server.state;
    await page.evaluate(() => document.querySelector('h1')!.append(' changed'));
    await page.waitForTimeout(500);
    expect(stage.server.state.chunks).toBe(chunks);
    await bar(page).getByRole('button', { name: 'Go on' }).click();
    await expect.poll(() => stage.server.state.chunks).toBeGreaterThan(chunks);
    expect(asked('share:pause')).toEqual([
      { shareId: 's1', paused: true },
      { shareId: 's1', paused: false },
    ]);
  });

  it('[SH165] on a small screen it is one line with everything that matters; the details unfold', async () => {
    const page = await shared({ viewport: { width: 320, height: 640 }, hasTouch: true });
    const closed = (await bar(page).boundingBox())!;
    expect(closed.height).toBeLessThanOrEqual(64);
    expect(closed.width).toBeLessThanOrEqual(304);
    for (const name of ['Stop sharing', 'What does the agent see?']) {
      // It comes in with a short motion; what counts is how it stands.
      const stands = async () => {
        const box = (await bar(page).getByRole('button', { name }).boundingBox())!;
        return [name, box.height >= 44, box.x + box.width <= 320];
      };
      await expect.poll(stands).toEqual([name, true, true]);
    }
    await bar(page).getByRole('button', { name: 'Anna sees this page' }).click();
    await bar(page).getByRole('switch', { name: 'Points' }).waitFor();
    await bar(page).getByRole('button', { name: 'Pause' }).waitFor();
  });
});

describe('acting', () => {
  const act_ = (kind: object) => ({
    shareId: 's1',
    actId: `act${Math.random()}`.slice(0, 20),
    act: kind,
    seen: { stream: Number.MAX_SAFE_INTEGER, seq: 0 },
  });
  const tried = (kind: object) => stage.server.askLive('act:tried', act_(kind));
  /** The recorder's number of the first element that looks like that to it. */
  async function nodeOf(facts: object): Promise<number> {
    for (let node = 1; node < 100; node++) {
      const aimed = (await stage.server.askLive('act:aimed', act_({ kind: 'click', node, rx: 0.5, ry: 0.5 }))) as {
        value: object;
      };
      if (Object.entries(facts).every(([name, value]) => (aimed.value as Record<string, unknown>)[name] === value))
        return node;
    }
    throw new Error('no such element');
  }

  it('[SH151] without a grant an act is refused and nothing moves; with it the page does, and the bar tells', async () => {
    const page = await shared();
    const scroll = { kind: 'scroll', node: null, left: 0, top: 60 };
    expect(await tried(scroll)).toEqual({ ok: true, value: { done: false, why: 'notGranted' } });
    expect(stage.server.requests.filter((one) => /act/.test(one))).toEqual([]);
    expect(await stage.server.askLive('pulse:felt', { shareId: 's1' })).toMatchObject({ ok: true });
    await granted(page, 'control');
    await expect.poll(() => tried(scroll)).toMatchObject({ value: { done: true } });
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(60);
    const node = await nodeOf({ tag: 'button', kind: 'button' });
    await expect.poll(() => tried({ kind: 'click', node, rx: 0.5, ry: 0.5 })).toMatchObject({ value: { done: true } });
    expect(await page.evaluate(() => (window as unknown as { pressed: number }).pressed)).toBe(1);
    await bar(page).getByText('Anna clicked: Into the cart').waitFor();
    await said(page, 'Anna clicked: Into the cart');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await tried(scroll)).toMatchObject({ value: { done: false, why: 'notGranted' } });
  });

  it('[SH153] whoever follows is scrolled along until they scroll themselves', async () => {
    const page = await shared();
    const lead = (top: number) => stage.server.tellLive('lead:scrolled', { shareId: 's1', node: null, left: 0, top });
    lead(300);
    await bar(page).getByRole('button', { name: 'Follow Anna' }).waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await bar(page).getByRole('button', { name: 'Follow Anna' }).click();
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(300);
    lead(900);
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(900);
    await page.mouse.move(600, 300);
    await page.mouse.wheel(0, -50);
    await expect
      .poll(() => liveAsked('follow:set'))
      .toEqual([
        { shareId: 's1', on: true },
        { shareId: 's1', on: false },
      ]);
    lead(100);
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(800);
  });
});

describe('what does the agent see?', () => {
  it('[SH154] what is hidden is marked by its reason, and the legend says which there are', async () => {
    const page = await shared();
    await bar(page).getByRole('button', { name: 'What does the agent see?' }).click();
    await bar(page)
      .getByText(/^\d+ hidden parts on this page/)
      .waitFor();
    for (const why of ['Always hidden', 'Hidden by the shop', 'Words look like grey blocks'])
      await bar(page).getByText(why).waitFor();
    expect(await bar(page).getByText('Hidden by you').count()).toBe(0);
    const over = await page.locator('.sight .secret').boundingBox();
    const field = await page.getByLabel('Password').boundingBox();
    expect(Math.abs(over!.x - field!.x) + Math.abs(over!.y - field!.y)).toBeLessThan(2);
    await page.mouse.move(600, 300);
    await page.mouse.wheel(0, 60);
    await expect
      .poll(async () => (await page.locator('.sight .secret').boundingBox())!.y)
      .toBeCloseTo(field!.y - 60, 0);
  });

  it('[SH155] a tap hides instead of doing what it does, only in this mode, and once more shows it again', async () => {
    const page = await shared();
    const toggle = bar(page).getByRole('button', { name: 'What does the agent see?' });
    const pressed = () => page.evaluate(() => (window as unknown as { pressed?: number }).pressed ?? 0);
    await toggle.click();
    await page.locator('#cart').click();
    await said(page, 'Hidden: Into the cart');
    await bar(page).getByText('Hidden by you').waitFor();
    expect(await pressed()).toBe(0);
    await page.locator('#cart').click();
    await said(page, 'No longer hidden by you: Into the cart');
    await page.getByLabel('Password').click();
    await said(page, 'Hidden already');
    expect(await page.evaluate(() => document.activeElement?.localName)).not.toBe('input');
    await toggle.click();
    await page.locator('#cart').click();
    expect(await pressed()).toBe(1);
    expect(await page.locator('.sight .hid').count()).toBe(0);
  });

  it('[SH157] what was tapped away stays so on the next page of this share', async () => {
    const page = await shared();
    await bar(page).getByRole('button', { name: 'What does the agent see?' }).click();
    await page.locator('#price').click();
    await bar(page).getByText('Hidden by you').waitFor();
    await page.reload();
    await bar(page).getByRole('button', { name: 'What does the agent see?' }).click();
    await bar(page).getByText('Hidden by you').waitFor();
  });

  it('[SH156] fields that are not shown carry a small closed eye while the page is shared, and none before or after', async () => {
    const page = await shared();
    await expect.poll(() => page.locator('.mark').count()).toBe(2);
    const box = (await page.locator('.mark').first().boundingBox())!;
    const field = (await page.getByLabel('Name').boundingBox())!;
    expect(box.width).toBeLessThanOrEqual(20);
    expect(box.x > field.x && box.x + box.width < field.x + field.width).toBe(true);
    await page.evaluate(() => {
      document.querySelector('input')!.style.marginLeft = '90px';
    });
    await expect.poll(async () => (await page.locator('.mark').first().boundingBox())!.x).toBeGreaterThan(box.x + 60);
    await bar(page).getByRole('button', { name: 'Stop sharing' }).click();
    await expect.poll(() => page.locator('.mark').count()).toBe(0);
  });

  it('[SH155] by keyboard: part after part with Tab, Enter hides, Escape ends where one was', async () => {
    const page = await shared();
    await page.evaluate("Theke('cobrowse.preview')");
    await bar(page).getByRole('button', { name: 'Choose a part by keyboard' }).focus();
    await page.keyboard.press('Enter');
    const aim = page.getByRole('button', { name: /Enter changes it/ });
    const standsOn = () => aim.getAttribute('aria-label');
    await expect.poll(standsOn).toContain('Rain jacket Norden, can be seen');
    await page.keyboard.press('Tab');
    await expect.poll(standsOn).toContain('189,00');
    await page.keyboard.press('Enter');
    await expect.poll(standsOn).toContain('hidden');
    await page.keyboard.press('Shift+Tab');
    await expect.poll(standsOn).toContain('Rain jacket');
    await page.keyboard.press('Escape');
    expect(await aim.count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent)).toBe(
      'Choose a part by keyboard',
    );
    await page.getByLabel('Size').focus();
    await page.keyboard.press('Enter');
    await said(page, 'Hidden:');
    await page.keyboard.press('Escape');
    await expect.poll(() => bar(page).getByText('Tap any part').count()).toBe(0);
  });
});

describe('what the agent shows', () => {
  const show = (media: 'picture' | 'video' | 'document', url: string, title: string) =>
    stage.server.add({ type: 'media', media, url, title }, { kind: 'agent', ...anna });
  const large = (page: Page, name: string) => page.getByRole('dialog', { name });

  it('[SH162] pictures and documents of this shop stand in the thread and large on the page; others are only named', async () => {
    const page = await stage.visit({ path: '/shop' });
    await act.talk(page, stage.server);
    show('picture', '/chart.svg', 'Size chart');
    show('document', `${stage.server.origin}/guide`, 'Care guide');
    show('picture', 'https://elsewhere.example/x.png', 'Foreign picture');
    await page.getByRole('log').getByText('Foreign picture').waitFor();
    await page.getByRole('button', { name: 'Show large: Size chart' }).click();
    await large(page, 'Size chart').getByRole('img', { name: 'Size chart' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => large(page, 'Size chart').count()).toBe(0);
    await page.getByRole('button', { name: 'Show large: Care guide' }).click();
    const framed = large(page, 'Care guide').locator('iframe');
    expect(await framed.getAttribute('sandbox')).toBe('');
    await framed.contentFrame().getByText('Care guide').waitFor();
    expect(await large(page, 'Care guide').getByRole('link').getAttribute('rel')).toContain('noopener');
    await large(page, 'Care guide').getByRole('button', { name: 'Close' }).click();
    expect(await page.getByRole('button', { name: /Foreign/ }).count()).toBe(0);
    expect(await page.locator('img[src*=elsewhere]').count()).toBe(0);
  });

  it('[SH162] a video is played in step: either side’s play, place and pause', async () => {
    const page = await shared();
    const entry = show('video', '/sound.wav', 'How to waterproof');
    await page.evaluate("Theke('open')");
    await page.getByRole('button', { name: 'Show large: How to waterproof' }).click();
    await large(page, 'How to waterproof').getByText('in step with Anna').waitFor();
    const video = large(page, 'How to waterproof').locator('video');
    const state = () => video.evaluate((one: HTMLVideoElement) => ({ paused: one.paused, at: one.currentTime }));
    stage.server.tellLive('media:stepped', { shareId: 's1', entryId: entry.id, playing: true, atMs: 6_000 });
    await expect.poll(async () => (await state()).paused).toBe(false);
    // Playing begins before the place is reached.
    await expect.poll(async () => (await state()).at).toBeGreaterThanOrEqual(6);
    expect(liveAsked('media:step')).toEqual([]);
    await video.evaluate((one: HTMLVideoElement) => one.pause());
    await expect
      .poll(() => liveAsked('media:step').at(-1))
      .toMatchObject({
        shareId: 's1',
        entryId: entry.id,
        playing: false,
      });
  });
});

describe('for programs', () => {
  it('[SH163] begins by the page’s call after the visitor’s yes, and tells the page what happens', async () => {
    const page = await stage.visit({ path: '/shop' });
    const start = () =>
      page.evaluate(`Theke('cobrowse.start').then((it) => it.shareId, (error) => error.code)`) as Promise<string>;
    expect(await start()).toBe('nobody');
    await act.talk(page, stage.server);
    await page.evaluate(() => {
      const all = window as unknown as { heard: unknown[]; Theke(...args: unknown[]): void };
      all.heard = [];
      for (const name of ['requested', 'started', 'paused', 'control', 'stopped'])
        all.Theke('on', `cobrowse:${name}`, ({ type, data }: { type: string; data: unknown }) =>
          all.heard.push([type, data]),
        );
    });
    const declined = start();
    await page.getByRole('alertdialog', { name: 'Allow Anna to see this page?' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await declined).toBe('notGranted');
    const begun = start();
    await answer(page);
    expect(await begun).toBe('s1');
    await expect.poll(() => stage.server.state.chunks).toBeGreaterThan(0);
    await granted(page, 'control');
    await page.evaluate("Theke('cobrowse.pause')");
    await bar(page).getByText('Nobody sees this page').waitFor();
    await page.evaluate("Theke('cobrowse.pause', false)");
    await bar(page).getByText('Anna sees this page').waitFor();
    await page.evaluate("Theke('cobrowse.stop')");
    await expect.poll(() => bar(page).count()).toBe(0);
    expect(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([
      ['cobrowse:started', { shareId: 's1' }],
      ['cobrowse:requested', { shareId: 's1', capability: 'control' }],
      ['cobrowse:control', { shareId: 's1', capability: 'control', on: true }],
      ['cobrowse:paused', { shareId: 's1', paused: true }],
      ['cobrowse:paused', { shareId: 's1', paused: false }],
      ['cobrowse:stopped', { shareId: 's1', why: 'stoppedByVisitor' }],
    ]);
  });
});

describe('tabs', () => {
  it('[SH160] the view follows the tab that is looked at; the other says so', async () => {
    const page = await shared();
    const other = await page.context().newPage();
    await other.goto(`${stage.server.origin}/shop`);
    await bar(other).getByText('Anna sees this page').waitFor();
    await bar(page).getByText('Another tab is being shared').waitFor();
    await page.bringToFront();
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await bar(page).getByText('Anna sees this page').waitFor();
    await bar(other).getByText('Another tab is being shared').waitFor();
  });
});

describe('for everyone', () => {
  const looks = [
    { name: 'light', colorScheme: 'light', width: 1280 },
    { name: 'dark', colorScheme: 'dark', width: 768 },
    { name: '320 px', colorScheme: 'dark', width: 320 },
    { name: 'forced colours', colorScheme: 'light', width: 1280, forcedColors: 'active' },
  ] as const;
  for (const { name, width, ...look } of looks)
    it(`[AC8] axe-core finds nothing in any state of a shared page: ${name}`, async () => {
      const found: string[] = [];
      const page = await shared({ ...look, viewport: { width, height: 720 } });
      const check = async (state: string) => {
        for (const one of await violations(page)) found.push(`${state}: ${one}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        if (wide) found.push(`${state}: wider than the screen`);
      };
      await check('shared');
      for (const capability of ['control', 'fill'] as const) {
        stage.server.grant(capability, 'asked');
        await question(page).waitFor();
        await check(`asked for ${capability}`);
        await answer(page);
        await expect.poll(() => stage.server.state.share!.grants[capability]).toBe('on');
      }
      stage.server.tellShare({ viewers: [anna, ben], recorded: true });
      stage.server.tellLive('lead:scrolled', { shareId: 's1', node: null, left: 0, top: 10 });
      if (width === 320) await bar(page).getByRole('button', { name: 'Anna and Ben see this page' }).click();
      await bar(page).getByRole('button', { name: 'Follow Anna' }).waitFor();
      await check('acting');
      await bar(page).getByRole('button', { name: 'What does the agent see?' }).click();
      await bar(page).getByText('Always hidden').waitFor();
      await page.mouse.move(200, 600);
      await check('preview');
      await bar(page).getByRole('button', { name: 'What does the agent see?' }).click();
      await bar(page).getByRole('button', { name: 'Pause' }).click();
      await check('paused');
      expect(found).toEqual([]);
    });

  it('[AC12] whatever takes something back is 44 pixels high', async () => {
    const page = await shared({ viewport: { width: 320, height: 720 } });
    await granted(page, 'control');
    await bar(page).getByRole('button', { name: 'Anna sees this page' }).click();
    for (const one of await bar(page).locator('button').all()) {
      const box = (await one.boundingBox())!;
      expect([await one.textContent(), box.height >= 44]).toEqual([await one.textContent(), true]);
    }
  });

  it('[AC10] by keyboard alone: allow, switch off, pause, stop', async () => {
    const page = await shared();
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
    stage.server.grant('control', 'asked');
    await question(page).waitFor();
    await page.waitForTimeout(600);
    await press('Allow');
    await expect.poll(() => isOn(page, 'Clicks and scrolls')).toBe('true');
    await press('Clicks and scrolls');
    await expect.poll(() => stage.server.state.share!.grants.control).toBe('off');
    await press('Pause');
    await bar(page).getByText('Nobody sees this page').waitFor();
    await press('Stop sharing');
    await expect.poll(() => bar(page).count()).toBe(0);
  });

  it('[AC11] nothing of a shared page moves for who asked for less motion', async () => {
    const page = await shared({ reducedMotion: 'reduce' });
    await granted(page, 'control');
    await page.evaluate("Theke('cobrowse.preview')");
    const moving = () =>
      page.evaluate(
        () =>
          document.getAnimations().length + document.querySelector('theke-widget')!.shadowRoot!.getAnimations().length,
      );
    expect(await moving()).toBe(0);
  });
});
