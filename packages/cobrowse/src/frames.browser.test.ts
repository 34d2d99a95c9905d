import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Embedding, openEmbedding, openShop, privacy, seen, share, tag } from './testing/embedded.contract.ts';
import { type Ground, openGround, sentText } from './testing/stand.contract.ts';

let ground: Ground;
let embedding: Embedding;

beforeAll(async () => {
  ground = await openGround();
  embedding = await openEmbedding();
});
afterAll(async () => {
  await ground?.close();
  await embedding?.close();
});
beforeEach(() => {
  embedding.told = { origins: [ground.stand.origin], privacy: privacy() };
  embedding.asked = 0;
});

const frame = (src: string, name = 'f') =>
  `<iframe class="${name}" id="${name}" src="${src}" style="width:300px;height:120px"></iframe>`;
const shop = (inside: string) =>
  `<!doctype html><style>.f,.g{border:1px solid}</style><body data-theke-show><h1>Shop</h1>${inside}</body>`;
const form = `<!doctype html><body>${tag}<h2 data-theke-show>Delivery dates</h2><p id="p">Canary-text Berlin 4711</p>
<input id="name" value="Canary-value"><input type="password" data-theke-show value="Canary-password"><p data-theke-block>Canary-blocked</p>
<p title="Canary-title" data-x="Canary-data"><!-- Canary-comment --></p><textarea data-theke-show>Shown note</textarea>
<p data-theke-show id="live">Monday</p><script>var canary = 'Canary-script'</script></body>`;

/** The embedded page itself. */
const inner = (page: Page, path: string) => page.frames().find((one) => one.url() === embedding.origin + path)!;
const patched = (page: Page, path: string) =>
  inner(page, path).evaluate(() => (window as never as { patched(): boolean }).patched());
const boxes = (page: Page) =>
  page.evaluate(() => [
    stand.mirror().querySelectorAll('div[theke-frame]').length,
    stand.mirror().querySelectorAll('iframe').length,
  ]);

describe('embedded pages of other origins', () => {
  it('[SH180] one that loads Theke and is named by the site is part of the view, with its own marks, masks and later changes; nothing of it leaves unless it is shown', async () => {
    embedding.pages.set('/form', form);
    const { page, errors } = await openShop(ground, shop(frame(`${embedding.origin}/form`)));
    // Not a word before the share: nobody was asked, nothing is patched.
    expect(embedding.asked).toBe(0);
    expect(await patched(page, '/form')).toBe(false);
    await share(page, [embedding.origin]);
    await expect.poll(() => seen(page, 'f')).toContain('Delivery dates');
    expect(await patched(page, '/form')).toBe(true);
    await inner(page, '/form').evaluate(() => {
      document.querySelector('#live')!.textContent = 'Tuesday';
      document.querySelector('#p')!.append(' Canary-later');
      const more = document.createElement('b');
      more.dataset.thekeShow = '';
      more.textContent = 'new slot';
      document.body.append(more);
    });
    await inner(page, '/form').locator('#name').fill('Canary-typed Meyer');
    await expect.poll(() => seen(page, 'f')).toMatch(/Tuesday.*new slot/);
    await page.waitForTimeout(4_000);
    const value = await page.evaluate(() => {
      const inside = stand.mirror().querySelector<HTMLIFrameElement>('iframe.f')!.contentDocument!;
      return [...inside.querySelectorAll<HTMLInputElement>('input,textarea')].map((one) => one.value);
    });
    expect(value).toEqual(['▪▪▪▪', '', 'Shown note']);
    const sent = await sentText(page);
    expect(sent).toContain('Delivery dates');
    expect(sent.match(/canary[^"]*/gi)).toBeNull();
    // Shapes agree: its own and that of the page around it.
    expect(sent).toMatch(/"root":10{7}1/);
    expect(
      await page.evaluate(() => [stand.view.stats.bad, stand.view.stats.drifted, stand.wants, stand.failed]),
    ).toEqual([0, 0, 0, []]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[SH181] every other frame stays a labelled box: of an origin not named, of one that does not load Theke, of a page the site does not speak for', async () => {
    embedding.pages.set('/form', form).set('/plain', '<!doctype html><h2>No tag</h2>');
    const { page } = await openShop(
      ground,
      shop(frame(`${embedding.origin}/plain`) + frame(`${ground.stand.foreign}/x`, 'g')),
    );
    await share(page, [embedding.origin]);
    await page.waitForTimeout(1_500);
    expect(await boxes(page)).toEqual([2, 0]);
    await page.close();
    // It loads Theke, but its parent is none of the site's: it asks once, and records nothing.
    for (const told of [{ origins: ['https://shop.example'], privacy: privacy() }, null]) {
      embedding.told = told;
      embedding.asked = 0;
      const other = await openShop(ground, shop(frame(`${embedding.origin}/form`)));
      await share(other.page, [embedding.origin]);
      await other.page.waitForTimeout(1_500);
      expect(embedding.asked).toBe(1);
      expect(await patched(other.page, '/form')).toBe(false);
      expect(await boxes(other.page)).toEqual([1, 0]);
      expect(await sentText(other.page)).not.toContain('Delivery');
      await other.page.close();
    }
    // It would answer, but the shop has not named it.
    embedding.told = { origins: [ground.stand.origin], privacy: privacy() };
    embedding.asked = 0;
    const unnamed = await openShop(ground, shop(frame(`${embedding.origin}/form`)));
    await share(unnamed.page, ['https://pay.example']);
    await unnamed.page.waitForTimeout(1_000);
    expect(embedding.asked).toBe(0);
    expect(await boxes(unnamed.page)).toEqual([1, 0]);
    await unnamed.page.close();
  });

  it('[SH182] the site’s rules hold in it, the marks around it do not, but a block around it does', async () => {
    embedding.told!.privacy = privacy({ rules: [{ selector: '#p', mark: 'show' }] });
    embedding.pages.set('/form', form);
    const { page } = await openShop(ground, shop(`<div id="around">${frame(`${embedding.origin}/form`)}</div>`));
    await share(page, [embedding.origin]);
    await expect.poll(() => seen(page, 'f')).toContain('Canary-text Berlin');
    expect(await seen(page, 'f')).not.toContain('Canary-blocked');
    await page.evaluate(() => stand.shop().document.querySelector('#around')!.setAttribute('data-theke-block', ''));
    await expect.poll(() => seen(page, 'f'), { timeout: 5_000 }).toBeNull();
    await expect.poll(() => patched(page, '/form')).toBe(false);
    await page.close();
  });

  it('[SH183] pause, stop, removal and navigation undo everything in it; going on asks anew', async () => {
    embedding.pages.set('/form', form).set('/second', form.replace('Delivery dates', 'Second page'));
    const { page, errors } = await openShop(ground, shop(frame(`${embedding.origin}/form`)));
    await share(page, [embedding.origin]);
    await expect.poll(() => seen(page, 'f')).toContain('Delivery dates');
    await page.evaluate(() => stand.share.pause(true));
    await expect.poll(() => patched(page, '/form')).toBe(false);
    await page.evaluate(() => stand.share.pause(false));
    await expect.poll(() => seen(page, 'f')).toContain('Delivery dates');
    expect(await patched(page, '/form')).toBe(true);
    // A whole new picture of the page around it, and one for somebody who comes late.
    await page.evaluate(() => stand.share.picture());
    await page.waitForTimeout(300);
    await expect.poll(() => seen(page, 'f')).toContain('Delivery dates');
    await page.evaluate(() => stand.share.picture(['late']));
    await page.waitForTimeout(300);
    await expect.poll(() => seen(page, 'f')).toContain('Delivery dates');
    await page.evaluate(
      (src) => stand.shop().document.querySelector('iframe')!.setAttribute('src', src),
      `${embedding.origin}/second`,
    );
    await expect.poll(() => seen(page, 'f')).toContain('Second page');
    await page.evaluate(() => stand.share.stop());
    await expect.poll(() => patched(page, '/second')).toBe(false);
    const before = await page.evaluate(() => stand.chunks.length);
    await inner(page, '/second').evaluate(() => document.body.append('Canary-after'));
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => stand.chunks.length)).toBe(before);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[SH184] a page that answers and then tells what must not be becomes a box, and the rest of the view goes on', async () => {
    const hostile = (text: string) => `<!doctype html><body><script>
addEventListener('message', ({ data, source, origin }) => {
  if (data?.theke !== 'hello') return;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    if (data.step !== 'begin') return;
    const id = (n) => data.firstId + n;
    const node = { type: 0, id: id(1), childNodes: [{ type: 2, id: id(2), tagName: 'html', attributes: {}, childNodes: [
      { type: 2, id: id(3), tagName: 'body', attributes: {}, childNodes: [{ type: 3, id: id(4), textContent: 'Evil words' }] }] }] };
    const picture = (node) => JSON.stringify({ type: 2, data: { node, initialOffset: { left: 0, top: 0 } } }) + '\\n';
    const told = (n, whole, text) => port1.postMessage({ step: 'told', n, whole, text });
    ${text}
  };
  source.postMessage({ theke: 'here', nonce: data.nonce, proof: 'x'.repeat(22) }, { targetOrigin: origin, transfer: [port2] });
});</script></body>`;
    const bad = {
      strange: `told(0, true, picture(node)); setTimeout(() => told(1, false, '{"type":99}\\n'), 300)`,
      id: `node.childNodes[0].childNodes[0].childNodes[0].id = 7; told(0, true, picture(node))`,
      touches: `told(0, true, picture(node)); setTimeout(() => told(1, false, JSON.stringify({ type: 3, data: { source: 0, adds: [], removes: [{ parentId: 1, id: 2 }], texts: [], attributes: [] } }) + '\\n'), 300)`,
      card: `told(0, true, picture(node).replace('Evil words', '4111 1111 1111 1111'))`,
      flood: `told(0, true, picture(node)); for (let n = 1; n < 60; n += 1) told(n, false, JSON.stringify({ type: 3, data: { source: 0, adds: [], removes: [], attributes: [], texts: [{ id: id(4), value: 'x'.repeat(200000) }] } }) + '\\n')`,
      replay: `told(0, true, picture(node)); setTimeout(() => told(0, true, picture(node)), 300)`,
    };
    for (const [name, code] of Object.entries(bad)) embedding.pages.set(`/${name}`, hostile(code));
    // The same page, as long as it keeps to the rules.
    embedding.pages.set('/tame', hostile('told(0, true, picture(node))'));
    const tame = await openShop(ground, shop(frame(`${embedding.origin}/tame`)));
    await share(tame.page, [embedding.origin]);
    await expect.poll(() => seen(tame.page, 'f')).toBe('Evil words');
    await tame.page.close();
    for (const name of Object.keys(bad)) {
      const { page, errors } = await openShop(ground, shop(frame(`${embedding.origin}/${name}`)));
      await share(page, [embedding.origin]);
      await page.waitForTimeout(1_000);
      await expect.poll(() => boxes(page), { message: name }).toEqual([1, 0]);
      await page.evaluate(() => stand.shop().document.querySelector('h1')!.append(' goes on'));
      await expect.poll(() => page.evaluate(() => stand.text()), { message: name }).toContain('Shop goes on');
      expect(await page.evaluate(() => [stand.view.stats.bad, stand.failed]), name).toEqual([0, []]);
      expect(errors, name).toEqual([]);
      await page.close();
    }
  });

  it('[SH185] what an agent points at in it is the frame around it: it can be shown, and not be pressed', async () => {
    embedding.pages.set('/form', form);
    const { page } = await openShop(ground, shop(frame(`${embedding.origin}/form`)));
    await share(page, [embedding.origin]);
    await expect.poll(() => seen(page, 'f')).toContain('Delivery dates');
    const found = await page.evaluate(() => {
      const box = stand.shop().document.querySelector('iframe')!.getBoundingClientRect();
      const at = stand.view.nodeAt(box.left + 60, box.top + 40)!;
      const node = stand.share.surface.nodeOf(at.node) as Element;
      return [at.node > 100_000_000, node.localName, stand.share.surface.nodeOf(7_000_000_001)];
    });
    expect(found).toEqual([true, 'iframe', null]);
    await page.close();
  });
});
