import type { Clock } from '@theke/kit';
import type { Page } from 'playwright-core';
import { eventsOf, type Leaf, type Replica, replay, type SentChunk } from './replica.contract.ts';
import { type Ground, openView } from './stand.contract.ts';

// A shop's page, shared to nobody but the test: what is sent is unpacked and applied with other means than ours.

let shops = 0;

/**
 * A shop's page that is shared to nobody but the test. `before` is code for it. `tick`: its clock does not run but goes on by so
 * many ms whenever it is looked at, so that slices end after so much work, however fast the machine is.
 */
export async function shared(
  ground: Ground,
  html: string,
  before = '',
  { tick = 0 } = {},
): Promise<{ page: Page; errors: string[] }> {
  shops += 1;
  ground.stand.pages.set(`/watched${shops}`, { html });
  const opened = await openView(ground.browser, ground.stand);
  await opened.page.evaluate(
    async ([path, code, tick]) => {
      await stand.openShop(path);
      const shop = stand.shop() as unknown as { eval(code: string): void; systemClock(): Clock };
      if (code) shop.eval(code);
      const clock = shop.systemClock();
      let ms = 0;
      const looked = () => {
        ms += tick;
        return ms;
      };
      stand.openShare(tick > 0 ? { clock: { ...clock, elapsed: looked } } : {});
    },
    [`/watched${shops}`, before, tick] as const,
  );
  return opened;
}

export async function sent(page: Page): Promise<SentChunk[]> {
  const chunks = await page.evaluate(() =>
    stand.chunks.map(({ bytes, ...chunk }) => ({
      ...chunk,
      text: String.fromCharCode(...bytes.slice(0, 30_000)),
      more: String.fromCharCode(...bytes.slice(30_000)),
    })),
  );
  return chunks.map(({ text, more, ...chunk }) => ({ ...chunk, bytes: Buffer.from(text + more, 'latin1') }));
}

/** What each stream shows at its end, the newest last. */
export async function views(page: Page): Promise<Replica[]> {
  return [...eventsOf(await sent(page)).values()].map((events) => replay(events));
}

/** Waits for so many pictures, and until nothing has been sent for a while. */
export const quiet = (page: Page, pictures = 1, ms = 100) =>
  page.evaluate(
    async ([pictures, ms]) => {
      await until(() => stand.share.stats.pictures >= pictures!, 20_000);
      for (let last = -1; last !== stand.chunks.length; ) {
        last = stand.chunks.length;
        await pause(ms!);
      }
    },
    [pictures, ms],
  );

/** Code for a shop's page: `mutate(random)` changes something somewhere. */
export const mutations = `
window.makeRandom = (seed) => () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 4294967296;
window.fresh = 0;
window.grow = (random, depth) => {
  const tags = ['div', 'p', 'ul', 'li', 'span', 'b', 'section', 'x-card', 'svg', 'input', 'table'];
  const one = document.createElement(tags[Math.floor(random() * tags.length)]);
  one.className = 'c' + Math.floor(random() * 9);
  if (random() < 0.3) one.append('text ' + (fresh += 1));
  if (one.localName === 'div' && random() < 0.3) {
    const root = one.attachShadow({ mode: 'open' });
    root.append('in shadow ' + (fresh += 1), document.createElement('slot'));
    if (depth > 0) root.append(grow(random, depth - 1));
  }
  if (random() < 0.06) { const style = document.createElement('style'); style.textContent = '.c1{color:red}'; one.append(style); }
  for (let i = 0; depth > 0 && i < random() * 4; i += 1) one.append(grow(random, depth - 1));
  if (random() < 0.2) one.append(document.createComment('x'));
  return one;
};
window.pick = (random) => {
  let at = document.body;
  for (let i = 0; i < 12 && random() < 0.85; i += 1) {
    const within = at.shadowRoot && random() < 0.5 ? at.shadowRoot : at;
    const children = [...within.children].filter((child) => child.localName !== 'theke-widget' && child.localName !== 'script');
    if (children.length === 0) break;
    at = children[Math.floor(random() * children.length)];
  }
  return at;
};
window.mutate = (random) => {
  const one = pick(random), other = pick(random);
  const into = other.shadowRoot && random() < 0.4 ? other.shadowRoot : other;
  const safe = one !== document.body && !one.contains(other) && !one.contains(into) && into !== one.shadowRoot;
  switch (Math.floor(random() * 11)) {
    case 0: case 1: into.append(grow(random, 2)); break;
    case 2: if (one !== document.body) one.remove(); break;
    case 3: case 4: if (safe) into.prepend(one); break;
    case 5: if (safe) into.insertBefore(one, into.childNodes[Math.floor(random() * into.childNodes.length)] ?? null); break;
    case 6: one.className = 'd' + (fresh += 1); break;
    case 7: { const text = [...one.childNodes].find((node) => node.nodeType === 3); if (text) text.data = 'changed ' + (fresh += 1); break; }
    case 8: one.append(...[...one.children].filter((child) => child.localName !== 'theke-widget').sort(() => random() - 0.5)); break;
    case 9: if (one !== document.body && one.parentNode) { const wrap = document.createElement('div'); one.replaceWith(wrap); wrap.append(one); } break;
    default: if (one !== document.body) one.textContent = 'only text ' + (fresh += 1);
  }
};`;

/** All texts, in order. */
export function words(replica: Replica): string {
  const read = (leaf: Leaf): string => leaf.text + leaf.shadow.map(read).join('') + leaf.inside.map(read).join('');
  return replica.top ? read(replica.top).trim() : '';
}

/** The first element of this kind. */
export function find(replica: Replica, tag: string): Leaf | null {
  const look = (leaf: Leaf): Leaf | null => {
    if (leaf.tag === tag) return leaf;
    for (const inner of [...leaf.shadow, ...leaf.inside]) {
      const found = look(inner);
      if (found) return found;
    }
    return null;
  };
  return replica.top && look(replica.top);
}

/** Where two texts begin to differ. */
export function difference(a: string, b: string): string {
  const left = a.split('\n');
  const right = b.split('\n');
  const at = left.findIndex((row, i) => row !== right[i]);
  const around = (rows: string[]) => rows.slice(Math.max(0, at - 3), at + 5).join('\n');
  return `line ${at} of ${left.length}/${right.length}:\n${around(left)}\n| \n${around(right)}`;
}
