import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture } from './testing/hostile.contract.ts';
import { type Ground, openGround, openView } from './testing/stand.contract.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

/** A view alone; its wishes for pictures are counted, not answered. */
async function alone(): Promise<{ page: Page; errors: string[] }> {
  const opened = await openView(ground.browser, ground.stand);
  await opened.page.evaluate(() => stand.openView({ answerWants: false }));
  return opened;
}

const shelf = (count: number) => {
  const cards = Array.from(
    { length: count },
    (_, i) =>
      `<article class="card"><img src="/asset/p${i}.png" width="40" height="40" alt="Product ${i}"><h2>Product number ${i}</h2><p>Some words about <b>product ${i}</b></p><button>Add</button></article>`,
  );
  return `<!doctype html><html><head><style>body{margin:0;font:16px/1.4 sans-serif}.grid{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;padding:12px}.card{border:1px solid #ccc;padding:8px}.card:nth-child(3n){background:#eef}.card h2{font-size:18px;margin:4px 0}</style></head><body data-theke-show><header id="top"><nav><a href="/a">Home</a> <a href="/b">Cart</a></nav></header><main class="grid">${cards.join('')}</main><p id="p">start</p></body></html>`;
};

describe('view', () => {
  it('[VW1] the frame has the given title, runs no scripts and takes no focus; when closed nothing is left', async () => {
    const { page, errors } = await alone();
    await page.evaluate((events) => stand.forge(events), picture());
    const frame = page.locator('#mount iframe');
    expect(await frame.getAttribute('sandbox')).toBe('allow-same-origin');
    expect(await frame.getAttribute('title')).toBe('Shared page');
    const rest = await page.evaluate(() => {
      const tab = document.querySelector<HTMLIFrameElement>('#mount iframe')!.tabIndex;
      stand.view.close();
      return { tab, left: document.querySelector('#mount')!.childElementCount };
    });
    expect(rest).toEqual({ tab: -1, left: 0 });
    expect(errors).toEqual([]);
    await page.close();
  });

  it.each([-600_000, 600_000])('[VW2] with clocks %i ms apart changes show at once', async (skewMs) => {
    ground.stand.pages.set('/skew', { html: '<body data-theke-show><p id="p">start</p>' });
    const { page } = await openView(ground.browser, ground.stand);
    const shown = await page.evaluate(async (skew) => {
      stand.skewMs = skew;
      stand.openView();
      await stand.openShop('/skew');
      stand.openShare();
      await until(() => stand.view.state.value.phase === 'live');
      let shown = 0;
      for (let i = 0; i < 20; i += 1) {
        stand.shop().document.querySelector('#p')!.textContent = `change ${i}`;
        if (await until(() => stand.text() === `change ${i}`, 500)) shown += 1;
      }
      return shown;
    }, skewMs);
    expect(shown).toBe(20);
    await page.close();
  });

  it('[VW3] after a missing chunk the last picture stays, dimmed; a new one is asked for, once a second, until it comes', async () => {
    const { page } = await ground.sharing('<body data-theke-show><p id="p">start</p>');
    const result = await page.evaluate(async () => {
      const p = stand.shop().document.querySelector('#p')!;
      let answering = false;
      const picture = stand.share.picture;
      stand.share.picture = () => answering && picture();
      stand.link = false;
      p.textContent = 'missed';
      await pause(60);
      stand.link = true;
      p.textContent = 'after';
      await until(() => stand.view.state.value.phase === 'gap');
      const gap = {
        state: stand.view.state.value,
        text: stand.text(),
        opacity: document.querySelector<HTMLElement>('#mount > div > div')!.style.opacity,
      };
      await pause(2500);
      const wants = stand.wants;
      answering = true;
      const back = await until(() => stand.view.state.value.phase === 'live' && stand.text() === 'after', 3000);
      const settled = stand.wants;
      await pause(1200);
      return {
        gap,
        wants,
        back,
        more: stand.wants - settled,
        opacity: document.querySelector<HTMLElement>('#mount > div > div')!.style.opacity,
      };
    });
    expect(result.gap).toEqual({ state: { phase: 'gap', why: 'behind' }, text: 'start', opacity: '0.5' });
    expect(result.wants).toBeGreaterThanOrEqual(2);
    expect(result.wants).toBeLessThanOrEqual(4);
    expect(result).toMatchObject({ back: true, more: 0, opacity: '1' });
    await page.close();
  });

  it('[VW4] a new stream takes the place of the old picture only when its own is whole; then one frame is left', async () => {
    const { page } = await alone();
    const result = await page.evaluate(async (events) => {
      stand.forge(events);
      const first = document.querySelector('#mount iframe');
      stand.forge(events.slice(0, 1));
      const visible = () =>
        [...document.querySelectorAll('#mount iframe')].filter(
          (frame) => getComputedStyle(frame).visibility === 'visible',
        );
      const during = { same: visible()[0] === first, count: visible().length, phase: stand.view.state.value.phase };
      for (let i = 0; i < 30; i += 1) stand.forge(events);
      return { during, after: document.querySelectorAll('#mount iframe').length, changed: visible()[0] !== first };
    }, picture());
    expect(result).toEqual({ during: { same: true, count: 1, phase: 'live' }, after: 1, changed: true });
    await page.close();
  });

  it('[VW5] the picture fits its place in true proportions, and places and elements are found in it', async () => {
    const { page } = await alone();
    const result = await page.evaluate((events) => {
      stand.forge(events);
      const mount = document.querySelector<HTMLElement>('#mount')!;
      const frame = () => document.querySelector('#mount iframe')!.getBoundingClientRect();
      const full = [frame().width, frame().height];
      mount.style.width = '400px';
      mount.style.height = '700px';
      return new Promise<Record<string, unknown>>((done) =>
        setTimeout(() => {
          const small = frame();
          const at = stand.view.toPage(small.left + small.width / 2, small.top + small.height / 2)!;
          const word = stand.mirror().querySelector('p')!.getBoundingClientRect();
          const { node, label } = stand.view.nodeAt(word.left + 2, word.top + 2)!;
          stand.view.pointer({ shareId: 's1', x: 400, y: 300, inside: true });
          const cursor = document.querySelector('#mount svg')!.getBoundingClientRect();
          const off = [cursor.left - (small.left + 200), cursor.top - (small.top + 150)];
          done({
            full,
            small: [small.width, small.height],
            at,
            outside: stand.view.toPage(small.left - 5, small.top),
            found: { node, label },
            off,
          });
        }, 100),
      );
    }, picture());
    expect(result).toEqual({
      full: [800, 600],
      small: [400, 300],
      at: { x: 400, y: 300 },
      outside: null,
      found: { node: 6, label: 'p good state' },
      off: [0, 0],
    });
    await page.close();
  });

  it('[VW6] in a tab that draws no frames changes are applied all the same', async () => {
    const { page } = await ground.sharing('<body data-theke-show><p id="p">start</p>');
    const shown = await page.evaluate(async () => {
      window.requestAnimationFrame = () => 0;
      stand.shop().requestAnimationFrame = () => 0;
      for (let i = 0; i < 5; i += 1) stand.shop().document.querySelector('#p')!.textContent = `hidden ${i}`;
      await pause(20);
      stand.shop().document.querySelector('#p')!.textContent = 'last';
      return until(() => stand.text() === 'last', 500);
    });
    expect(shown).toBe(true);
    await page.close();
  });

  it("[VW7] a dialog or field that takes the focus on the visitor's page does not take it from the agent", async () => {
    const { page } = await ground.sharing('<body data-theke-show><dialog id="d"><input autofocus id="i"></dialog>');
    await page.evaluate(() => {
      const reply = document.createElement('input');
      reply.id = 'reply';
      document.body.prepend(reply);
    });
    const result = await page.evaluate(async () => {
      const dialog = stand.shop().document.querySelector<HTMLDialogElement>('#d')!;
      dialog.showModal();
      document.querySelector<HTMLElement>('#reply')!.focus();
      dialog.close();
      await pause(50);
      document.querySelector<HTMLElement>('#reply')!.focus();
      dialog.setAttribute('class', 'x');
      dialog.showModal();
      document.querySelector<HTMLElement>('#reply')!.focus();
      const open = await until(() => stand.mirror().querySelector('dialog')!.open);
      const look = stand.mirror().defaultView!.getComputedStyle(stand.mirror().querySelector('dialog')!);
      return {
        open,
        focus: document.activeElement?.id,
        inner: stand.mirror().activeElement?.localName,
        position: look.position,
      };
    });
    expect(result).toEqual({ open: true, focus: 'reply', inner: 'body', position: 'fixed' });
    await page.close();
  });

  it('[VW8] gaps have names, a change ends them, the end is final', async () => {
    const { page } = await alone();
    const phases = await page.evaluate((events) => {
      const phases: unknown[] = [stand.view.state.value];
      const note = () => phases.push(stand.view.state.value);
      stand.view.gap('lineLost');
      note();
      stand.forge(events);
      note();
      stand.view.gap('navigating');
      note();
      stand.forge(events);
      note();
      stand.view.ended();
      stand.forge(events);
      stand.view.gap('hidden');
      note();
      return phases;
    }, picture());
    expect(phases).toEqual([
      { phase: 'waiting' },
      { phase: 'waiting' },
      { phase: 'live' },
      { phase: 'gap', why: 'navigating' },
      { phase: 'live' },
      { phase: 'ended' },
    ]);
    await page.close();
  });

  it('[VW28] a view to which nothing comes asks for a picture, once a second, and stops asking when it comes or is closed', async () => {
    const { page } = await alone();
    const wants = await page.evaluate(async (events) => {
      await pause(2400);
      const waiting = stand.wants;
      stand.forge(events);
      const shown = stand.wants;
      await pause(1300);
      const after = stand.wants - shown;
      stand.view.close();
      return { waiting, after };
    }, picture());
    expect(wants.waiting).toBeGreaterThanOrEqual(1);
    expect(wants.waiting).toBeLessThanOrEqual(3);
    expect(wants.after).toBe(0);
    await page.close();
  });

  it('[VW9] a shown page looks the same on both sides: every element stands where it stands', async () => {
    const { page, errors } = await ground.sharing(shelf(40));
    const off = await page.evaluate(async () => {
      const { document } = stand.shop();
      document.querySelector('.grid')!.append(document.querySelector('.card')!.cloneNode(true));
      document.querySelector<HTMLElement>('.card')!.style.padding = '20px';
      await pause(150);
      const boxes = (of: Document) =>
        [...of.querySelectorAll('header,nav,a,main,article,img,h2,p,b,button')].map((element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          return [element.localName, left, top, width, height].join(' ');
        });
      const [mine, theirs] = [boxes(document), boxes(stand.mirror())];
      return { count: mine.length, off: mine.filter((box, i) => box !== theirs[i]) };
    });
    expect(off.count).toBeGreaterThan(240);
    expect(off.off).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[VW10] measured: from a change to the same change in the view, and the first picture of a page of 2 400 elements', async () => {
    const { page } = await ground.sharing(shelf(400));
    const result = await page.evaluate(async () => {
      await until(() => stand.view.state.value.phase === 'live', 20_000);
      const p = stand.shop().document.querySelector('#p')!;
      const mirrored = () => stand.mirror().querySelector('body > p')!;
      const times: number[] = [];
      for (let i = 0; i < 60; i += 1) {
        await pause(20 + (i % 7) * 5);
        const since = performance.now();
        const seen = new Promise<void>((done) => {
          const watch = new MutationObserver(() => {
            watch.disconnect();
            done();
          });
          watch.observe(mirrored(), { childList: true, characterData: true, subtree: true });
        });
        p.textContent = `change ${i}`;
        await seen;
        times.push(performance.now() - since);
      }
      times.sort((a, b) => a - b);
      const first = stand.chunks.filter((chunk) => chunk.stream === 1 && chunk.seq < 2);
      return {
        p50: times[30]!,
        p95: times[57]!,
        pictureMs: stand.share.stats.pictureMs,
        elements: stand.shop().document.querySelectorAll('*').length,
        pictureBytes: first[0]!.bytes.length,
        changeBytes: Math.round(stand.chunks.slice(-30).reduce((sum, chunk) => sum + chunk.bytes.length, 0) / 30),
      };
    });
    console.info('measured', JSON.stringify(result));
    expect(result.elements).toBeGreaterThan(2_400);
    expect(result.p50).toBeGreaterThan(0);
    await page.close();
  });
});
