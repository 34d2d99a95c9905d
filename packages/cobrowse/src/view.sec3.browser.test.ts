import { afterAll, beforeAll, expect, it } from 'vitest';
import { written } from './testing/fuzz.contract.ts';
import { add, el, picture } from './testing/hostile.contract.ts';
import { type Ground, openGround, openView } from './testing/stand.contract.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

it('[SE234] a drawing in an address that multiplies, runs or loads is not shown, however it is written', async () => {
  const { page } = await openView(ground.browser, ground.stand, '/loose');
  await page.evaluate(() => stand.openView({ answerWants: false }));
  const levels = Array.from(
    { length: 12 },
    (_, at) => `<g id="z${at + 1}">${`<use href="#z${at}"/>`.repeat(10)}</g>`,
  ).join('');
  const bomb = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><g id="z0"><rect width="9" height="9"/></g>${levels}</svg>`;
  const addresses = [
    `data:image/svg+xml,${encodeURIComponent(bomb)}`,
    `data:image/svg+xml;base64,${Buffer.from(bomb).toString('base64')}`,
    `data:image/svg+xml;charset=utf-8,${bomb.replaceAll('#', '%23').replaceAll('"', "'").replaceAll('<use', '%3Cu\nse')}`,
  ];
  for (const url of addresses) {
    const from = performance.now();
    const shown = await page.evaluate(
      async (events) => {
        stand.forge(events);
        await pause(300);
        const mirror = stand.mirror();
        const text = [...mirror.querySelectorAll('img,div,style')].map((one) => (one as HTMLElement).outerHTML);
        return text.join('\n');
      },
      [
        ...[picture()].flat(),
        add(5, el('img', { src: url, width: '90', height: '90' })),
        add(5, el('div', { style: `background:url("${url}")` })),
        add(5, el('style', { _cssText: `.a{background:url("${url}")}` })),
      ].map(written),
    );
    expect(shown).not.toContain('svg+xml');
    expect(shown).toContain('<img');
    expect(performance.now() - from).toBeLessThan(5_000);
  }
  // An icon is.
  const icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cpath d='M0 0h9'/%3E%3C/svg%3E";
  const kept = await page.evaluate(
    async (events) => {
      stand.forge(events);
      await pause(200);
      return [...stand.mirror().querySelectorAll('img')].map((one) => one.getAttribute('src'));
    },
    [...[picture()].flat(), add(5, el('img', { src: icon }))].map(written),
  );
  expect(kept).toContain(icon);
  await page.close();
});

const svg = (tagName: string, attributes: Record<string, string> = {}, childNodes: ReturnType<typeof el>[] = []) =>
  el(tagName, attributes, childNodes, { isSVG: true });
const ten = (make: () => ReturnType<typeof el>) => Array.from({ length: 10 }, make);
const shape = (more: Record<string, string> = {}) => svg('rect', { width: '90', height: '90', ...more });
const levels = <T>(make: (at: number) => T) => Array.from({ length: 10 }, (_, at) => make(at));

const inFilter = (at: number) => [
  svg('g', { id: `g${at}`, filter: `url(#m${at})` }, [shape()]),
  svg(
    'filter',
    { id: `m${at + 1}` },
    ten(() => svg('feimage', { href: `#g${at}` })),
  ),
];

it.each<[string, (at: number) => ReturnType<typeof el> | ReturnType<typeof el>[]]>([
  ['filters', inFilter],
  [
    'masks',
    (at: number) =>
      svg(
        'mask',
        { id: `m${at + 1}` },
        ten(() => shape({ mask: `url(#m${at})`, fill: '#fff' })),
      ),
  ],
  [
    'clips',
    (at: number) =>
      svg(
        'clippath',
        { id: `m${at + 1}` },
        ten(() => shape({ 'clip-path': `url(#m${at})` })),
      ),
  ],
  [
    'patterns',
    (at: number) =>
      svg(
        'pattern',
        { id: `m${at + 1}`, width: '9', height: '9', patternUnits: 'userSpaceOnUse' },
        ten(() => shape({ fill: `url(#m${at})` })),
      ),
  ],
  [
    'markers',
    (at: number) =>
      svg(
        'marker',
        { id: `m${at + 1}`, markerWidth: '9', markerHeight: '9' },
        ten(() => svg('path', { d: 'M0 0L9 9L3 3', 'marker-mid': `url(#m${at})`, 'marker-start': `url(#m${at})` })),
      ),
  ],
])('[SE235] %s that multiply do not stop the window', async (_kind, level) => {
  const { page } = await openView(ground.browser, ground.stand, '/loose');
  await page.evaluate(() => stand.openView({ answerWants: false }));
  const last = shape({ mask: 'url(#m10)', 'clip-path': 'url(#m10)', fill: 'url(#m10)', filter: 'url(#m10)' });
  const line = svg('path', { d: 'M0 0L9 9L3 3', 'marker-mid': 'url(#m10)' });
  const events = [
    ...picture(),
    add(5, svg('svg', { width: '90', height: '90' }, [...levels(level).flat(), last, line])),
  ];
  const waited = page.evaluate(async (forged) => {
    stand.forge(forged);
    await pause(200);
    const from = performance.now();
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - from;
  }, events.map(written));
  const tookMs = await Promise.race([waited, new Promise<number>((done) => setTimeout(() => done(9e9), 8_000))]);
  expect(tookMs).toBeLessThan(5_000);
  await page.close();
});

it('[SE235] a rule of a sheet, or an animation, that makes them refer to each other only later stops nothing either', async () => {
  const { page } = await openView(ground.browser, ground.stand, '/loose');
  await page.evaluate(() => stand.openView({ answerWants: false }));
  const drawing = svg('svg', { width: '90', height: '90' }, [
    ...levels((at) =>
      svg(
        'mask',
        { id: `m${at + 1}` },
        ten(() => shape({ class: `r${at}`, fill: '#fff' })),
      ),
    ),
    shape({ mask: 'url(#m10)' }),
  ]);
  const rules = levels((at) => `.r${at}{mask:url(#m${at})!important}`).join('');
  const moving = levels(
    (at) => `@keyframes k${at}{to{mask:url(#m${at})}} .r${at}{animation:k${at} 1ms 100ms forwards}`,
  ).join('');
  for (const css of [rules, moving]) {
    const events = [...picture(), add(5, drawing), add(5, el('style', { _cssText: css }))].map(written);
    const waited = page.evaluate(async (forged) => {
      stand.forge(forged);
      await pause(500);
      const from = performance.now();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return performance.now() - from;
    }, events);
    const tookMs = await Promise.race([waited, new Promise<number>((done) => setTimeout(() => done(9e9), 8_000))]);
    expect(tookMs).toBeLessThan(5_000);
  }
  // What shops draw stays: a shape in a mask, a gradient in it, a clip from a drawing tool.
  const honest = [
    svg('lineargradient', { id: 'g' }, [svg('stop', { 'stop-color': '#fff' })]),
    svg('mask', { id: 'a' }, [shape({ fill: 'url(#g)' })]),
    svg('path', { id: 'p', d: 'M0 0h9v9z' }),
    svg('clippath', { id: 'b' }, [svg('use', { 'xlink:href': '#p' })]),
    shape({ mask: 'url(#a)', 'clip-path': 'url(#b)' }),
  ];
  const ids = await page.evaluate(
    async (forged) => {
      stand.forge(forged);
      await pause(200);
      return [...stand.mirror().querySelectorAll('mask,clipPath')].map((one) => one.id);
    },
    [...picture(), add(5, svg('svg', {}, honest))].map(written),
  );
  expect(ids).toEqual(['a', 'b']);
  await page.close();
});
