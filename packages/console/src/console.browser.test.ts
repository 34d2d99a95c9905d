import { describe, expect, it } from 'vitest';
import { expectAccessible, inPage, open, openMara, screens, shareMara, toldLive } from './testing/screens.contract.ts';

screens();

describe('in every state', () => {
  const looks = [
    ...[1280, 768, 320].flatMap((width) => [false, true].map((dark) => ({ width, dark, language: 'en' as const }))),
    // German is longer: it matters where there is little room.
    ...[true, false].map((dark) => ({ width: dark ? 320 : 1280, dark, language: 'de' as const })),
  ];
  it.each(looks)(
    '[AC30] no accessibility violation at $width px, dark: $dark, $language',
    async ({ width, dark, language }) => {
      const look = `${width} ${dark ? 'dark' : 'light'} ${language}`;
      const size = { width, height: width === 320 ? 640 : 900, dark, language };
      const signIn = await open({ ...size, query: '?signed=out' });
      await signIn.page.getByRole('button', { name: signIn.texts.signIn.submit }).click();
      await expectAccessible(signIn.page, `sign-in ${look}`);
      const empty = await open({ ...size, query: '?scene=empty' });
      await expectAccessible(empty.page, `empty ${look}`);
      await empty.page.getByRole('button', { name: /Settings|Einstellungen/ }).click();
      await expectAccessible(empty.page, `settings ${look}`);

      const { page, errors, texts } = await open(size);
      await expectAccessible(page, `queue ${look}`);
      await openMara(page);
      await expectAccessible(page, `conversation ${look}`);
      for (const [button, name] of [
        [texts.act.shop, 'shop'],
        [texts.act.push, 'push'],
        [texts.top.code, 'code'],
      ] as const) {
        await page.getByRole('button', { name: button }).click();
        await expectAccessible(page, `${name} ${look}`);
        await page.keyboard.press('Escape');
      }
      await page.keyboard.press('Control+k');
      await expectAccessible(page, `palette ${look}`);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: texts.act.ask }).click();
      await inPage(page, ({ server }) => {
        server.line.refuseNext('conversation:close', 'unavailable');
        server.line.arrive('typing:told', { conversationId: 'cnv_mara', on: true });
      });
      await page.getByRole('button', { name: texts.act.close }).click();
      await expectAccessible(page, `asked ${look}`);
      await page.getByRole('button', { name: texts.refused.dismiss }).click();
      await shareMara(page);
      await page.getByRole('region', { name: texts.share.title }).waitFor();
      await page.getByRole('button', { name: texts.act.call }).click();
      await expectAccessible(page, `stage ${look}`);
      await inPage(page, ({ view, call, server }) => {
        view.state.value = { phase: 'gap', why: 'navigating' };
        call.state.value = { phase: 'live', peer: 'x', sinceMs: Date.now() };
        call.trouble.value = 'denied';
        server.line.become('offline');
      });
      await expectAccessible(page, `gap ${look}`);
      expect(errors).toEqual([]);
      await Promise.all([signIn, empty, { page }].map((one) => one.page.context().close()));
    },
  );

  it('[AC36] at 320 pixels nothing has to be scrolled sideways, and every part is one tab away', async () => {
    const { page } = await open({ width: 320, height: 640 });
    // Neither the page nor any column of it.
    const fits = () =>
      page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('.columns > *')].every(
          (part) => part.scrollWidth <= part.clientWidth,
        ),
      );
    await openMara(page);
    for (const [tab, region] of [
      ['Work', 'Queue'],
      ['Chat', 'Conversation'],
      ['Customer', 'Contact'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Parts of the desk' }).getByRole('button', { name: tab }).click();
      await page.getByRole('region', { name: region, exact: true }).waitFor();
      expect(await fits(), tab).toBe(true);
    }
    await shareMara(page);
    await page.getByRole('region', { name: 'Shared page' }).waitFor();
    expect(await fits(), 'stage').toBe(true);
    await page.context().close();
  });

  it('[AC38] everything that can be pressed is at least 24 pixels in both directions', async () => {
    for (const width of [1280, 320]) {
      const { page } = await open({ width, height: 800 });
      await openMara(page);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('button, input:not([type=radio]), textarea, [role=option]')]
          .map((element) => ({ name: element.textContent, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24) && !(box.height === 18))
          .map(({ name, box }) => `${name} ${box.width}×${box.height}`),
      );
      expect(small).toEqual([]);
      await page.context().close();
    }
  });

  it('[AC39] with reduced motion nothing moves by itself', async () => {
    const { page } = await open({ still: true });
    await openMara(page);
    await inPage(page, ({ server }) => server.line.arrive('typing:told', { conversationId: 'cnv_mara', on: true }));
    await page.getByText('is writing').last().waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await page.context().close();
  });
});

describe('by keyboard alone', () => {
  it('[AC31] sign in, become available, accept, answer, look around, hand off, close', async () => {
    const { page, errors } = await open({ query: '?signed=out' });
    const { keyboard } = page;
    await page.getByRole('textbox', { name: 'E-mail' }).focus();
    await keyboard.type('anna@demo.shop');
    await keyboard.press('Tab');
    await keyboard.type('wrong');
    await keyboard.press('Enter');
    await page.getByText('E-mail or password is not right.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('password');
    await keyboard.press('Control+a');
    await keyboard.type('right');
    await keyboard.press('Enter');
    const available = page.getByRole('switch', { name: 'Available' });
    await available.waitFor();
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await expect.poll(() => available.getAttribute('aria-checked')).toBe('false');
    await keyboard.press('Space');

    await keyboard.press('a');
    const reply = page.getByRole('textbox', { name: 'Reply' });
    await expect.poll(() => reply.evaluate((field) => field === document.activeElement)).toBe(true);
    await keyboard.type('Good morning, Ms Sommer. J and K and A are just letters here.');
    await keyboard.press('Enter');
    await page.getByRole('log', { name: 'Messages' }).getByText('just letters here').waitFor();
    expect(await reply.inputValue()).toBe('');
    await keyboard.press('Escape');
    await keyboard.press('j');
    await page.getByRole('heading', { name: 'Mara Winter' }).waitFor();
    await keyboard.press('k');
    await page.getByRole('heading', { name: /Lea Sommer/ }).waitFor();
    await keyboard.press('r');
    await keyboard.press('Control+k');
    await keyboard.type('shop cont');
    await keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Continue in the shop' }).waitFor();
    await keyboard.press('Escape');
    await keyboard.press('Escape');
    await keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await keyboard.press('Escape');
    await keyboard.press('Control+k');
    await keyboard.type('close');
    await keyboard.press('Enter');
    await page.getByText('This conversation has ended.').waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('[AC37] a dialog keeps the focus inside and gives it back to where it was', async () => {
    const { page } = await open();
    await openMara(page);
    await page.getByRole('button', { name: 'Push page' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Push page' });
    await dialog.waitFor();
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab');
      expect(
        await page.evaluate(
          () => document.activeElement === document.body || !!document.activeElement?.closest('dialog'),
        ),
      ).toBe(true);
    }
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Push page');
    await page.context().close();
  });

  it('[CA73] the call window moves with the arrow keys and never leaves the screen', async () => {
    const { page } = await open();
    await openMara(page);
    await page.getByRole('button', { name: 'Start call' }).click();
    const call = page.getByRole('region', { name: 'Call', exact: true });
    const before = (await call.boundingBox())!;
    await page.getByRole('button', { name: 'Move the call window' }).focus();
    await page.keyboard.press('ArrowLeft');
    expect((await call.boundingBox())!.x).toBe(before.x - 16);
    for (let step = 0; step < 30; step++) await page.keyboard.press('Shift+ArrowUp');
    for (let step = 0; step < 30; step++) await page.keyboard.press('Shift+ArrowRight');
    const after = (await call.boundingBox())!;
    expect(after.y).toBeGreaterThanOrEqual(0);
    expect(after.x + after.width).toBeLessThanOrEqual(1280);
    await page.context().close();
  });
});

describe('while one works', () => {
  it('[AC33] what arrives moves neither the focus nor what is under the hand', async () => {
    const { page } = await open();
    await openMara(page);
    await page.getByRole('textbox', { name: 'Reply' }).fill('Half a sen');
    const second = page.getByRole('region', { name: 'Queue' }).getByRole('button', { name: 'Accept' }).nth(1);
    await second.hover();
    const before = await second.boundingBox();
    await inPage(page, ({ server }) => {
      server.line.arrive('conversation:gone', { conversationId: 'cnv_lea' });
      for (let n = 0; n < 20; n++) server.say('cnv_mara', { kind: 'visitor' }, { type: 'text', text: `line ${n}` });
      const one = server.present.conversations.find((c: { conversationId: string }) => c.conversationId === 'cnv_anon');
      server.arrive({ ...one, conversationId: 'cnv_later', waitingSinceAt: Date.now() });
    });
    await page.getByText('No longer waiting').waitFor();
    expect(await second.boundingBox()).toEqual(before);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Reply');
    await page.mouse.move(700, 400);
    await expect.poll(() => page.getByText('No longer waiting').count()).toBe(0);
    await page.context().close();
  });

  it('[CH92] a thread read further up stays where it is and says that there is more below', async () => {
    const { page } = await open();
    await openMara(page);
    const log = page.getByRole('log', { name: 'Messages' });
    await inPage(page, ({ server }) => {
      for (let n = 0; n < 40; n++) server.say('cnv_mara', { kind: 'visitor' }, { type: 'text', text: `line ${n}` });
    });
    const gapBelow = () => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    await expect.poll(gapBelow).toBeLessThan(2);
    await log.evaluate((box) => box.scrollTo(0, 100));
    await expect.poll(() => log.evaluate((box) => box.scrollTop)).toBe(100);
    await inPage(page, ({ server }) =>
      server.say('cnv_mara', { kind: 'visitor' }, { type: 'text', text: 'the newest' }),
    );
    await page.getByRole('button', { name: 'New messages below' }).waitFor();
    expect(await log.evaluate((box) => box.scrollTop)).toBe(100);
    await page.getByRole('button', { name: 'New messages below' }).click();
    await expect.poll(gapBelow).toBeLessThan(2);
    await page.context().close();
  });

  it('[CH80] what a customer writes stays text, wherever it shows', async () => {
    const { page, errors } = await open();
    await openMara(page);
    await inPage(page, ({ server }) => {
      const evil = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';
      server.say('cnv_mara', { kind: 'visitor' }, { type: 'text', text: evil });
      server.say('cnv_mara', { kind: 'contact' }, { type: 'post', text: evil, permalink: 'javascript:window.pwned=1' });
      server.say('cnv_mara', { kind: 'visitor' }, { type: 'link', title: evil, url: 'javascript:window.pwned=1' });
      const one = server.present.conversations.find((c: { conversationId: string }) => c.conversationId === 'cnv_mara');
      server.change('cnv_mara', { contact: { ...one.contact, name: evil, note: evil } });
    });
    await page.getByText('window.pwned').first().waitFor();
    expect(
      await page.evaluate(() => document.querySelectorAll('img, .theke-console script, a[href^="javascript"]').length),
    ).toBe(0);
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
    for (const link of await page.locator('.log a').all()) {
      expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
    }
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('[CH74] a draft is there again after a reload', async () => {
    const { page } = await open();
    await openMara(page);
    await page.getByRole('textbox', { name: 'Reply' }).fill('Not yet sent');
    await page.reload();
    await openMara(page);
    expect(await page.getByRole('textbox', { name: 'Reply' }).inputValue()).toBe('Not yet sent');
    await page.context().close();
  });

  it('[HO61] link, code and digits are made at once, and the link goes into the reply by one press', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: /Erika Land/ }).click();
    await page.getByRole('textbox', { name: 'Reply' }).fill('Dear Erika,');
    await page.getByRole('button', { name: 'Continue in the shop' }).click();
    const dialog = page.getByRole('dialog', { name: 'Continue in the shop' });
    await dialog.getByText('#theke=').waitFor();
    expect(await dialog.innerText()).toContain('WXYZ-BCDF');
    expect(await dialog.innerText()).toContain('482 910 5736');
    await dialog.getByRole('button', { name: 'Insert the link into the reply' }).click();
    const reply = page.getByRole('textbox', { name: 'Reply' });
    expect(await reply.inputValue()).toMatch(/^Dear Erika,\n.*#theke=/);
    expect(await reply.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.context().close();
  });
});

describe('the shared page', () => {
  it('[VW60] takes the stage in its frame, at true proportions, with the thread beside it', async () => {
    const { page } = await open();
    await openMara(page);
    await shareMara(page);
    const stage = page.getByRole('region', { name: 'Shared page' });
    const frame = stage.locator('iframe[title="Shared page"]');
    await frame.waitFor();
    await expect
      .poll(async () => {
        const box = (await frame.boundingBox())!;
        return Math.abs(box.width / box.height - 1280 / 720) < 0.01;
      })
      .toBe(true);
    expect(await page.getByRole('log', { name: 'Messages' }).isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Ask to see the page' }).count()).toBe(0);
    await page.getByRole('button', { name: 'End shared view' }).click();
    await page.getByRole('button', { name: 'Ask to see the page' }).waitFor();
    expect(await stage.count()).toBe(0);
    await page.context().close();
  });

  it('[VW61] [VW62] the pointer is told in the visitor’s pixels, by mouse and by keyboard; Esc clears a highlight', async () => {
    const { page } = await open();
    await openMara(page);
    await shareMara(page);
    const glass = page.getByRole('application');
    await glass.waitFor();
    const box = (await glass.boundingBox())!;
    const told = (event: string) => toldLive(page, event);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await expect
      .poll(async () => (await told('pointer:move')).at(-1))
      .toEqual({ shareId: 'shr_1', x: 640, y: 360, inside: true });
    await glass.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await told('pointer:move')).at(-1)).toMatchObject({ x: 656, y: 360 });
    await page.getByRole('button', { name: 'Highlight', exact: true }).click();
    await glass.click({ position: { x: box.width / 2, y: box.height / 2 } });
    await expect
      .poll(async () => Math.abs((((await told('highlight:set')).at(-1)?.node as number) ?? 0) - 640))
      .toBeLessThan(3);
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await told('highlight:set')).at(-1)).toEqual({ shareId: 'shr_1', node: null });
    await page.context().close();
  });

  it('[VW63] a gap says why over the last picture, which stays', async () => {
    const { page } = await open();
    await openMara(page);
    await shareMara(page);
    await inPage(page, ({ view }) => {
      view.state.value = { phase: 'gap', why: 'lineLost' };
    });
    await page.getByText('The visitor’s connection is gone').waitFor();
    expect(await page.locator('iframe[title="Shared page"]').count()).toBe(1);
    await page.context().close();
  });
});

describe('what an accepted invitation offered', () => {
  it('[AC153] a wished call stands above the conversation until it is over with', async () => {
    const { page, errors } = await open({});
    await openMara(page);
    const told = (more: object) =>
      page.evaluate((news) => {
        // biome-ignore lint/suspicious/noExplicitAny: what testing/main.tsx leaves on the window
        const { server, app } = (window as any).fixture;
        const mara = app.desk.value.state.value.conversations.get('cnv_mara');
        server.line.arrive('conversation:changed', { ...mara, ...news });
      }, more);
    const note = page.locator('.head .wish-note');
    expect(await note.count()).toBe(0);
    await told({ wish: 'call' });
    await expect.poll(() => note.textContent()).toBe('Would like a call');
    await expectAccessible(page, 'wish');
    await told({ wish: undefined });
    await expect.poll(() => note.count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
