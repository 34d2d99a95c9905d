import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, openStage, type Stage } from './testing/browser.ts';
import { shopPage } from './testing/shopPage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const rule = `{id:'linger',version:1,when:{op:'dwell',what:'page',ms:200},offer:{skill:'sales',text:{en:'May I help you choose?',de:'Darf ich helfen?'}}}`;
  const stub = `window.Theke=window.Theke||function(){var a=arguments;return new Promise(function(y,n){(Theke.q=Theke.q||[]).push([a,y,n])})}`;
  stage.server.page('/rule', { html: shopPage({ head: `<script>${stub};Theke('addRule',${rule})</script>` }) });
});
afterAll(() => stage?.close());

const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });
const events = () => stage.server.asked.map((ask) => ask.event);
const focused = (page: Page) =>
  page.evaluate(() => {
    const host = document.activeElement;
    const inside = host?.shadowRoot?.activeElement ?? host;
    return inside?.getAttribute('aria-label') || inside?.id || inside?.tagName;
  });

describe('before the first click', () => {
  it('[SE70] nothing is kept, connected, fetched, patched or observed; one element, one global', async () => {
    const script = `
      window.watched = [];
      for (const name of ['MutationObserver','ResizeObserver','IntersectionObserver','WebSocket','EventSource','BroadcastChannel','Worker'])
        { const Native = window[name]; window[name] = class extends Native { constructor(...a){ super(...a); watched.push(name); } }; }
      window.before = new Map([Node, Element, HTMLElement, EventTarget, History, Document, Window, XMLHttpRequest, Storage].map((of) =>
        [of, JSON.stringify(Object.entries(Object.getOwnPropertyDescriptors(of.prototype)).map(([k, d]) => [k, String(d.value), String(d.get), String(d.set)]))]));
      window.globals = new Set(Object.getOwnPropertyNames(window));`;
    stage.server.page('/watched', { html: shopPage({ head: `<script>${script}</script>` }) });
    const page = await stage.visit({ path: '/watched' });
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    await page.getByLabel('Name').fill('Kim');
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(700);
    const found = await page.evaluate(async () => {
      const all = window as unknown as {
        watched: string[];
        before: Map<{ prototype: object }, string>;
        globals: Set<string>;
      };
      const now = (of: { prototype: object }) =>
        JSON.stringify(
          Object.entries(Object.getOwnPropertyDescriptors(of.prototype)).map(([k, d]) => [
            k,
            String(d.value),
            String(d.get),
            String(d.set),
          ]),
        );
      return {
        kept: [
          localStorage.length,
          sessionStorage.length,
          document.cookie.length,
          (await indexedDB.databases()).length,
        ],
        watched: all.watched,
        patched: [...all.before].filter(([of, was]) => now(of) !== was).length,
        globals: Object.getOwnPropertyNames(window).filter((name) => !all.globals.has(name) && name !== 'globals'),
        elements: document.querySelectorAll('theke-widget').length,
        isLast: document.body.lastElementChild?.localName,
      };
    });
    expect(found).toEqual({
      kept: [0, 0, 0, 0],
      watched: [],
      patched: 0,
      globals: ['Theke'],
      elements: 1,
      isLast: 'theke-widget',
    });
    expect(stage.server.requests.filter((one) => !/favicon/.test(one))).toEqual(['GET /watched', 'GET /theke.js']);
    expect(stage.server.state.connected).toBe(0);
  });

  it('[IN70] a rule that holds asks by one POST and shows the card; Chat now begins the conversation for its skill', async () => {
    const page = await stage.visit({ path: '/' });
    stage.server.state.invite = { agentName: 'Anna' };
    await page.goto(`${stage.server.origin}/rule`);
    await page.getByLabel('Name').focus();
    const card = page.getByRole('region', { name: 'Invitation' });
    await card.waitFor();
    // [IN72] in passing: whoever is typing goes on typing.
    expect(await focused(page)).toBe('INPUT');
    expect(events()).toEqual(['post:ask']);
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
    expect(stage.server.state.connected).toBe(0);
    await card.getByRole('button', { name: 'Chat now' }).click();
    await page.getByRole('dialog', { name: 'Chat' }).waitFor();
    await expect.poll(events).toContain('conversation:start');
    expect(stage.server.asked.find((ask) => ask.event === 'conversation:start')!.input).toMatchObject({
      via: 'invitation',
      skill: 'sales',
      invitationToken: 'inv_1',
    });
  });

  it('[IN71] Not now is quiet on the next page, too', async () => {
    const page = await stage.visit();
    stage.server.state.invite = { agentName: 'Anna' };
    await page.goto(`${stage.server.origin}/rule`);
    await page.getByRole('button', { name: 'Not now' }).click();
    await page.reload();
    await page.waitForTimeout(900);
    expect(await page.getByRole('region', { name: 'Invitation' }).count()).toBe(0);
    expect(events().filter((event) => event === 'post:ask')).toHaveLength(1);
    expect(events()).toContain('post:answer');
  });
});

describe('the chat', () => {
  it('[CH37] a message shows at once, is told sent, then read; a refused one can be tried again or deleted', async () => {
    const page = await stage.visit();
    await act.talk(page, stage.server);
    await act.write(page, 'How much?');
    await log(page).getByText('How much?').waitFor();
    await log(page).getByText(/^Sent/).waitFor();
    stage.server.change({ readByAgentSeq: 99 });
    await log(page).getByText(/^Read/).waitFor();
    stage.server.state.refuse.add('message:send');
    await act.write(page, 'Refused');
    await log(page).getByText('Not sent').waitFor();
    stage.server.state.refuse.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => log(page).getByText('Not sent').count()).toBe(0);
    expect(
      stage.server.state.entries.filter((one) => one.body.type === 'text' && one.body.text === 'Refused'),
    ).toHaveLength(1);
  });

  it('[CH38] what is written while the line is gone is kept, survives a page load, and is sent once', async () => {
    const page = await stage.visit();
    await act.talk(page, stage.server);
    await page.context().setOffline(true);
    stage.server.dropLines();
    await page.getByText('The line is gone.').first().waitFor();
    await act.write(page, 'Written offline');
    await log(page).getByText('Waiting for the line').waitFor();
    await page.context().setOffline(false);
    await page.reload();
    await expect
      .poll(
        () =>
          stage.server.state.entries.filter((one) => one.body.type === 'text' && one.body.text === 'Written offline')
            .length,
      )
      .toBe(1);
    await log(page).getByText('Written offline').waitFor();
    expect(await log(page).getByText('Written offline').count()).toBe(1);
  });

  it('[CH39] after a page load the conversation stands as it stood, the focus stays with the page, and nothing is read out again', async () => {
    const page = await stage.visit();
    await act.talk(page, stage.server);
    await page.reload();
    await log(page).getByText('Good morning').waitFor();
    expect(await focused(page)).toBe('BODY');
    expect(await page.getByRole('status').textContent()).toBe('');
    expect(new Set(stage.server.state.handshakes.slice(1).map((one) => one.visitorId))).toEqual(new Set(['vis_1']));
    expect(new Set(stage.server.state.handshakes.map((one) => one.tabId)).size).toBe(1);
  });

  it('[CH40] waiting tells the place in line; who comes is named', async () => {
    const page = await stage.visit();
    await act.open(page);
    await act.write(page, 'Hello');
    await page.getByText('You are next.').waitFor();
    stage.server.change({ queuePosition: 3 });
    await page.getByText('You are number 3 in line.').waitFor();
    stage.server.change({ status: 'active', queuePosition: undefined, agent: { agentId: 'a1', name: 'Anna' } });
    await page.getByRole('dialog').getByText('Anna').waitFor();
    expect(await page.getByText('in line').count()).toBe(0);
  });

  it('[CH41] when nobody is there the form takes name, address and words; a wrong address is said beside its field', async () => {
    const page = await stage.visit();
    stage.server.state.availability = 'away';
    await act.open(page);
    await page.getByRole('textbox', { name: 'E-mail' }).fill('kim');
    await page.getByRole('textbox', { name: 'Message' }).fill('Do you have it in blue?');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const field = page.getByRole('textbox', { name: 'E-mail' });
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('kim@example.org');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('We will answer to kim@example.org.').waitFor();
    await log(page).getByText('Do you have it in blue?').waitFor();
    await expect.poll(events).toContain('contact:leave');
    expect(stage.server.asked.find((ask) => ask.event === 'contact:leave')!.input).toMatchObject({
      email: 'kim@example.org',
    });
  });

  it('[CH42] a code opens its conversation with everything said before; a wrong one gets one friendly sentence', async () => {
    const page = await stage.visit();
    await act.open(page);
    await page.getByRole('button', { name: 'I have a code' }).click();
    await page.getByRole('textbox', { name: 'Session code' }).fill('XXXX-XXXX');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('This code does not work any more.').waitFor();
    await page.getByRole('textbox', { name: 'Session code' }).fill('WXYZ-BCDF');
    await page.getByRole('button', { name: 'Continue' }).click();
    await log(page).getByText('My parcel arrived wet. Twice.').waitFor();
    await page.getByRole('dialog').getByText('Anna').first().waitFor();
    expect(stage.server.state.handshakes.at(-1)).toMatchObject({ visitorId: 'vis_2', visitorToken: 'tok_2' });
  });

  it('[CH43] a session link asks first, is redeemed by the tap alone, and is nowhere on the page', async () => {
    const page = await stage.visit({ path: '/#theke=good-token-123456' });
    await page.getByRole('button', { name: 'Continue' }).waitFor();
    expect(page.url()).toBe(`${stage.server.origin}/`);
    expect([stage.server.state.connected, events()]).toEqual([0, []]);
    const seen = await page.evaluate(
      () => document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }),
    );
    expect(seen).not.toContain('good-token');
    await page.getByRole('button', { name: 'Continue' }).click();
    await log(page).getByText('My parcel arrived wet. Twice.').waitFor();
    expect(stage.server.requests.join()).not.toContain('good-token');
  });

  it('[CH43] Not me forgets the link unused; a used one gets one friendly sentence', async () => {
    const page = await stage.visit({ path: '/#theke=good-token-123456' });
    await page.getByRole('button', { name: 'Not me' }).click();
    expect(await page.getByRole('button', { name: 'Continue' }).count()).toBe(0);
    await page.goto(`${stage.server.origin}/#theke=used-token-123456`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('This link does not work any more.').waitFor();
    expect(events()).toEqual(['redeem']);
  });

  it('[CH44] shows digits to read out; who typed them is let in only by a yes', async () => {
    const page = await stage.visit();
    await act.open(page);
    await page.getByRole('button', { name: 'Show a code' }).click();
    await page.getByText('408 172 6354').waitFor();
    stage.server.tell('code:claimed', { claimId: 'k1', agent: { agentId: 'a1', name: 'Anna' } });
    const question = page.getByRole('alertdialog', { name: 'Anna would like to connect with you' });
    await question.waitFor();
    await page.waitForTimeout(600);
    await question.getByRole('button', { name: 'Yes' }).click();
    await expect.poll(events).toContain('code:answer');
    await log(page).waitFor();
    expect(stage.server.asked.find((ask) => ask.event === 'code:answer')!.input).toEqual({ claimId: 'k1', yes: true });
  });

  it('[CH45] log-out leaves nothing: no storage, no socket, a new visitor next time', async () => {
    const page = await stage.visit();
    await act.talk(page, stage.server);
    await page.evaluate(() => (window as unknown as { Theke(name: string): Promise<void> }).Theke('shutdown'));
    await expect.poll(() => page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
    stage.server.state.conversation = null;
    await act.open(page);
    await expect.poll(() => stage.server.state.handshakes.length).toBe(2);
    expect(stage.server.state.handshakes[1]!.visitorId).toBeUndefined();
    expect(await log(page).getByText('Good morning').count()).toBe(0);
  });

  it('[CH48] unread messages stand at the launcher until they are seen', async () => {
    const page = await stage.visit();
    await act.talk(page, stage.server);
    await page.keyboard.press('Escape');
    stage.server.agentSays('One');
    stage.server.agentSays('Two');
    await page.getByRole('button', { name: 'Open chat, 2 unread' }).click();
    await expect.poll(() => page.getByRole('button', { name: /unread/ }).count()).toBe(0);
    await expect
      .poll(() => stage.server.state.conversation!.readByVisitorSeq)
      .toBe(stage.server.state.conversation!.headSeq);
  });

  it('[CH52] an offered page is a link in this tab; other addresses open a new one that learns nothing; other schemes are no links', async () => {
    const page = await stage.visit();
    await act.talk(page, stage.server);
    const anna = { kind: 'agent', agentId: 'a1', name: 'Anna' } as const;
    stage.server.add({ type: 'link', url: `${stage.server.origin}/rule`, title: 'Size adviser' }, anna);
    stage.server.add({ type: 'link', url: 'javascript:alert(1)', title: 'Not a page' }, anna);
    stage.server.agentSays('See https://example.org/a?b=1.');
    const outside = log(page).getByRole('link', { name: 'https://example.org/a?b=1' });
    expect(await outside.getAttribute('rel')).toContain('noopener');
    expect(await outside.getAttribute('target')).toBe('_blank');
    expect(await log(page).getByText('Not a page').locator('..').getAttribute('href')).toBeNull();
    await log(page).getByRole('link', { name: 'Size adviser' }).click();
    await page.waitForURL('**/rule');
  });
});
