import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, type Fixture, inPage, open, screens } from './testing/screens.contract.ts';

screens();

/** A rule open, and what is said near its button for saving as it changes. */
const atCheckout = async (options: NonNullable<Parameters<typeof open>[0]>) => {
  const opened = await open({ query: '?me=eva', ...options });
  const { page, texts } = opened;
  if ((options.width ?? 1280) < 720) await page.getByRole('button', { name: texts.settings.title }).first().click();
  await page.getByRole('button', { name: texts.places.rules, exact: true }).click();
  await page.getByRole('button', { name: 'checkout-help', exact: true }).click();
  const json = page.getByRole('textbox', { name: texts.ruleForm.json });
  const form = page.getByRole('region', { name: texts.rules.tabs.form, exact: true });
  return { ...opened, json, form, list: page.getByRole('list', { name: texts.ruleAdvice.list }) };
};
type At = Awaited<ReturnType<typeof atCheckout>>;
const misspell = async ({ json }: At, from = '"product.id"', to = '"prodcut.id"') =>
  json.fill((await json.inputValue()).replace(from, to));
const caret = (page: Page) =>
  page.evaluate(() => ({
    chosen: getSelection()?.toString(),
    focused: document.activeElement?.matches('.rule-json textarea'),
  }));

describe('warnings beside a rule', () => {
  it('[AC156] a rule that is on shows in the list how many warnings it has; off it does not', async () => {
    const { page } = await atCheckout({});
    const row = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'checkout-help' }) });
    expect(await row.locator('.rule-warnings').count()).toBe(0);
    await inPage(page, ({ server }) => {
      const kept = server.rules.records.filter((one: { ruleId: string }) => one.ruleId === 'checkout-help').at(-1).rule;
      server.rules.elsewhere(JSON.parse(JSON.stringify(kept).replace('"product.id"', '"prodcut.id"')));
      server.line.arrive('rules:changed', { siteId: 'demo' });
    });
    await row.getByText('1 warning', { exact: true }).waitFor();
    await row.getByRole('radio', { name: 'Off' }).check();
    await expect.poll(() => row.locator('.rule-warnings').count()).toBe(0);
    await page.context().close();
  });

  it('[AC157] in a narrow column the way out stands from the left and in one piece', async () => {
    const at = await atCheckout({ width: 1100, language: 'de' });
    await misspell(at);
    const way = at.form.locator('.advice-at .text-button').first();
    await way.waitFor();
    const look = await way.evaluate((it) => ({
      align: getComputedStyle(it).textAlign,
      boxes: it.getClientRects().length,
    }));
    expect(look).toEqual({ align: 'start', boxes: 1 });
    const [line, sentence] = await way.evaluate((it) => [
      Number.parseFloat(getComputedStyle(it).lineHeight) || 18,
      it.getBoundingClientRect().height,
    ]);
    expect(sentence).toBeLessThan((line ?? 18) * 2);
    await at.page.context().close();
  });

  it('[AC133] [AC138] stand in the JSON and at the field, with a sign, the word and a sentence; saving takes no notice', async () => {
    const at = await atCheckout({});
    const { page, form, list, texts, errors } = at;
    await misspell(at);
    const field = form.locator('[data-at="when.of[0].of[1].fact"]');
    await field.getByText('Warning: No page tells of prodcut.id.').waitFor();
    const input = field.getByRole('combobox', { name: texts.rules.fields.fact });
    expect(await input.getAttribute('aria-invalid')).toBe('false');
    const described = await input.getAttribute('aria-describedby');
    const words = await page.evaluate(
      (ids) => ids.split(' ').map((id) => document.getElementById(id)?.textContent),
      described ?? '',
    );
    expect(words.join(' ')).toContain('No page tells of prodcut.id.');
    expect(await field.locator('svg').count()).toBe(1);
    expect(await page.locator('[data-mark~=advice]').allTextContents()).toEqual(['"fact": "prodcut.id"']);
    // The sign at the edge stands on the line of what is marked.
    const sign = await page
      .locator('[data-mark~=advice]')
      .evaluate((mark) => getComputedStyle(mark, '::before').content);
    expect(sign).toBe('"!"');
    await list.getByRole('button', { name: /^Line \d+, column \d+$/u }).click();
    expect(await caret(page)).toEqual({ chosen: '"fact": "prodcut.id"', focused: true });
    await page.getByRole('status').filter({ hasText: '1 warning' }).waitFor();
    const save = page.getByRole('button', { name: 'Save' });
    expect(await save.getAttribute('aria-disabled')).toBe('false');
    await save.click();
    await page.getByText(texts.ruleForm.saved).waitFor();
    await field.getByText('No page tells of prodcut.id.').waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('[AC135] one press puts there what was meant, from the form and from the JSON; the focus goes there, and Ctrl Z takes it back', async () => {
    const at = await atCheckout({});
    const { page, json, form, list, texts } = at;
    const right = await json.inputValue();
    await misspell(at);
    const wrong = await json.inputValue();
    const use = texts.ruleAdvice.use('“product.id”');
    await form.getByRole('button', { name: use }).click();
    await expect.poll(() => json.inputValue()).toBe(right);
    const input = form.locator('[data-at="when.of[0].of[1].fact"]').getByRole('combobox');
    await expect.poll(() => input.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await input.inputValue()).toBe('product.id');
    expect(await list.count()).toBe(0);
    await json.focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => json.inputValue()).toBe(wrong);
    await list.getByRole('button', { name: use }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => json.inputValue()).toBe(right);
    await expect.poll(() => caret(page)).toEqual({ chosen: '"fact": "product.id"', focused: true });
    await page.keyboard.press('Control+z');
    await expect.poll(() => json.inputValue()).toBe(wrong);
    await list.waitFor();
    await page.context().close();
  });

  it('[AC136] nothing is said or shown of half a word; what is wrong is said once, after a rest', async () => {
    const at = await atCheckout({});
    const { page, form } = at;
    await page.evaluate(() => {
      const status = document.querySelector('.rule-warned');
      const said: string[] = [];
      Object.assign(window, { said });
      if (status)
        new MutationObserver(() => said.push(status.textContent ?? '')).observe(status, {
          childList: true,
          characterData: true,
          subtree: true,
        });
    });
    const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said);
    const input = form.locator('[data-at="when.of[0].of[1].fact"]').getByRole('combobox');
    const advice = form.locator('.advice');
    await input.fill('');
    for (const letter of 'cart.') {
      await page.keyboard.type(letter);
      expect(await advice.count(), letter).toBe(0);
    }
    expect(await said()).toEqual([]);
    await advice.getByText('No page tells of cart..').waitFor();
    await expect.poll(said).toEqual(['1 warning']);
    // Still wrong, still the same warning, its sentence kept up with what is typed.
    await page.keyboard.type('valeu');
    await advice.getByText('No page tells of cart.valeu.').waitFor();
    await new Promise((done) => setTimeout(done, 1_200));
    expect((await said()).length).toBe(1);
    await input.fill('cart.quantity');
    await expect.poll(() => advice.count()).toBe(0);
    await expect.poll(said).toEqual(['1 warning', '']);
    await page.context().close();
  });

  it('[AC139] while the JSON cannot be read the warnings stay where they were and nothing moves', async () => {
    const at = await atCheckout({});
    const { page, json, form, list } = at;
    await misspell(at);
    await form.locator('.advice').waitFor();
    const whole = await json.inputValue();
    const length = page.getByRole('textbox', { name: 'Priority (higher wins)' });
    const text = form.getByRole('textbox', { name: 'Text, English' }).first();
    const places = async () => [
      await length.boundingBox(),
      await text.boundingBox(),
      (await page.locator('.json-scroll').boundingBox())?.y,
      (await list.boundingBox())?.height,
    ];
    const was = await places();
    await json.fill(`${whole.slice(0, -1)},`);
    await page.locator('.rule-rests').waitFor();
    await new Promise((done) => setTimeout(done, 1_200));
    expect(await places()).toEqual(was);
    expect(await list.getByText('No page tells of prodcut.id.').count()).toBe(1);
    expect(await list.getByRole('button').count()).toBe(0);
    expect(await page.locator('[data-mark~=advice]').count()).toBe(0);
    await json.fill(whole);
    await list.getByRole('button').first().waitFor();
    expect(await places()).toEqual(was);
    await page.context().close();
  });

  it('[AC140] a skill nobody has is told once the server has said who can what; agents read it without a button', async () => {
    const at = await atCheckout({ query: '?me=anna' });
    const { page, form, texts } = at;
    await page.getByRole('button', { name: 'size-adviser', exact: true }).click();
    await inPage(page, ({ server }) => {
      server.rules.skills = ['pharmacy', 'slaes'];
    });
    await page.getByRole('button', { name: 'checkout-help', exact: true }).click();
    await form.getByText('Nobody here has the skill sales, so nobody is invited.').waitFor();
    expect(await form.locator('.advice button').count()).toBe(0);
    expect(await page.getByRole('list', { name: texts.ruleAdvice.list }).getByRole('button').count()).toBe(1);
    await page.context().close();
  });
});

describe('settings of a site', () => {
  it('[AC146] what the server refuses is refused at its field, and saving leads there; the end of a day may be one', async () => {
    const { page, texts } = await atCheckout({});
    await page.getByRole('button', { name: texts.rules.settings, exact: true }).click();
    const settings = page.getByRole('form', { name: texts.ruleSettings.title });
    const save = settings.getByRole('button', { name: texts.ruleSettings.save });
    const kept = () => page.evaluate(() => JSON.stringify((window as Fixture).fixture.server.rules.settings));
    const before = await kept();
    const refused = async (label: string, typed: string, right: string, words: string) => {
      const field = settings.getByRole('textbox', { name: label, exact: true });
      await field.fill(typed);
      await settings.getByText(words).waitFor();
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      await save.click();
      expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
      await field.fill(right);
      expect(await field.getAttribute('aria-invalid')).toBe('false');
    };
    const { faults } = texts.ruleSettings;
    await refused(texts.ruleForm.window, '59 min', '2 h', faults.window);
    await refused(texts.ruleSettings.within, '0 s', '1 d', faults.some);
    await settings.getByRole('checkbox', { name: texts.ruleSettings.hoursOn }).check();
    await refused(texts.ruleForm.to(texts.ruleForm.days.mon), '24:30', '24:00', faults.clock);
    expect(await kept()).toBe(before);
    await save.click();
    await settings.getByText(texts.ruleForm.saved).waitFor();
    expect(await kept()).toContain('"24:00"');
    await page.context().close();
  });
});

describe('their looks', () => {
  it.each([
    { width: 1600, dark: false, language: 'en' },
    { width: 1280, dark: true, language: 'de' },
    { width: 768, dark: true, language: 'en' },
    { width: 390, dark: false, language: 'de' },
  ] as const)('[AC137] no accessibility violation at $width px, dark: $dark, $language', async (look) => {
    const at = await atCheckout({ ...look, height: 900 });
    const { page, json, form, texts, errors } = at;
    const name = `${look.width} ${look.dark ? 'dark' : 'light'} ${look.language}`;
    if (!(await json.isVisible())) await page.getByRole('radio', { name: texts.rules.tabs.json, exact: true }).check();
    const rule = JSON.parse(await json.inputValue()) as { when: { of: unknown[] }; offer: { text: { en: string } } };
    rule.when.of.push(
      { op: 'eq', fact: 'cart.valueCents', value: 49.9 },
      { op: 'in', fact: 'visit.device', value: ['phone', 'tablett'] },
      { op: 'any', of: [] },
      { op: 'seen', signal: 'exit', withinMs: 0 },
    );
    rule.offer.text.en = 'About {product.nam|this}?';
    const closed = { timeZone: 'shop', open: { weekly: {}, days: { '2026-02-31': [] } } };
    await json.fill(JSON.stringify({ ...rule, caps: { perVisit: 0 }, hours: closed }, null, 2));
    await page
      .getByRole('status')
      .filter({ hasText: texts.ruleAdvice.count(8) })
      .waitFor();
    await expectAccessible(page, `advice json ${name}`);
    const narrow = page.getByRole('radio', { name: texts.rules.tabs.form, exact: true });
    if (await narrow.count()) await narrow.check();
    expect(await form.locator('.advice').count()).toBe(8);
    // One press after the other leads to each of them, and round to the first.
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-at]')?.dataset.at ?? '');
    const met: string[] = [];
    for (let no = 0; no < 9; no++) {
      await page.getByRole('button', { name: texts.ruleAdvice.count(8) }).click();
      met.push(await focused());
    }
    expect(new Set(met).size).toBe(8);
    expect(met.slice(0, 2)).toEqual(['when.of[2].value', 'when.of[3].value']);
    expect(met[8]).toBe(met[0]);
    await form.getByText(texts.ruleAdvice.say.neverInvites.cap).scrollIntoViewIfNeeded();
    await expectAccessible(page, `advice form ${name}`);
    const wide = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('.rules-main, .json-scroll, .json-advice, .rule-pane')]
        .filter((part) => part.scrollWidth > part.clientWidth + 1)
        .map((part) => part.className),
    );
    expect(wide).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
