import { PNG } from 'pngjs';
import { ssim } from 'ssim.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bothPictures } from './testing/fidelity.contract.ts';
import { soakView } from './testing/soak.contract.ts';
import { type Ground, openGround, openView } from './testing/stand.contract.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

const shop = `<!doctype html><html lang="de"><head><style>
:root{--accent:#0a6;--gap:12px} body{margin:0;font:16px/1.5 system-ui,sans-serif;background:linear-gradient(#fff,#eef)}
header{display:flex;justify-content:space-between;padding:16px 24px;background:#123;color:#fff}
.grid{display:grid;grid-template-columns:repeat(3,1fr);gap:var(--gap);padding:24px}
.card{border:1px solid #ccd;border-radius:8px;background:#fff;padding:var(--gap) 16px;box-shadow:0 1px 4px rgb(0 0 0/.15)}
.card b{color:var(--accent)} .card::before{content:"★";color:gold} button{background:var(--accent);color:#fff;border:0;padding:8px 16px;border-radius:99px}
</style></head><body data-theke-show><header><b>Shop</b><nav>Home · Cart</nav></header><div class="grid" id="grid"></div>
<section id="host"></section><iframe srcdoc="<body data-theke-show style='margin:0;background:#fed'><h3>In a frame</h3>" width="300" height="80" style="border:1px solid #999"></iframe>
<svg width="60" height="60" viewBox="0 0 60 60"><defs><linearGradient id="g"><stop stop-color="#06c"/><stop offset="1" stop-color="#6cf"/></linearGradient></defs><circle cx="30" cy="30" r="28" fill="url(#g)"/></svg>
<select><option>small</option><option selected>large</option></select><input value="42"><progress value=".4"></progress>
<script>
for (let i = 0; i < 6; i += 1) { const card = document.createElement('article'); card.className = 'card'; card.innerHTML = '<h3>Raincoat ' + i + '</h3><p>Keeps dry. <b>' + (19 + i) + ',99 €</b></p><button>Add</button>'; document.querySelector('#grid').append(card); }
const root = document.querySelector('#host').attachShadow({ mode: 'open' }); const sheet = new CSSStyleSheet(); sheet.replaceSync('p{background:#dfd;padding:8px 24px;margin:0}'); root.adoptedStyleSheets = [sheet]; root.innerHTML = '<p>From a component</p>';
</script></body></html>`;

describe('view, over time', () => {
  it('[VW132] the page and its picture look alike: drawn side by side they can hardly be told apart', async () => {
    ground.stand.pages.set('/looks', { html: shop });
    const { page, errors } = await openView(ground.browser, ground.stand);
    const size = { width: 900, height: 700 };
    await page.evaluate(async ({ width, height }) => {
      stand.openView();
      await stand.openShop('/looks', width, height);
      stand.openShare();
      await until(() => stand.view.state.value.phase === 'live', 10_000);
      stand.shop().document.querySelector('.card')!.classList.add('first');
      stand.shop().document.querySelector('style')!.sheet!.insertRule('.first{background:#ffd}', 0);
      stand.shop().document.querySelector('style')!.sheet!.insertRule('.card.first{background:#ffd}', 9);
    }, size);
    const { visitor, agent } = await bothPictures(page, size);
    const [a, b] = [PNG.sync.read(visitor), PNG.sync.read(agent)];
    const read = ({ data, width, height }: PNG) => ({ data: new Uint8ClampedArray(data), width, height });
    const { mssim } = ssim(read(a), read(b));
    console.info('measured', JSON.stringify({ mssim }));
    expect(mssim).toBeGreaterThan(0.98);
    // The two are two: what is changed in the one alone is seen in it alone.
    await page.evaluate(() => stand.mirror().querySelector('header')!.setAttribute('style', 'background:#f00'));
    const again = await bothPictures(page, size);
    expect(again.visitor.equals(visitor)).toBe(true);
    expect(ssim(read(a), read(PNG.sync.read(again.agent))).mssim).toBeLessThan(mssim);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[VW123] minutes of a busy session leave no more behind than is to be shown, and what can be looked back on', async () => {
    const result = await soakView(ground, { minutes: 12 });
    console.info(
      'measured',
      JSON.stringify({ ...result, heapMb: result.heapMb.map((mb) => Math.round(mb * 10) / 10) }),
    );
    // What grows with every batch would be thousands by now.
    expect(result.nodes).toBeLessThan(2_500);
    expect(result.heapMb.at(-1)! - result.heapMb[6]!).toBeLessThan(6);
  });
});
