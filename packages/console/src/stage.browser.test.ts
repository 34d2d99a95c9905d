import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  expectAccessible,
  type Fixture,
  inPage,
  open,
  openMara,
  screens,
  shareMara,
  toldLive,
  viewCalls,
} from './testing/screens.contract.ts';
import type { Texts } from './texts/index.ts';

// The shared page and all that may be done on it, in a real browser, over a server and a view that are not there.

screens();

/** Mara's page is on the stage; every capability in `on` is granted. */
async function staged(options: Parameters<typeof open>[0] = {}, on: 'point' | 'control' | 'fill' | 'both' = 'point') {
  const opened = await open({ width: 1440, height: 900, ...options });
  const { page } = opened;
  await openMara(page);
  await shareMara(page);
  await page.getByRole('application').waitFor();
  if (on === 'both' || on === 'fill') await inPage(page, ({ view }) => Object.assign(view.may, { fill: true }));
  if (on !== 'point')
    await grant(page, { control: on === 'fill' ? 'off' : 'on', fill: on === 'control' ? 'off' : 'on' });
  return { ...opened, at: await placeOf(page) };
}

const grant = (page: Page, grants: object) =>
  page.evaluate((given) => {
    const { server } = (window as Fixture).fixture;
    server.shared({ conversationId: 'cnv_mara', grants: { point: 'on', control: 'off', fill: 'off', ...given } });
  }, grants);

/** From a place in the visitor's pixels to one on this screen. */
async function placeOf(page: Page) {
  const box = (await page.getByRole('application').boundingBox())!;
  const scale = box.width / 1280;
  return (x: number, y: number): [number, number] => [box.x + x * scale, box.y + y * scale];
}

const street = [300, 262] as const;
const order = [100, 470] as const;
const more = async (page: Page, texts: Texts, line: string) => {
  await page.getByRole('button', { name: texts.share.more, exact: true }).click();
  await page.getByRole('menu').getByText(line, { exact: true }).click();
};
const focused = (page: Page) => page.evaluate(() => document.activeElement?.className ?? '');
const told = async (page: Page, event: string) => (await toldLive(page, event)).at(-1);
const close = (page: Page) => page.context().close();

describe('in every state', () => {
  const looks = [
    { width: 1440, dark: false, language: 'en' },
    { width: 1440, dark: true, language: 'en' },
    { width: 1024, dark: false, language: 'de' },
    { width: 1024, dark: true, language: 'en' },
  ] as const;
  it.each(looks)('[AC30] the shared page has no violation at $width px, dark: $dark, $language', async (look) => {
    const name = `${look.width} ${look.dark ? 'dark' : 'light'} ${look.language}`;
    const { page, errors, texts, at } = await staged(look, 'point');
    const words = texts.share;
    await page.getByRole('button', { name: words.grant.control, exact: true }).click();
    await page.getByRole('button', { name: words.more, exact: true }).click();
    await expectAccessible(page, `stage asked ${name}`);
    await page.keyboard.press('Escape');
    await inPage(page, ({ server }) =>
      server.shared({
        conversationId: 'cnv_mara',
        recorded: true,
        grants: { point: 'on', control: 'on', fill: 'refused' },
        viewers: [server.present.me, { agentId: 'agt_ben', name: 'Ben Otto' }],
      }),
    );
    await page.getByRole('button', { name: words.more, exact: true }).click();
    await expectAccessible(page, `stage control ${name}`);
    await page.keyboard.press('Escape');
    await page.mouse.click(...at(...order));
    await inPage(page, ({ view }) => view.reach.onRefused('denied', 'Order now', true));
    await page.mouse.move(...at(order[0] + 2, order[1]));
    await expectAccessible(page, `stage refused ${name}`);
    await inPage(page, ({ view }) => {
      const { visitorCaret, locked } = view.openField({ mode: 'blind' });
      visitorCaret.value = { start: 3, end: 6 };
      locked.value = 'busy';
    });
    await page.getByRole('group', { name: texts.fill.editor }).waitFor();
    await expectAccessible(page, `stage fill ${name}`);
    await inPage(page, ({ view }) => {
      view.field.value = null;
    });
    await page.getByRole('button', { name: words.highlight, exact: true }).click();
    await page.mouse.click(...at(300, 300));
    await more(page, texts, words.look);
    await page.getByRole('button', { name: new RegExp(texts.link.title) }).click();
    await expectAccessible(page, `stage apart ${name}`);
    await page.keyboard.press('Escape');
    await more(page, texts, texts.rewind.title);
    await page.getByRole('button', { name: texts.rewind.stepBack }).click();
    await expectAccessible(page, `stage rewind ${name}`);
    await page.getByRole('button', { name: texts.rewind.now }).click();
    await more(page, texts, words.show);
    await expectAccessible(page, `stage show ${name}`);
    await page.keyboard.press('Escape');
    await more(page, texts, words.invite);
    await page
      .getByRole('button', { name: /Ben Otto|Eva Lind/ })
      .first()
      .waitFor();
    await expectAccessible(page, `stage invite ${name}`);
    await page.keyboard.press('Escape');
    await inPage(page, ({ server }) => server.shared({ conversationId: 'cnv_mara', paused: true }));
    await page.getByText(words.gap.paused).first().waitFor();
    await expectAccessible(page, `stage paused ${name}`);
    expect(errors).toEqual([]);
    await close(page);
  });

  it.each(looks)(
    '[AC30] looking on, recordings and settings have none at $width px, dark: $dark, $language',
    async (look) => {
      const name = `${look.width} ${look.dark ? 'dark' : 'light'} ${look.language}`;
      const admin = await open({ ...look, height: 900, query: '?me=root&scene=team' });
      const { texts } = admin;
      await admin.page.locator('.settings-button').click();
      await admin.page.getByRole('button', { name: texts.privacy.title }).click();
      await admin.page.getByRole('button', { name: texts.privacy.add }).click();
      await admin.page.getByRole('button', { name: texts.privacy.save, exact: true }).click();
      await expectAccessible(admin.page, `privacy ${name}`);
      await admin.page.keyboard.press('Escape');
      await admin.page.getByRole('button', { name: texts.others.lookOnNamed('Jonas') }).click();
      await admin.page.getByRole('application').waitFor();
      await expectAccessible(admin.page, `looking on ${name}`);
      const { page, errors } = await open({ ...look, height: 900 });
      await inPage(page, ({ server, share }) =>
        server.invite(share('cnv_unknown', { agent: { agentId: 'agt_ben', name: 'Ben Otto' } })),
      );
      await page.getByText(texts.others.invited('Ben Otto')).waitFor();
      await expectAccessible(page, `invited ${name}`);
      await page.getByRole('button', { name: texts.others.lookOn, exact: true }).click();
      await page.getByRole('application').waitFor();
      await expectAccessible(page, `invited looking ${name}`);
      await page.getByRole('button', { name: texts.others.stop }).last().click();
      await page.getByRole('button', { name: /Jonas/ }).first().click();
      if (look.width < 1140) await page.getByRole('button', { name: texts.panes.context, exact: true }).click();
      await page.getByRole('button', { name: new RegExp(texts.recording.play) }).click();
      await page.getByRole('region', { name: texts.recording.stage }).waitFor();
      await expectAccessible(page, `recording ${name}`);
      expect([...errors, ...admin.errors]).toEqual([]);
      await close(page);
      await close(admin.page);
    },
  );

  it('[VW175] at 1024 pixels the tools stand in one row, none over another, and each is large enough', async () => {
    for (const language of ['en', 'de'] as const) {
      const { page } = await staged({ width: 1024, language }, 'both');
      await inPage(page, ({ server }) => server.shared({ conversationId: 'cnv_mara', recorded: true }));
      const strip = await page.getByRole('toolbar').evaluate((bar) => ({
        height: bar.getBoundingClientRect().height,
        right: bar.getBoundingClientRect().right,
        tools: [...bar.querySelectorAll('button')].map((tool) => tool.getBoundingClientRect().toJSON()),
      }));
      expect(strip.height).toBeLessThan(52);
      for (const [n, tool] of strip.tools.entries()) {
        expect(tool.width).toBeGreaterThanOrEqual(24);
        expect(tool.height).toBeGreaterThanOrEqual(24);
        expect(tool.right).toBeLessThanOrEqual(strip.right);
        if (n > 0) expect(tool.left).toBeGreaterThanOrEqual(strip.tools[n - 1].right - 1);
      }
      await close(page);
    }
  });
});

describe('asking', () => {
  it('[VW150] a toggle keeps its name, tells how it stands, and asks, takes back or gives back', async () => {
    const { page } = await staged();
    for (const name of ['Ask for control', 'Ask to fill in']) {
      const capability = name === 'Ask for control' ? 'control' : 'fill';
      const toggle = page.getByRole('button', { name, exact: true });
      const stands = async () => [
        await toggle.getAttribute('aria-pressed'),
        await toggle.evaluate(
          (one) => document.getElementById(one.getAttribute('aria-describedby') ?? '')?.textContent,
        ),
      ];
      expect(await stands()).toEqual(['false', 'The customer decides.']);
      await toggle.click();
      await expect.poll(stands).toEqual(['mixed', expect.stringContaining('waiting for the customer')]);
      await toggle.click();
      await expect.poll(stands).toEqual(['false', 'The customer decides.']);
      await grant(page, { [capability]: 'on' });
      await expect.poll(stands).toEqual(['true', expect.stringContaining('give it back')]);
      await toggle.click();
      await expect.poll(stands).toEqual(['false', 'The customer decides.']);
      await grant(page, { [capability]: 'refused' });
      await expect.poll(stands).toEqual(['false', expect.stringContaining('declined')]);
    }
    await close(page);
  });

  it('[VW169] while the visitor shows nothing it says so over the dimmed picture, and nothing can be done', async () => {
    const { page, at } = await staged({}, 'control');
    await inPage(page, ({ server }) => server.shared({ conversationId: 'cnv_mara', paused: true }));
    await page.getByText('The visitor shows nothing for a while').first().waitFor();
    await page.mouse.click(...at(...order));
    expect((await viewCalls(page)).filter((call) => call.startsWith('click'))).toEqual([]);
    expect(await page.getByRole('button', { name: 'Laser' }).getAttribute('aria-disabled')).toBe('true');
    await close(page);
  });

  it('[VW172] a recorded share says so as long as it runs', async () => {
    const { page } = await staged();
    expect(await page.getByText('Recorded', { exact: true }).count()).toBe(0);
    await inPage(page, ({ server }) => server.shared({ conversationId: 'cnv_mara', recorded: true }));
    await page.getByText('Recorded', { exact: true }).waitFor();
    await page.getByText('The customer was told before it began').waitFor({ state: 'attached' });
    await close(page);
  });
});

describe('acting on the picture', () => {
  it('[VW152] with control clicks, wheel and keys reach the page; without it none does', async () => {
    const { page, at } = await staged();
    const acts = async () => (await viewCalls(page)).filter((call) => /^(click|wheel|key)/.test(call));
    await page.mouse.click(...at(...order));
    await page.mouse.wheel(0, 40);
    await page.keyboard.press('Enter');
    expect(await acts()).toEqual([]);
    await grant(page, { control: 'on' });
    await page.mouse.click(...at(...order));
    await page.mouse.wheel(0, 40);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('PageDown');
    await expect
      .poll(acts)
      .toEqual(['click 4002', 'wheel 0 40', 'key ArrowDown', 'key Enter', 'key Escape', 'wheel 0 612']);
    await grant(page, { control: 'off' });
    await page.mouse.click(...at(...order));
    expect(await acts()).toHaveLength(6);
    await close(page);
  });

  it('[VW152] by keyboard alone: arrows move the pointer, Enter clicks there, more keys are in the menu', async () => {
    const { page, texts } = await staged({}, 'control');
    await page.getByRole('application').focus();
    for (let step = 0; step < 7; step++) await page.keyboard.press('Shift+ArrowLeft');
    for (let step = 0; step < 7; step++) await page.keyboard.press('ArrowDown');
    await expect.poll(() => told(page, 'pointer:move')).toMatchObject({ x: 80, y: 472 });
    await page.keyboard.press('Enter');
    const acts = async () => (await viewCalls(page)).filter((call) => /^(click|key|back)/.test(call));
    await expect.poll(acts).toEqual(['click 4002']);
    await page.getByRole('button', { name: texts.share.more, exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menu').waitFor();
    for (let step = 0; step < 30; step++) {
      if (await page.evaluate(() => document.activeElement?.getAttribute('aria-label') === 'Tab')) break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await expect.poll(acts).toEqual(['click 4002', 'key Tab']);
    expect(await focused(page)).toContain('menu-button');
    await page.getByRole('button', { name: 'Back', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(acts).toEqual(['click 4002', 'key Tab', 'back']);
    await close(page);
  });

  it('[VW158] letters pressed over the page set off no shortcut of the desk while one may act there', async () => {
    const { page, at } = await staged({}, 'control');
    await page.mouse.click(...at(...order));
    await page.keyboard.type('akj?');
    const accepted = () =>
      page.evaluate(
        () =>
          (window as Fixture).fixture.server.line.asked.filter((one: { event: string }) => /accept/.test(one.event))
            .length,
      );
    expect(await accepted()).toBe(0);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('heading', { name: 'Mara Winter' }).waitFor();
    await close(page);
  });

  it('[VW153] what a click would reach is framed and named; refused, it says why there and in a notice', async () => {
    const { page, at } = await staged({}, 'control');
    await page.mouse.move(...at(...order));
    const label = page.locator('.glass-label');
    expect(await label.textContent()).toBe('Order now');
    expect(await page.locator('.glass').evaluate((glass) => getComputedStyle(glass).cursor)).toBe('pointer');
    await page.mouse.click(...at(...order));
    await inPage(page, ({ view }) => view.reach.onRefused('denied', 'Order now', true));
    const notice = page.locator('.refusal');
    await expect
      .poll(() => notice.textContent())
      .toContain('“Order now” Only the customer may do this. It is being shown to them.');
    expect(await notice.getAttribute('role')).toBe('status');
    expect(await label.textContent()).toBe('Only the customer may do this.');
    expect(await page.locator('.glass').evaluate((glass) => getComputedStyle(glass).cursor)).toBe('not-allowed');
    await page.mouse.move(...at(...street));
    expect(await label.textContent()).toBe('Street');
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    expect(await notice.textContent()).toBe('');
    await close(page);
  });

  it('[VW154] nothing is clicked while the picture stands elsewhere or shows the past', async () => {
    const { page, at, texts } = await staged({}, 'control');
    await more(page, texts, texts.share.look);
    await page.mouse.move(...at(...order));
    await page.mouse.click(...at(...order));
    await page.getByText('Go back to the customer’s view to click').waitFor();
    expect((await toldLive(page, 'pointer:move')).filter((one) => one.inside)).toEqual([]);
    await page.mouse.wheel(0, 50);
    await expect.poll(() => viewCalls(page)).toContain('lookBy 0 50');
    await page.getByRole('button', { name: texts.share.together }).click();
    await more(page, texts, texts.rewind.title);
    await page.getByRole('button', { name: texts.rewind.stepBack }).click();
    expect(await page.getByRole('application').count()).toBe(0);
    expect((await viewCalls(page)).filter((call) => /^(click|wheel)/.test(call))).toEqual([]);
    await close(page);
  });

  it('[VW155] the frame of what is highlighted stays when the pointer leaves, until it is taken off', async () => {
    const { page, at, texts } = await staged();
    await page.getByRole('button', { name: texts.share.highlight, exact: true }).click();
    await page.mouse.click(...at(...order));
    await page.mouse.move(4, 4);
    const frame = page.locator('.glass-frame[data-kept="true"]');
    await frame.waitFor();
    const [left, top] = at(48, 449);
    const box = (await frame.boundingBox())!;
    expect(Math.abs(box.x - left) + Math.abs(box.y - top)).toBeLessThan(3);
    await page.getByRole('button', { name: texts.share.clear }).click();
    await frame.waitFor({ state: 'detached' });
    await close(page);
  });

  it('[VW151] a line drawn with the pen stands there at once and is told in the visitor’s pixels', async () => {
    const { page, at, texts } = await staged();
    await page.getByRole('button', { name: texts.share.pen, exact: true }).click();
    await page.mouse.move(...at(400, 400));
    await page.mouse.down();
    await page.mouse.move(...at(500, 450), { steps: 5 });
    const line = page.locator('.glass-strokes polyline');
    expect((await line.getAttribute('points'))?.split(' ').length).toBeGreaterThan(4);
    await page.mouse.up();
    await expect.poll(async () => (await told(page, 'stroke:draw'))?.done).toBe(true);
    const points = (await toldLive(page, 'stroke:draw')).flatMap((piece) => piece.points as number[]);
    expect(Math.abs((points[0] ?? 0) - 400) + Math.abs((points.at(-1) ?? 0) - 450)).toBeLessThan(4);
    await line.waitFor({ state: 'detached' });
    await close(page);
  });
});

describe('filling in together', () => {
  it('[VW156] an editor stands exactly over the field, writes as one types, and leaves by Esc, by Enter and by going elsewhere', async () => {
    const { page, at } = await staged({}, 'fill');
    const acts = () => page.evaluate(() => (window as Fixture).fixture.view.opened.acts as string[]);
    await page.mouse.click(...at(...street));
    const field = page.getByRole('textbox', { name: 'Field: Street' });
    await field.waitFor();
    const [left, top] = at(48, 242);
    const [right, bottom] = at(48 + 816, 242 + 40);
    const box = (await field.boundingBox())!;
    expect(Math.abs(box.x - left) + Math.abs(box.x + box.width - right)).toBeLessThan(2);
    expect(Math.abs(box.y - top) + Math.abs(box.y + box.height - bottom)).toBeLessThan(2);
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.type('5');
    await page.keyboard.press('ArrowLeft');
    expect(await acts()).toEqual(['write Am Hafen 45', 'caret 10']);
    await page.keyboard.press('Escape');
    expect((await acts()).at(-1)).toBe('leave');
    await expect.poll(() => focused(page)).toContain('glass');
    await inPage(page, ({ view }) => void view.openField());
    await field.waitFor();
    await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    expect(await acts()).toEqual(['leave']);
    await inPage(page, ({ view }) => void view.openField());
    await page.getByRole('textbox', { name: 'Reply' }).click();
    await expect.poll(acts).toContain('leave');
    await close(page);
  });

  it('[VW156] what the visitor writes before the caret moves it along; their own caret and their typing show', async () => {
    const { page } = await staged({}, 'fill');
    await inPage(page, ({ view }) => {
      const { caret, text, visitorCaret, locked } = view.openField();
      caret.value = { start: 3, end: 3 };
      text.value = 'Am Hafen 4';
      visitorCaret.value = { start: 0, end: 0 };
      locked.value = 'busy';
    });
    const field = page.getByRole('textbox', { name: /Field/ });
    await field.waitFor();
    await page.getByText('The customer is typing').waitFor();
    expect(await page.locator('.fill-mirror i').count()).toBe(1);
    await expect.poll(() => field.evaluate((element) => (element as HTMLInputElement).selectionStart)).toBe(3);
    await inPage(page, ({ view }) => {
      view.opened.caret.value = { start: 6, end: 6 };
      view.opened.text.value = 'Gh Am Hafen 4';
      view.opened.locked.value = null;
    });
    await expect.poll(() => field.inputValue()).toBe('Gh Am Hafen 4');
    expect(await field.evaluate((element) => (element as HTMLInputElement).selectionStart)).toBe(6);
    await page.getByText('You both write here').waitFor();
    await inPage(page, ({ view }) => {
      view.opened.locked.value = 'closed';
    });
    await field.waitFor({ state: 'detached' });
    await close(page);
  });

  it('[VW157] every kind of field has its own editor; a hidden one says what one sees of it', async () => {
    const { page } = await staged({}, 'fill');
    const acts = () => page.evaluate(() => (window as Fixture).fixture.view.opened.acts as string[]);
    await inPage(page, ({ view }) => {
      const field = view.openField({ kind: 'choice' });
      field.text.value = '1';
    });
    const choice = page.getByRole('combobox', { name: /Field/ });
    await choice.waitFor();
    expect(await choice.evaluate((element) => (element as HTMLSelectElement).selectedOptions[0]?.textContent)).toBe(
      'Austria',
    );
    await choice.selectOption({ label: 'Switzerland' });
    expect(await acts()).toEqual(['pick 2']);
    await inPage(page, ({ view }) => {
      view.openField({ kind: 'tick', node: 4_002 }).text.value = '1';
    });
    const tick = page.getByRole('checkbox', { name: /Field/ });
    await tick.uncheck();
    expect(await acts()).toEqual(['tick false']);
    await inPage(page, ({ view }) => {
      view.details.type = 'date';
      view.openField({ kind: 'whole', node: 4_001 }).text.value = '2026-01-02';
    });
    await page.locator('input[type=date]').fill('2026-03-04');
    expect(await acts()).toEqual(['put 2026-03-04']);
    await inPage(page, ({ view }) => {
      view.openField({ kind: 'lines', mode: 'blind', node: 4_002 });
    });
    const lines = page.getByRole('textbox', { name: /Field/ });
    await lines.focus();
    await page.getByText('Hidden field: you see only what you write yourself.').waitFor();
    await lines.press('End');
    await lines.press('Enter');
    expect((await acts()).at(-1)).toBe('write Am Hafen 4\n');
    await lines.press('Control+Enter');
    expect((await acts()).at(-1)).toBe('leave');
    await close(page);
  });
});

describe('looking back', () => {
  it('[VW164] the last minutes can be walked by keyboard, say that they are past, and lead back to now', async () => {
    const { page, texts } = await staged();
    await more(page, texts, texts.rewind.title);
    const line = page.getByRole('slider', { name: 'Moment' });
    expect(await line.getAttribute('aria-valuetext')).toBe('0:00 ago');
    await line.focus();
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowLeft');
    await expect.poll(() => line.getAttribute('aria-valuetext')).toBe('0:05 ago');
    await page.getByText('You see the past. The customer goes on meanwhile.').waitFor();
    await page.getByRole('button', { name: '10 seconds back' }).press('Enter');
    await expect.poll(() => line.getAttribute('aria-valuetext')).toBe('0:15 ago');
    await page.getByRole('button', { name: 'Play', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Hold', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Back to now' }).press('Enter');
    await page.getByRole('application').waitFor();
    const calls = await viewCalls(page);
    expect(calls.filter((call) => /^(play|live)/.test(call))).toEqual(['play true', 'play false', 'live']);
    await close(page);
  });

  it('[VW165] a recording plays on the stage with its line, its speed and a way out; nothing can be done in it', async () => {
    const { page, texts } = await open({ width: 1440 });
    await openMara(page);
    await page.getByText(texts.contact.historyNone).or(page.locator('.history li').first()).first().waitFor();
    expect(await page.getByRole('heading', { name: 'Recordings' }).count()).toBe(0);
    await page.getByRole('button', { name: /Jonas/ }).first().click();
    await page.getByRole('button', { name: /Play recording/ }).click();
    const stage = page.getByRole('region', { name: 'Recorded shared view' });
    await stage.locator('iframe').waitFor();
    await expect.poll(() => page.evaluate(() => (window as Fixture).fixture.view.playback.parts)).toBe(3);
    await stage.getByRole('button', { name: '10 seconds on' }).click();
    await expect.poll(() => stage.getByRole('slider').getAttribute('aria-valuetext')).toBe('0:10 of 3:00');
    await stage.getByRole('button', { name: '2 ×' }).click();
    expect(await viewCalls(page)).toContain('speed 2');
    expect(await page.getByRole('application').count()).toBe(0);
    await stage.getByRole('button', { name: 'Close recording' }).click();
    await stage.waitFor({ state: 'detached' });
    await close(page);
  });
});

describe('showing, leading, looking on', () => {
  it('[VW159] scrolling together says whether the visitor follows', async () => {
    const { page, at, texts } = await staged();
    await more(page, texts, texts.share.lead);
    await page.getByText(texts.share.followsNot).waitFor();
    await page.mouse.move(...at(400, 400));
    await page.mouse.wheel(0, 60);
    await expect.poll(() => told(page, 'lead:scroll')).toMatchObject({ node: null, top: 60 });
    await inPage(page, ({ server }) => server.live.arrive('follow:changed', { shareId: 'shr_1', on: true }));
    await page.getByText(texts.share.follows).waitFor();
    await close(page);
  });

  it('[VW167] a picture, video or document of the same site is shown; a video is played for both from the thread', async () => {
    const { page, texts } = await staged();
    await more(page, texts, texts.share.show);
    const dialog = page.getByRole('dialog', { name: 'Show something' });
    await dialog.getByRole('textbox', { name: 'Address on the shop' }).fill('https://elsewhere.example/film.mp4');
    expect(await dialog.getByRole('radio', { name: 'Video' }).isChecked()).toBe(true);
    await dialog.getByRole('button', { name: 'Show it' }).click();
    await dialog.getByText('Only pages of https://wetterfest.example').waitFor();
    await dialog.getByRole('textbox', { name: 'Address on the shop' }).fill('/media/fjord.mp4');
    await dialog.getByRole('button', { name: 'Show it' }).click();
    await dialog.getByText('Give it a title.').waitFor();
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Fjord in the rain');
    await dialog.getByRole('button', { name: 'Show it' }).click();
    const log = page.getByRole('log', { name: 'Messages' });
    await log.getByRole('link', { name: 'Fjord in the rain' }).waitFor();
    await log.getByRole('button', { name: 'Play for both' }).click();
    await log.getByRole('button', { name: 'Hold for both' }).waitFor();
    expect(await told(page, 'media:step')).toMatchObject({ playing: true, atMs: 0 });
    await close(page);
  });

  it('[VW168] with control a page can also be opened for the visitor, from the same window', async () => {
    const { page } = await staged();
    const dialog = page.getByRole('dialog', { name: 'Push page' });
    await page.getByRole('button', { name: 'Push page' }).click();
    expect(await dialog.getByRole('button', { name: 'Open page' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await grant(page, { control: 'on' });
    await page.getByRole('button', { name: 'Push page' }).click();
    await dialog.getByRole('textbox').first().fill('https://wetterfest.example/en/help');
    await dialog.getByRole('button', { name: 'Open page' }).click();
    await expect.poll(() => viewCalls(page)).toContain('navigate https://wetterfest.example/en/help');
    expect(await dialog.count()).toBe(0);
    await close(page);
  });

  it('[VW160] it shows who else looks and whose turn it is; asking says from whom it would pass', async () => {
    const { page } = await open({ width: 1440, query: '?me=eva&scene=team' });
    await inPage(page, ({ server }) =>
      server.shared({ conversationId: 'cnv_jonas', grants: { point: 'on', control: 'on', fill: 'off' } }),
    );
    await page.getByRole('button', { name: 'Look on: Jonas' }).click();
    await page.getByText('Ben Otto’s turn').waitFor();
    const toggle = page.getByRole('button', { name: 'Ask for control', exact: true });
    expect(await toggle.getAttribute('aria-pressed')).toBe('false');
    expect(await toggle.getAttribute('title')).toContain('Ben Otto has it now');
    await close(page);
  });

  it('[VW161] the way onto a colleague’s page says that the customer is told, and leads back off it', async () => {
    const { page } = await open({ width: 1440, query: '?me=eva&scene=team' });
    await page.getByRole('button', { name: /Jonas with Ben Otto/ }).click();
    await page.getByText('This is Ben Otto’s conversation').waitFor();
    expect(await page.getByRole('button', { name: 'Ask to see the page' }).count()).toBe(0);
    const lookOn = page.getByRole('button', { name: 'Look on', exact: true });
    expect(await lookOn.getAttribute('title')).toBe('The customer is told before you see anything.');
    await lookOn.click();
    await page.getByRole('region', { name: 'Shared page' }).waitFor();
    await page.getByRole('button', { name: 'Stop looking on' }).click();
    await page.getByRole('region', { name: 'Shared page' }).waitFor({ state: 'detached' });
    await close(page);
  });

  it('[VW171] somebody without a name is called what every list calls them', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Accept' }).nth(2).click();
    await page.getByRole('heading', { name: 'Visitor A1X9' }).waitFor();
    const contact = page.getByRole('region', { name: 'Contact' });
    expect(await contact.getByRole('textbox', { name: 'Name' }).getAttribute('placeholder')).toBe('Visitor A1X9');
    expect(await contact.locator('.mark').textContent()).toBe('VA');
    await close(page);
  });
});

describe('what agents see', () => {
  it('[VW166] everybody reads it, admins change it; faults are told at their place before anything is sent', async () => {
    const agent = await open({ width: 1440 });
    await agent.page.keyboard.press('Control+k');
    await agent.page.keyboard.type('agents see');
    await agent.page.keyboard.press('Enter');
    await agent.page.getByText('Only admins can change this.').waitFor();
    expect(await agent.page.getByRole('button', { name: 'Save' }).count()).toBe(0);
    expect(
      await agent.page
        .getByRole('textbox', { name: /CSS selector/ })
        .first()
        .isDisabled(),
    ).toBe(true);
    await close(agent.page);
    const { page } = await open({ width: 1440, query: '?me=root' });
    await page.locator('.settings-button').click();
    await page.getByRole('button', { name: 'What agents see' }).click();
    await page.getByText('passwords, also while they are shown').waitFor();
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.keyboard.type('a[[');
    await page.getByRole('button', { name: 'Save' }).click();
    const wrong = page.getByRole('textbox', { name: /CSS selector/ }).last();
    await page.getByText('The browser does not understand this selector.').waitFor();
    await expect.poll(() => wrong.evaluate((element) => element === document.activeElement)).toBe(true);
    const written = () => page.evaluate(() => (window as Fixture).fixture.server.privacy);
    expect((await written()).version).toBe(3);
    await wrong.fill('.total');
    await page.getByRole('button', { name: 'Remove rule 1' }).click();
    await page.getByRole('switch', { name: 'Take pictures along that need a login' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. It counts from now on.').waitFor();
    expect(await written()).toMatchObject({ version: 4, capture: true });
    expect((await written()).rules.at(-1)).toEqual({ selector: '.total', mark: 'show' });
    await close(page);
  });

  it('[VW166] a change somebody else made meanwhile is told, and one chooses', async () => {
    const { page } = await open({ width: 1440, query: '?me=root' });
    await page.locator('.settings-button').click();
    await page.getByRole('button', { name: 'What agents see' }).click();
    await page.getByRole('switch', { name: 'Show what shops show anyway' }).uncheck();
    await inPage(page, ({ server }) => server.setPrivacy({ ...server.privacy, version: 9, capture: true }));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Somebody else changed it meanwhile: pictures behind a login.').waitFor();
    await page.getByRole('button', { name: 'Save mine all the same' }).click();
    await page.getByText('Saved. It counts from now on.').waitFor();
    const written = await page.evaluate(() => (window as Fixture).fixture.server.privacy);
    expect(written).toMatchObject({ version: 10, preset: 'none', capture: false });
    await close(page);
  });
});
