import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { add, el, mutation, picture, set, text } from './testing/hostile.contract.ts';
import { inner } from './testing/hostileMore.contract.ts';
import { type Ground, openGround } from './testing/stand.contract.ts';
import { feedView, shelfPicture } from './testing/viewFeed.contract.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

const say = (value: string) => mutation({ texts: [{ id: 7, value }] });
const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Opens the view again with a clock whose time is moved by hand: minutes pass in no time. */
const byHand = () => {
  const real = systemClock();
  const hand = { atMs: 1_000_000 };
  Object.assign(globalThis, { hand });
  stand.view.close();
  stand.openView({
    answerWants: false,
    powers: {
      clock: {
        now: () => 1_800_000_000_000 + hand.atMs,
        elapsed: () => hand.atMs + performance.now() / 1e6,
        after: real.after,
      },
    },
  });
};

describe('view, the last minutes', () => {
  it('[VW117] the agent looks back in a picture of its own while live goes on; of the past nothing can be clicked; now is one step away', async () => {
    const { page, errors } = await feedView(ground);
    await page.evaluate(byHand);
    const result = await page.evaluate(
      async ({ events, said }) => {
        const { view } = stand;
        const shownText = () => {
          const frames = [...document.querySelectorAll<HTMLIFrameElement>('#mount iframe')];
          return frames
            .filter((one) => getComputedStyle(one).visibility === 'visible')
            .map((one) => one.contentDocument!.body.textContent!.slice(0, 20));
        };
        const none = view.rewind.range.value;
        await feed(1, 0, events);
        for (const [i, event] of said.entries()) {
          hand.atMs += 10_000;
          await feed(1, 1 + i, [event]);
        }
        const { fromMs, toMs } = view.rewind.range.value!;
        const seen: unknown[] = [];
        for (const ms of [fromMs + 15_000, fromMs + 25_000, fromMs, toMs]) {
          view.rewind.seek(ms);
          await until(() => shownText().length === 1 && view.rewind.at.value === ms);
          await pause(50);
          seen.push(shownText());
        }
        view.rewind.seek(fromMs + 15_000);
        await pause(50);
        const found = view.nodeAt(20, 20);
        await feed(1, 10, [said[0]]);
        const beneath = { shown: shownText(), seq: view.seen.seq };
        view.rewind.live();
        return {
          none,
          lengthMs: toMs - fromMs,
          seen,
          found,
          beneath,
          live: shownText(),
          at: view.rewind.at.value,
          frames: document.querySelectorAll('#mount iframe').length,
          again: view.nodeAt(20, 20)?.node,
        };
      },
      { events: picture(), said: ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'].map(say) },
    );
    expect(result).toEqual({
      none: null,
      lengthMs: 90_000,
      seen: [['one'], ['two'], ['good state'], ['nine']],
      found: null,
      beneath: { shown: ['one'], seq: 10 },
      live: ['one'],
      at: null,
      frames: 1,
      again: 6,
    });
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[VW117] it plays on from there in its own time, and becomes live when it has caught up', async () => {
    const { page } = await feedView(ground);
    const result = await page.evaluate(
      async ({ events, said }) => {
        const { view } = stand;
        await feed(1, 0, events);
        for (const [i, event] of said.entries()) {
          await pause(150);
          await feed(1, 1 + i, [event]);
        }
        const { fromMs } = view.rewind.range.value!;
        const texts = new Set<string>();
        view.rewind.seek(fromMs);
        view.rewind.play(true);
        const note = setInterval(
          () =>
            texts.add(
              [...document.querySelectorAll<HTMLIFrameElement>('#mount iframe')].at(-1)?.contentDocument?.body
                ?.textContent ?? '',
            ),
          20,
        );
        const caughtUp = await until(() => view.rewind.at.value === null, 8_000);
        clearInterval(note);
        return {
          caughtUp,
          texts: ['one', 'two', 'three'].filter((word) => texts.has(word)).length,
          frames: document.querySelectorAll('#mount iframe').length,
        };
      },
      { events: picture(), said: ['one', 'two', 'three', 'four'].map(say) },
    );
    expect(result.caughtUp).toBe(true);
    expect(result.texts).toBeGreaterThanOrEqual(2);
    expect(result.frames).toBe(1);
    await page.close();
  });

  it('[VW119] a picture written down and shown again is the same: sheets, roots, frames, fields, places, layers, stills', async () => {
    const { page, errors } = await feedView(ground);
    await page.evaluate(byHand);
    const node = (
      id: number,
      tagName: string,
      attributes: object = {},
      childNodes: object[] = [],
      more: object = {},
    ) => ({ type: 2, id, tagName, attributes, childNodes, ...more });
    const events = [
      ...picture(
        [
          node(50, 'div', { class: 'host' }, [node(51, 'p', {}, [text('shade')], { isShadow: true })], {
            isShadowHost: true,
          }),
          node(52, 'iframe', { style: 'width:200px;height:100px' }),
          node(53, 'input', { type: 'text' }),
          node(54, 'input', { type: 'checkbox' }),
          node(55, 'div', { style: 'height:40px;overflow:auto' }, [el('div', { style: 'height:400px' })]),
          node(56, 'canvas', { width: '60', height: '30' }),
          node(57, 'dialog', { open: '', rr_open_mode: 'modal' }, [text('ask')]),
          node(
            58,
            'svg',
            { viewBox: '0 0 10 10' },
            [
              node(59, 'lineargradient', { id: 'g' }, [], { isSVG: true }),
              node(60, 'rect', { width: '5', fill: 'url(#g)' }, [], { isSVG: true }),
            ],
            { isSVG: true },
          ),
          node(61, 'link', { rel: 'stylesheet', _cssText: '.linked{color:rgb(4, 4, 4)}' }),
          node(62, 'x-card', { class: 'linked' }, [text('card')]),
          el('select', {}, [
            el('option', { value: 'a' }, [text('A')]),
            el('option', { value: 'b', selected: true }, [text('B')]),
          ]),
          el('div', { style: 'height:3000px' }),
        ],
        [],
      ),
      mutation({
        isFrame: true,
        adds: [{ parentId: 52, nextId: null, node: inner(70, [el('b', {}, [text('framed')])]) }],
      }),
      {
        type: 3,
        data: {
          source: 15,
          id: 50,
          styleIds: [5],
          styles: [{ styleId: 5, rules: [{ rule: 'p{color:rgb(1, 2, 3)}' }] }],
        },
      },
      {
        type: 3,
        data: { source: 15, id: 1, styleIds: [6], styles: [{ styleId: 6, rules: [{ rule: 'body{margin:7px}' }] }] },
      },
      { type: 3, data: { source: 8, id: 8, adds: [{ rule: '.ok{font-weight:700}', index: 1 }] } },
      { type: 3, data: { source: 5, id: 53, text: 'typed', isChecked: false } },
      { type: 3, data: { source: 5, id: 54, text: 'on', isChecked: true } },
      { type: 3, data: { source: 3, id: 55, x: 0, y: 66 } },
      { type: 3, data: { source: 3, id: 1, x: 0, y: 210 } },
      { type: 8, data: { id: 56, image: pixel } },
    ];
    const result = await page.evaluate(
      async ({ events, later }) => {
        const { view } = stand;
        const look = (document: Document) => {
          const styleOf = (of: Element) => getComputedStyle(of);
          const one = (selector: string) => document.querySelector(selector)!;
          return {
            html: document.documentElement.querySelectorAll('*').length,
            text: document.body.textContent,
            shade: styleOf(one('.host').shadowRoot!.querySelector('p')!).color,
            framed: (one('iframe') as HTMLIFrameElement).contentDocument!.body.textContent,
            frameSize: (one('iframe') as HTMLIFrameElement).contentDocument!.defaultView!.innerWidth,
            typed: (one('[type=text]') as HTMLInputElement).value,
            checked: (one('[type=checkbox]') as HTMLInputElement).checked,
            choice: (one('select') as HTMLSelectElement).value,
            box: [...document.querySelectorAll('div')].find((of) => of.scrollTop > 0)?.scrollTop,
            page: document.scrollingElement!.scrollTop,
            canvas: [one('canvas').getBoundingClientRect().width, styleOf(one('canvas')).backgroundImage.slice(0, 20)],
            modal: one('dialog').matches(':modal'),
            gradient: document.querySelector('linearGradient')?.namespaceURI,
            linked: styleOf(one('x-card')).color,
            weight: styleOf(one('.ok')).fontWeight,
            margin: styleOf(document.body).marginTop,
            compat: document.compatMode,
          };
        };
        await feed(1, 0, events);
        const first = look(mirrored());
        // After two minutes a note is made of it, and from then on that is what is shown.
        hand.atMs += 130_000;
        await feed(1, 1, [later[0]]);
        await until(() => false, 1_500);
        hand.atMs += 5_000;
        await feed(1, 2, [later[1]]);
        const now = look(mirrored());
        view.rewind.seek(view.rewind.range.value!.toMs);
        await until(() => document.querySelectorAll('#mount iframe').length === 2);
        await pause(100);
        const frames = [...document.querySelectorAll<HTMLIFrameElement>('#mount iframe')];
        const past = frames.find((one) => getComputedStyle(one).visibility === 'visible')!;
        return { first, now, past: look(past.contentDocument!), chars: view.rewind.range.value };
      },
      { events, later: [set(6, { class: 'ok later' }), say('much later')] },
    );
    expect(result.first).toMatchObject({
      shade: 'rgb(1, 2, 3)',
      framed: 'framed',
      frameSize: 200,
      typed: 'typed',
      checked: true,
      choice: 'b',
      box: 66,
      page: 210,
      modal: true,
      linked: 'rgb(4, 4, 4)',
      weight: '700',
      margin: '7px',
    });
    expect(result.now.text).toContain('much later');
    expect(result.past).toEqual(result.now);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[VW118] whatever is shown, no more is kept than may be, and five minutes can be shown as long as they fit', async () => {
    const { page } = await feedView(ground);
    await page.evaluate(byHand);
    const result = await page.evaluate(
      async ({ events, filler }) => {
        const { view } = stand;
        await feed(1, 0, events);
        const most = { lengthMs: 0 };
        let seq = 0;
        for (let minute = 0; minute < 14; minute += 1) {
          for (let i = 0; i < 10; i += 1) {
            hand.atMs += 6_000;
            seq += 1;
            await feed(1, seq, [filler]);
          }
          // A quiet moment, in which a note can be made.
          await pause(120);
          const { fromMs, toMs } = view.rewind.range.value!;
          most.lengthMs = Math.max(most.lengthMs, toMs - fromMs);
        }
        const { fromMs } = view.rewind.range.value!;
        view.rewind.seek(fromMs);
        const shown = await until(() => document.querySelectorAll('#mount iframe').length === 2);
        return { ...most, shown };
      },
      { events: picture(), filler: set(6, { title: 'x'.repeat(30_000) }) },
    );
    // Never more than five minutes, and at the end those five.
    expect(result.lengthMs).toBeLessThanOrEqual(300_000);
    expect(result.lengthMs).toBeGreaterThan(240_000);
    expect(result.shown).toBe(true);
    await page.close();
  });
});

describe('view, recordings', () => {
  it('[VW120] a recording plays, pauses and goes to any moment, forward and back, over page loads; it is read as hostile as a live one', async () => {
    const { page, errors } = await feedView(ground);
    const beyond: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(ground.stand.origin) && !request.url().startsWith('data:'))
        beyond.push(request.url());
    });
    const result = await page.evaluate(
      async ({ first, second, said, evil }) => {
        // What the live lane would carry, kept with its times.
        const parts: { atMs: number; chunk: Parameters<typeof stand.view.take>[0] }[] = [];
        const { take } = stand.view;
        let atMs = 5_000;
        stand.view.take = (chunk) => void parts.push({ atMs, chunk });
        const put = (stream: number, seq: number, events: unknown[]) => {
          void feed(stream, seq, events);
          atMs += 1_000;
        };
        put(1, 0, first);
        for (const [i, event] of said.entries()) put(1, 1 + i, [event]);
        // A stream nobody else saw lies in between.
        put(3, 0, [{ type: 5, data: { after: 1 } }, ...evil, said[0]]);
        put(4, 0, second);
        stand.view.take = take;
        stand.view.close();
        async function* read() {
          for (const part of parts) {
            await Promise.resolve();
            yield part;
          }
        }
        const mount = document.querySelector<HTMLElement>('#mount')!;
        const playback = playRecording({
          mount,
          frameTitle: 'Recording',
          assetUrl: () => null,
          clock: systemClock(),
          parts: read(),
        });
        await until(() => playback.loaded.value === 'whole');
        const textNow = async () => {
          await pause(150);
          return [...mount.querySelectorAll<HTMLIFrameElement>('iframe')]
            .at(-1)
            ?.contentDocument?.body?.textContent?.slice(0, 12);
        };
        const seen: unknown[] = [await textNow()];
        for (const ms of [1_000, 3_000, 2_000, 99_000, 4_500, 0]) {
          playback.seek(ms);
          seen.push(await textNow());
        }
        playback.speed(16);
        playback.play();
        const started = playback.playing.value;
        const ended = await until(() => !playback.playing.value, 5_000);
        const last = await textNow();
        const frames = mount.querySelectorAll('iframe').length;
        const { pwned = 0 } = globalThis as unknown as { pwned?: number };
        const durationMs = playback.duration.value;
        playback.close();
        return {
          seen,
          started,
          ended,
          last,
          frames,
          pwned,
          durationMs,
          left: mount.childElementCount,
          size: playback.size.value,
        };
      },
      {
        first: picture(),
        second: shelfPicture(3),
        said: ['one', 'two', 'three'].map(say),
        evil: [
          add(5, el('script', {}, [text('top.pwned=1')])),
          add(5, el('img', { src: `${ground.stand.foreign}/x`, onerror: 'top.pwned=1' })),
        ],
      },
    );
    expect(result).toEqual({
      seen: ['good state', 'one', 'three', 'two', 'Product numb', 'one', 'good state'],
      started: true,
      ended: true,
      last: 'Product numb',
      frames: 1,
      pwned: 0,
      durationMs: 5_000,
      left: 0,
      size: { width: 800, height: 600 },
    });
    expect(beyond).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });
});
