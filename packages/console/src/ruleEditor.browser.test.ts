import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, type Fixture, inPage, open, screens } from './testing/screens.contract.ts';

screens();

const atRules = async (options: NonNullable<Parameters<typeof open>[0]>) => {
  const opened = await open({ query: '?me=eva', ...options });
  await opened.page.getByRole('button', { name: opened.texts.places.rules, exact: true }).click();
  return opened;
};
const atCheckout = async (options: NonNullable<Parameters<typeof open>[0]>) => {
  const opened = await atRules(options);
  await opened.page.getByRole('button', { name: 'checkout-help', exact: true }).click();
  const json = opened.page.getByRole('textbox', { name: opened.texts.ruleForm.json });
  return { ...opened, json };
};
const marked = (page: Page, name: string) => page.locator(`[data-mark~=${name}]`).allTextContents();
const caret = (page: Page) =>
  page.evaluate(() => {
    const field = document.querySelector<HTMLTextAreaElement>('.rule-json textarea');
    return { at: field?.selectionStart, focused: field === document.activeElement };
  });

describe('form and JSON beside each other', () => {
  it('[AC120] from 1100 pixels on both are seen, narrower one of them; what is typed in one is in the other at once', async () => {
    const { page, json, errors } = await atCheckout({ width: 1100, height: 800 });
    const length = page.getByRole('textbox', { name: 'For at least' }).first();
    await length.fill('8 min 20 s');
    expect(await json.inputValue()).toContain('"ms": 500000');
    await json.fill((await json.inputValue()).replace('500000', '120000'));
    await expect.poll(() => length.inputValue()).toBe('2 min');
    // However much is said below, nothing of it lies over the JSON.
    const [above, below] = await Promise.all([
      page.locator('.json-scroll').boundingBox(),
      page.locator('.rule-editor-ends').boundingBox(),
    ]);
    expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0);
    expect((below?.y ?? 0) + (below?.height ?? 0)).toBeLessThanOrEqual(801);
    await page.setViewportSize({ width: 1090, height: 800 });
    // The focus was in the JSON: that is what stays.
    expect(await json.isVisible()).toBe(true);
    expect((await caret(page)).focused).toBe(true);
    expect(await length.isVisible()).toBe(false);
    await page.getByRole('radio', { name: 'Form', exact: true }).check();
    expect(await length.isVisible()).toBe(true);
    expect(await json.isVisible()).toBe(false);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('[AC121] what the form changes is marked and comes into sight; the focus stays in the form, the cursor in its words', async () => {
    const { page, json } = await atCheckout({ width: 1280, height: 620 });
    await json.focus();
    const skill = (await json.inputValue()).indexOf('"sales"');
    await json.evaluate((field, at) => (field as HTMLTextAreaElement).setSelectionRange(at, at), skill);
    const form = page.getByRole('region', { name: 'Form', exact: true });
    const text = page.getByRole('textbox', { name: 'Text, German' }).first();
    await text.click();
    const scrolled = await form.evaluate((box) => box.scrollTop);
    await page.keyboard.press('End');
    await page.keyboard.type('!');
    expect(await text.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await form.evaluate((box) => box.scrollTop)).toBe(scrolled);
    expect((await marked(page, 'news')).join('')).toMatch(/^ {6}"de": ".*!"$/u);
    const inSight = await page.locator('[data-mark~=news]').evaluate((mark) => {
      const box = mark.closest('.json-scroll')?.getBoundingClientRect();
      const at = mark.getBoundingClientRect();
      return box && at.top >= box.top - 1 && at.bottom <= box.bottom + 1;
    });
    expect(inSight).toBe(true);
    await page.getByRole('textbox', { name: 'Name' }).first().focus();
    await json.focus();
    expect((await json.inputValue()).slice((await caret(page)).at).startsWith('"sales"')).toBe(true);
    await page.context().close();
  });

  it('[AC122] steps back lead through what was typed and what the form did, and forward again', async () => {
    const { page, json } = await atCheckout({ width: 1280 });
    const before = await json.inputValue();
    await json.focus();
    await json.evaluate((field) => (field as HTMLTextAreaElement).setSelectionRange(1, 1));
    await page.keyboard.type('\n');
    const typed = await json.inputValue();
    await page.getByRole('textbox', { name: 'Priority (higher wins)' }).fill('7');
    const formed = await json.inputValue();
    expect(formed).toContain('"priority": 7');
    await json.focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => json.inputValue()).toBe(typed);
    expect(await page.getByRole('textbox', { name: 'Priority (higher wins)' }).inputValue()).toBe('10');
    await page.keyboard.press('Control+z');
    await expect.poll(() => json.inputValue()).toBe(before);
    await page.keyboard.press('Control+z');
    expect(await json.inputValue()).toBe(before);
    await page.keyboard.press('Control+Shift+z');
    await page.keyboard.press('Control+y');
    await expect.poll(() => json.inputValue()).toBe(formed);
    expect((await caret(page)).focused).toBe(true);
    await page.context().close();
  });

  it('[AC123] a fault is marked in the JSON and at its field; one press leads to its line', async () => {
    const { page, json } = await atCheckout({ width: 1280, language: 'de' });
    await json.fill((await json.inputValue()).replace('"skill": "sales"', '"skill": "care"'));
    await expect.poll(() => marked(page, 'fault')).toEqual(['"skill": "care"']);
    const field = page.getByRole('textbox', { name: 'Fähigkeit des Agenten' }).first();
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('button', { name: /^Zeile \d+, Spalte \d+$/u }).click();
    expect(await page.evaluate(() => getSelection()?.toString())).toBe('"skill": "care"');
    await json.fill('{ "id": oops }');
    await expect.poll(() => marked(page, 'fault')).toEqual(['o']);
    await page.getByRole('button', { name: 'Zeile 1, Spalte 9' }).click();
    expect((await caret(page)).at).toBe(8);
    await page.context().close();
  });

  it('[AC124] Tab leaves the JSON, forward and back; both have names', async () => {
    const { page, json } = await atCheckout({ width: 1280 });
    await page.getByRole('region', { name: 'Form', exact: true }).waitFor();
    await page.getByRole('region', { name: 'JSON', exact: true }).waitFor();
    const before = await json.inputValue();
    await json.focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Remove rule');
    await page.keyboard.press('Shift+Tab');
    expect((await caret(page)).focused).toBe(true);
    await page.keyboard.press('Shift+Tab');
    expect((await caret(page)).focused).toBe(false);
    expect(await json.inputValue()).toBe(before);
    await page.context().close();
  });

  it('[AC125] while the JSON is unfinished the form keeps what it showed, moves nothing and takes nothing', async () => {
    const { page, json, errors } = await atCheckout({ width: 1280 });
    const length = page.getByRole('textbox', { name: 'For at least' }).first();
    const place = () => length.boundingBox();
    const was = await place();
    const whole = await json.inputValue();
    const rests = page.locator('.rule-rests');
    for (const unfinished of [whole.slice(0, -5), whole.replace('"any"', '"an"'), '3', '']) {
      await json.fill(unfinished);
      await rests.waitFor();
      expect(await place(), `after ${unfinished.slice(-20)}`).toEqual(was);
      expect(await length.inputValue()).toBe('1.5 min');
      expect(await length.getAttribute('readonly')).not.toBe(null);
    }
    await json.fill(whole);
    await expect.poll(() => rests.count()).toBe(0);
    expect(await length.getAttribute('readonly')).toBe(null);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('[AC123] narrow, with the form in sight: saving what is wrong leads to the JSON, which shows it', async () => {
    const { page, json } = await atCheckout({ width: 900 });
    await page.getByRole('radio', { name: 'JSON' }).check();
    await json.fill('{');
    await page.getByRole('radio', { name: 'Form', exact: true }).check();
    await page.getByRole('button', { name: 'Save' }).click({ force: true });
    await expect.poll(async () => (await caret(page)).focused).toBe(true);
    await page.context().close();
  });
});

describe('removed rules', () => {
  it('[AC126] stand quietly under the list and come back switched off; a refusal is told', async () => {
    const { page, errors } = await atRules({});
    await page.getByText('Removed (1)').click();
    await page.getByText('Version 4 · removed 2 days ago by Eva Lind').waitFor();
    await page.evaluate(() => (window as Fixture).fixture.server.line.refuseNext('rules:restore', 'conflict'));
    await page.getByRole('button', { name: 'Restore welcome-back' }).click();
    await page.getByText('It could not be restored. A rule of this name is there already.').waitFor();
    await page.getByRole('button', { name: 'Restore welcome-back' }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('welcome-back');
    const row = page.getByRole('listitem').filter({ hasText: 'welcome-back' });
    expect(await row.getByRole('radio', { name: 'Off' }).isChecked()).toBe(true);
    await expect.poll(() => page.getByText(/^Removed \(/u).count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('[AC126] [AC132] an agent sees nothing of them, and where there is no rule reads who may make one', async () => {
    const { page } = await open({ query: '?me=anna' });
    await inPage(page, ({ server }) => {
      server.rules.records = [];
    });
    await page.getByRole('button', { name: 'Rules', exact: true }).click();
    await page.getByText('No rules yet. Supervisors and admins can make one').waitFor();
    expect(await page.getByText(/^Removed/u).count()).toBe(0);
    await page.context().close();
  });
});

describe('the list of visitors, more closely', () => {
  const row = (page: Page, name: string) =>
    page.getByRole('region', { name: 'Visitors', exact: true }).getByRole('listitem').filter({ hasText: name });

  it('[AC128] who leaves fades with their time standing still, and goes; who comes back is there', async () => {
    const { page } = await open();
    await page.mouse.move(0, 0);
    const k3t8 = row(page, 'Visitor K3T8');
    await k3t8.waitFor();
    const leave = () => inPage(page, ({ server }) => server.line.arrive('visit:gone', { visitorId: 'vis_k3t8' }));
    await leave();
    await k3t8.getByText('Left').waitFor();
    const time = await k3t8.locator('.visit-facts').textContent();
    await new Promise((done) => setTimeout(done, 2_500));
    expect(await k3t8.locator('.visit-facts').textContent()).toBe(time);
    expect(await k3t8.getByRole('button').count()).toBe(0);
    await expect.poll(() => k3t8.count(), { timeout: 15_000 }).toBe(0);
    await inPage(page, ({ server }) => {
      const visit = server.present.visits.find((one: { visitorId: string }) => one.visitorId === 'vis_k3t8');
      server.line.arrive('visit:changed', visit);
    });
    await k3t8.getByRole('button', { name: 'Invite Visitor K3T8' }).waitFor();
    await page.context().close();
  });

  it('[AC130] found, narrowed, put in order and invited by keyboard alone; the focus comes back', async () => {
    const { page } = await open({ query: '?scene=radar' });
    const { keyboard } = page;
    const region = page.getByRole('region', { name: 'Visitors', exact: true });
    const focused = () =>
      page.evaluate(() => {
        const on = document.activeElement;
        return on?.getAttribute('aria-label') ?? on?.closest('label')?.textContent ?? on?.textContent ?? '';
      });
    await region.getByRole('searchbox', { name: 'Find' }).focus();
    await keyboard.type('checkout');
    await region.getByText(/^\d+ of 505$/u).waitFor();
    await keyboard.press('Tab');
    expect(await focused()).toBe('Show, Order');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.press('ArrowDown');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    expect(await region.getByRole('combobox', { name: 'Order' }).inputValue()).toBe('next');
    expect(await region.getByRole('combobox', { name: 'Show' }).inputValue()).toBe('cart');
    await keyboard.press('Tab');
    if ((await focused()) === 'Sort again') await keyboard.press('Tab');
    const invite = await focused();
    expect(invite).toMatch(/^Invite Visitor/u);
    await keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: invite });
    await dialog.waitFor();
    for (let tab = 0; tab < 12 && (await focused()) !== 'Send invitation'; tab++) await keyboard.press('Tab');
    await keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await focused()).toBe(invite);
    await page.context().close();
  });

  it('[AC131] a site without the list or without inviting offers no invitation and says why; nobody there says who would be', async () => {
    const { page, texts } = await open({ language: 'de', dark: true });
    const region = page.getByRole('region', { name: texts.visitors.title, exact: true });
    await region
      .getByRole('button', { name: /einladen$/u })
      .first()
      .waitFor();
    await region.getByText(texts.radar.agreed).waitFor();
    const set = (on: boolean, radar: boolean) =>
      page.evaluate(
        ([one, two]) => {
          const { server } = (window as Fixture).fixture;
          server.rules.settings = { ...server.rules.settings, on: one, radar: two };
          server.line.arrive('rules:changed', { siteId: 'demo' });
        },
        [on, radar],
      );
    await set(true, false);
    await region.getByText('Wetterfest hat die Liste der Besucher ausgeschaltet').waitFor();
    expect(await region.getByRole('button', { name: /einladen$/u }).count()).toBe(0);
    await expectAccessible(page, 'radar off');
    await set(false, true);
    await region.getByText('Wetterfest hat das Einladen ausgeschaltet, auch von Hand.').waitFor();
    await set(true, true);
    await region
      .getByRole('button', { name: /einladen$/u })
      .first()
      .waitFor();
    await page.context().close();
    const empty = await open({ query: '?scene=empty' });
    await empty.page.getByText('Nobody is on the site right now.').waitFor();
    await empty.page.context().close();
  });
});

describe('the new states', () => {
  it.each([
    { width: 1600, dark: false, language: 'en' },
    { width: 1280, dark: true, language: 'de' },
    { width: 768, dark: true, language: 'en' },
    { width: 390, dark: false, language: 'de' },
  ] as const)('[AC120] [AC126] no accessibility violation at $width px, dark: $dark, $language', async (look) => {
    const { page, texts, errors } = await open({ ...look, height: 900, query: '?me=eva' });
    const name = `${look.width} ${look.dark ? 'dark' : 'light'} ${look.language}`;
    if (look.width < 720) await page.getByRole('button', { name: texts.settings.title }).first().click();
    await page.getByRole('button', { name: texts.places.rules, exact: true }).click();
    await page.getByText(texts.rules.removedRules(1)).click();
    await expectAccessible(page, `removed ${name}`);
    await page.getByRole('button', { name: 'checkout-help', exact: true }).click();
    await page.getByRole('textbox', { name: texts.rules.fields.priority }).fill('9');
    await expectAccessible(page, `beside ${name}`);
    const json = page.getByRole('textbox', { name: texts.ruleForm.json });
    if (!(await json.isVisible())) await page.getByRole('radio', { name: texts.rules.tabs.json, exact: true }).check();
    await json.fill((await json.inputValue()).replace('"skill": "sales"', '"skill": "care"'));
    await expectAccessible(page, `beside wrong ${name}`);
    await json.fill('{\n  "id": oops\n}');
    await expectAccessible(page, `beside broken ${name}`);
    const wide = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('.rules, .rules-main, .rules-side, .json-scroll')]
        .filter((part) => part.scrollWidth > part.clientWidth + 1)
        .map((part) => part.className),
    );
    expect(wide).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe('two who write the same rule', () => {
  const elsewhere = (page: Page) =>
    inPage(page, ({ server }) => {
      const kept = server.rules.records.filter((one: { ruleId: string }) => one.ruleId === 'checkout-help').at(-1).rule;
      server.rules.elsewhere({ ...kept, offer: { ...kept.offer, text: { ...kept.offer.text, en: 'Theirs' } } });
      server.line.arrive('rules:changed', { siteId: 'demo' });
    });
  const keptText = (page: Page) =>
    page.evaluate(
      () =>
        (window as Fixture).fixture.server.rules.records
          .filter((one: { ruleId: string }) => one.ruleId === 'checkout-help')
          .at(-1).rule.offer.text,
    );

  it('[AC150] what is being written keeps what it began from: the other’s change is told at once, and saving asks which stays', async () => {
    const { page, errors } = await atCheckout({ width: 1280 });
    const german = page.getByRole('textbox', { name: 'Text, German' }).first();
    await german.fill('Meins');
    await elsewhere(page);
    await page.getByText('Ben Otto has changed this rule meanwhile.').waitFor();
    expect(await german.inputValue()).toBe('Meins');
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await save.click();
    await page.getByText('Somebody else changed it meanwhile').waitFor();
    expect(await keptText(page)).toMatchObject({ en: 'Theirs' });
    await expectAccessible(page, 'rule conflict');
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Text, English' }).first().inputValue()).toBe('Theirs');
    await german.fill('Meins');
    await save.click();
    await page.getByText('Saved. It counts from now on.').waitFor();
    expect(await keptText(page)).toEqual({ en: 'Theirs', de: 'Meins' });
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('[AC150] untouched, the editor follows; removed by somebody else, what is being written stays', async () => {
    const { page } = await atCheckout({ width: 1280 });
    await elsewhere(page);
    const english = page.getByRole('textbox', { name: 'Text, English' }).first();
    await expect.poll(() => english.inputValue()).toBe('Theirs');
    await english.fill('Mine');
    await inPage(page, ({ server }) => {
      server.rules.records = server.rules.records.filter((one: { ruleId: string }) => one.ruleId !== 'checkout-help');
      server.line.arrive('rules:changed', { siteId: 'demo' });
    });
    await page.getByText('Somebody else has removed this rule meanwhile.').waitFor();
    expect(await english.inputValue()).toBe('Mine');
    await page.context().close();
  });

  it('[AC151] settings too: a change begun keeps its beginning, and saving asks', async () => {
    const { page } = await atRules({ width: 1280 });
    await page.getByRole('button', { name: 'For all rules', exact: true }).click();
    const form = page.locator('.rule-settings');
    await form.locator('[data-at=currency] input').fill('CHF');
    await inPage(page, ({ server }) => {
      server.rules.settings = { ...server.rules.settings, revision: 2, perVisit: 2 };
      server.line.arrive('rules:changed', { siteId: 'demo' });
    });
    await page.getByText('Somebody else has changed these settings meanwhile.').waitFor();
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Somebody else changed it meanwhile').waitFor();
    await page.context().close();
  });
});
