import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HandsGround, openHands } from './testing/hands.contract.ts';
import type { Drawn } from './testing/overlay.page.ts';

declare global {
  var drawn: Drawn;
}

let ground: HandsGround;

beforeAll(async () => {
  ground = await openHands(
    './overlay.page.ts',
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'none'",
  );
});
afterAll(() => ground?.close());

const tall = '<button id="b">Size chart</button><div id="tall"></div><p id="p">Wool, lined</p>';
const grow = "<script>tall.style.height='2000px'</script>";

describe('overlay', () => {
  it("[CT24] each agent's pointer stands where it is, under its name, on shifted, zoomed and right-to-left pages too", async () => {
    const bents = [
      '',
      'document.body.style.transform="translate(30px, 40px)"',
      'document.body.style.zoom="2"',
      'document.dir="rtl"',
    ];
    for (const bent of bents) {
      const page = await ground.open(`${tall}<script>${bent}</script>`);
      const result = await page.evaluate(() => {
        const at = { shareId: 's1', inside: true };
        drawn.overlay.pointer({ ...at, x: 40, y: 50 });
        drawn.overlay.pointer({ ...at, x: 200, y: 150, name: 'Ben' });
        const shown = drawn.boxes();
        drawn.overlay.pointer({ ...at, x: 200, y: 150, name: 'Ben', inside: false });
        return {
          shown,
          left: drawn.boxes().map((box) => box.text),
          hidden: [...drawn.root.children].every((one) => one.getAttribute('aria-hidden') === 'true'),
        };
      });
      expect(result.shown.map(({ left, top, text }) => [text, Math.round(left), Math.round(top)])).toEqual([
        ['Anna', 40, 50],
        ['Ben', 200, 150],
      ]);
      expect(result.left).toEqual(['Anna']);
      expect(result.hidden).toBe(true);
      await page.close();
    }
  });

  it('[CT25] a laser is a dot with a tail in place of the arrow; resting on something, it is told in words, at most every three seconds', async () => {
    const page = await ground.open(`${tall}<button id="c">Colours</button>`);
    const result = await page.evaluate(() => {
      const { left, top } = document.querySelector('#b')!.getBoundingClientRect();
      const other = document.querySelector('#c')!.getBoundingClientRect();
      const laser = (x: number, y: number) =>
        drawn.overlay.pointer({ shareId: 's1', x, y, inside: true, laser: true, name: 'Ben' });
      laser(left + 5, top + 5);
      const dots = drawn.boxes().filter((box) => box.text === '').length;
      const arrow = getComputedStyle(drawn.root.querySelectorAll('svg')[1]!).opacity;
      drawn.clock.advance(700);
      laser(left + 6, top + 5);
      drawn.clock.advance(700);
      const moving = [...drawn.said];
      drawn.clock.advance(200);
      const rested = [...drawn.said];
      laser(other.left + 5, other.top + 5);
      drawn.clock.advance(1_000);
      const soon = [...drawn.said];
      drawn.clock.advance(2_500);
      drawn.overlay.pointer({ shareId: 's1', x: 1, y: 1, inside: false, name: 'Ben' });
      return { dots, arrow, moving, rested, soon, later: drawn.said, left: drawn.boxes().length };
    });
    expect(result).toEqual({
      dots: 4,
      arrow: '0',
      moving: [],
      rested: ['Ben: Size chart'],
      soon: ['Ben: Size chart'],
      later: ['Ben: Size chart', 'Ben: Colours'],
      left: 0,
    });
    await page.close();
  });

  it('[CT26] a line grows piece by piece, stays on what it was drawn on while the page scrolls, is told in words, and fades after four seconds', async () => {
    const page = await ground.open(`${tall}${grow}`);
    const result = await page.evaluate(async () => {
      const { left, top, right, bottom } = document.querySelector('#b')!.getBoundingClientRect();
      const piece = (points: number[], done = false) =>
        drawn.overlay.stroke({ shareId: 's1', strokeId: 'l1', points, done });
      piece([left, top, right, top]);
      piece([right, bottom, left, bottom], true);
      const path = () => {
        const box = drawn.root.querySelector('path[stroke-linecap]')?.getBoundingClientRect();
        return box ? [Math.round(box.left), Math.round(box.top), Math.round(box.width)] : null;
      };
      const before = path();
      window.scrollTo(0, 100);
      await new Promise((done) => setTimeout(done, 100));
      const scrolled = path();
      drawn.clock.advance(3_900);
      const still = path() !== null;
      drawn.clock.advance(200);
      const fading = (drawn.root.querySelector('path[stroke-linecap]')!.parentNode as SVGElement).style.opacity;
      drawn.clock.advance(700);
      return {
        before,
        scrolled,
        still,
        fading,
        after: path(),
        said: drawn.said,
        pending: drawn.clock.pending,
        want: [Math.round(left), Math.round(top), Math.round(right - left)],
      };
    });
    expect(result.before).toEqual(result.want);
    expect(result.scrolled).toEqual([result.want[0], result.want[1]! - 100, result.want[2]]);
    expect(result).toMatchObject({ still: true, fading: '0', after: null, said: ['?: Size chart'], pending: 0 });
    await page.close();
  });

  it('[CT27] who wants less movement sees none: no gliding, no tail, no fading', async () => {
    const page = await ground.open(tall);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const result = await page.evaluate(() => {
      const at = { shareId: 's1', inside: true, laser: true };
      drawn.overlay.pointer({ ...at, x: 40, y: 50 });
      drawn.overlay.pointer({ ...at, x: 90, y: 50 });
      drawn.overlay.stroke({ shareId: 's1', strokeId: 'l1', points: [1, 1, 50, 50], done: true });
      const gliding = [...drawn.root.children].filter((one) =>
        /transform/.test((one as HTMLElement).style.transition),
      ).length;
      const dots = drawn.boxes().filter((box) => box.text === '' && box.width > 1).length;
      drawn.clock.advance(4_000);
      return { gliding, dots, lines: drawn.root.querySelectorAll('path[stroke-linecap]').length };
    });
    expect(result).toEqual({ gliding: 0, dots: 1, lines: 0 });
    await page.close();
  });

  it('[CT28] the box follows its element, into frames too, and costs nothing once nothing is framed', async () => {
    const page = await ground.open(`${tall}${grow}<iframe id="f" srcdoc="<p id=q>inside</p>"></iframe>`);
    await page.frameLocator('#f').locator('#q').waitFor();
    const result = await page.evaluate(async () => {
      const settle = () => new Promise((done) => setTimeout(done, 80));
      const idle = drawn.frames;
      const button = document.querySelector('#b')!;
      const frame = document.querySelector<HTMLIFrameElement>('#f')!;
      const inner = frame.contentDocument!.querySelector('#q')!;
      drawn.named.push(button, inner);
      drawn.overlay.highlight(0);
      window.scrollTo(0, 7);
      (button as HTMLElement).style.marginLeft = '30px';
      await settle();
      const box = drawn.boxes()[0]!;
      const want = button.getBoundingClientRect();
      const around = [box.left - want.left, box.top - want.top, box.width - want.width, box.height - want.height].map(
        Math.round,
      );
      drawn.overlay.highlight(1);
      await settle();
      const outer = frame.getBoundingClientRect();
      const inBox = inner.getBoundingClientRect();
      const deep = drawn.boxes()[0]!;
      const inside = [
        deep.left - outer.left - frame.clientLeft - inBox.left,
        deep.top - outer.top - frame.clientTop - inBox.top,
      ].map(Math.round);
      drawn.overlay.highlight(null);
      await settle();
      const frames = drawn.frames;
      await settle();
      return { idle, around, inside, said: drawn.said, running: drawn.frames - frames, left: drawn.boxes().length };
    });
    expect(result).toEqual({
      idle: 0,
      around: [-4, -4, 8, 8],
      inside: [-4, -4],
      said: ['?: Size chart', '?: inside'],
      running: 0,
      left: 0,
    });
    await page.close();
  });

  it('[CT29] what only the visitor may press is brought into sight and framed for some seconds', async () => {
    const page = await ground.open(`${tall}${grow}<button id="order">Place order</button>`);
    const result = await page.evaluate(async () => {
      const order = document.querySelector('#order')!;
      drawn.overlay.instead(order);
      const { top } = order.getBoundingClientRect();
      const box = drawn.boxes()[0]!;
      drawn.clock.advance(5_900);
      const still = drawn.boxes().length;
      drawn.clock.advance(200);
      return {
        seen: top >= 0 && top < innerHeight,
        near: Math.round(box.top - top),
        still,
        after: drawn.boxes().length,
      };
    });
    expect(result).toEqual({ seen: true, near: -4, still: 1, after: 0 });
    await page.close();
  });

  it('[CT30] an open dialog of the shop covers neither pointer nor box', async () => {
    const page = await ground.open(`<dialog id="d"><button id="b">Size chart</button></dialog>`);
    const result = await page.evaluate(() => {
      document.querySelector<HTMLDialogElement>('#d')!.showModal();
      drawn.named.push(document.querySelector('#b')!);
      drawn.overlay.highlight(0);
      drawn.overlay.pointer({ shareId: 's1', x: 40, y: 50, inside: true });
      const open = [...drawn.root.querySelectorAll(':popover-open')].length;
      return { open, boxes: drawn.boxes().map(({ left, text }) => [text, text ? Math.round(left) : 0]) };
    });
    expect(result).toEqual({
      open: 2,
      boxes: [
        ['', 0],
        ['Anna', 40],
      ],
    });
    await page.close();
  });

  it('[CT31] nothing of it breaks a policy that forbids every style, and nothing of it is left at the end', async () => {
    const page = await ground.open(`${tall}${grow}`);
    const result = await page.evaluate(async () => {
      drawn.named.push(document.querySelector('#b')!);
      drawn.overlay.highlight(0);
      drawn.overlay.pointer({ shareId: 's1', x: 40, y: 50, inside: true, laser: true });
      drawn.overlay.stroke({ shareId: 's1', strokeId: 'l1', points: [1, 1, 50, 50], done: true });
      drawn.overlay.instead(document.querySelector('#p')!);
      await new Promise((done) => setTimeout(done, 60));
      const shown = drawn.boxes().length;
      drawn.overlay.remove();
      const { frames } = drawn;
      await new Promise((done) => setTimeout(done, 60));
      return {
        shown,
        left: drawn.root.childElementCount,
        pending: drawn.clock.pending,
        running: drawn.frames - frames,
        violations: drawn.violations.filter((one) => one.startsWith('style')),
      };
    });
    expect(result.shown).toBeGreaterThan(5);
    expect(result).toMatchObject({ left: 0, pending: 0, running: 0, violations: [] });
    await page.close();
  });
});
