import { describe, expect, it } from 'vitest';
import { expectAccessible, inPage, open, screens } from './testing/screens.contract.ts';

screens();

type Page = Awaited<ReturnType<typeof open>>['page'];
const asked = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      // biome-ignore lint/suspicious/noExplicitAny: what testing/main.tsx leaves on the window
      (window as any).fixture.server.line.asked.filter((one: { event: string }) => one.event === 'visitor:explain')
        .length,
  );
/** The radar of 500, narrowed to one row. */
async function row(page: Page, texts: Awaited<ReturnType<typeof open>>['texts'], find: string) {
  const region = page.getByRole('region', { name: texts.visitors.title, exact: true });
  await region.getByRole('searchbox').fill(find);
  const found = region
    .getByRole('listitem')
    .filter({ has: page.locator('.visit-page') })
    .first();
  await found.waitFor();
  return found;
}

describe('why a rule does not invite', () => {
  it.each([
    { width: 1440, dark: false, language: 'en' },
    { width: 1440, dark: true, language: 'de' },
    { width: 390, dark: true, language: 'en' },
    { width: 390, dark: false, language: 'de' },
  ] as const)('[IN405] no accessibility violation at $width px, dark: $dark, $language', async (look) => {
    const { page, errors, texts } = await open({ ...look, height: 900, query: '?scene=radar' });
    const words = texts.explain;
    const one = await row(page, texts, '0003');
    const name = `${look.width} ${look.dark ? 'dark' : 'light'} ${look.language}`;
    await one.getByRole('button', { name: new RegExp(`^${words.invitedWith}`, 'u') }).click();
    await one.locator('.invited-text').first().waitFor();
    await one.scrollIntoViewIfNeeded();
    await expectAccessible(page, `why invited ${name}`);
    await one.getByRole('button', { name: words.why }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(words.truths.true, { exact: true }).first().waitFor();
    await expectAccessible(page, `why ${name}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(wide).toBe(false);
    await inPage(page, ({ server }) => server.why.refuse('gone'));
    await dialog.getByText(words.refused.gone!, { exact: false }).waitFor();
    await expectAccessible(page, `why refused ${name}`);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('[IN405] by keyboard: opened on a rule’s own button, read as nested lists, closed with Esc; the focus goes back', async () => {
    const { page, errors, texts } = await open({ query: '?scene=radar' });
    const one = await row(page, texts, '0001');
    const button = one.getByRole('button', { name: /^Why\? checkout-help/ });
    await button.focus();
    await page.keyboard.press('Enter');
    const tree = page.getByRole('dialog').getByRole('list', { name: 'Conditions' });
    const leaf = tree.getByRole('listitem').filter({ hasText: 'On form checkout' }).last();
    await leaf.waitFor();
    expect(await leaf.innerText()).toMatch(/not met[\s\S]*On form checkout for 1\.5 min[\s\S]*\d+ s of 1 min 30 s/);
    expect(await tree.getByText('a text that stays with the visitor').count()).toBe(1);
    await page.getByText(/Next change in \d+ s at the earliest/).waitFor();
    await page.getByText('Earlier (3)').click();
    await page.keyboard.press('Escape');
    await expect.poll(() => button.evaluate((it) => it === document.activeElement)).toBe(true);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('[AC152] after the server’s no it is one story: met on the page, asked and refused, asked again, and where the reason stands', async () => {
    const { page, errors, texts } = await open({ query: '?scene=radar', language: 'de' });
    await inPage(page, ({ server }) => server.why.deny(16_000));
    const one = await row(page, texts, '0001');
    await one.getByRole('button', { name: /^Warum\? checkout-help/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Auf der Seite nichts: Es fehlt das Ja des Servers.').waitFor();
    const said = await dialog.innerText();
    expect(said).toMatch(
      /Die Bedingungen auf der Seite sind erfüllt\. Der Server wurde vor 1[67] Sekunden gefragt und sagte nein\. Er wird frühestens in 1[34] s wieder gefragt\./u,
    );
    expect(said).toMatch(/vor 1[67] Sekunden beim Server erfragt, er sagte nein/u);
    expect(await dialog.locator('.why-mark').first().innerText()).toBe('der Server entscheidet');
    for (const other of ['nicht bekannt', 'Durch Warten allein', 'erst beim Server erfragt', 'Das endet'])
      expect(said, other).not.toContain(other);
    await expectAccessible(page, 'why denied');
    await dialog.getByRole('button', { name: texts.rules.decisions }).click();
    await page.getByRole('heading', { name: texts.decisions.title }).waitFor();
    expect(await page.getByRole('combobox', { name: texts.decisions.rule }).inputValue()).toBe('checkout-help');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('[IN402] it counts while it is open, and the page is left alone once it is closed', async () => {
    const { page, texts } = await open({ query: '?scene=radar' });
    const one = await row(page, texts, '0001');
    expect(await asked(page)).toBe(0);
    await one.getByRole('button', { name: /^Why\? checkout-help/ }).click();
    const leaf = page.getByRole('dialog').getByText(/\d+ s of 1 min 30 s/);
    const first = await leaf.innerText();
    await expect.poll(() => leaf.innerText(), { timeout: 8_000 }).not.toBe(first);
    await page.keyboard.press('Escape');
    const then = await asked(page);
    expect(then).toBeGreaterThan(1);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.waitForTimeout(2_500);
    expect(await asked(page)).toBe(then);
    await page.context().close();
  });

  it('[IN406] also in the window in which somebody is invited, without losing what was written there', async () => {
    const { page, texts } = await open({ query: '?scene=radar' });
    const one = await row(page, texts, '0001');
    await one.getByRole('button', { name: /^Invite / }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Own words' }).check();
    await dialog.getByRole('textbox', { name: 'Your words' }).fill('May I help?');
    const why = dialog.getByRole('button', { name: 'Why? checkout-help' });
    await why.click();
    expect(await why.getAttribute('aria-expanded')).toBe('true');
    await dialog.getByText('What is missing').waitFor();
    await why.click();
    expect(await dialog.getByText('What is missing').count()).toBe(0);
    expect(await dialog.getByRole('textbox', { name: 'Your words' }).inputValue()).toBe('May I help?');
    await page.context().close();
  });

  it('[IN407] a no is said in words, and what was told before stays to be read', async () => {
    const { page, texts } = await open({ query: '?scene=radar' });
    const one = await row(page, texts, '0001');
    await inPage(page, ({ server }) => server.why.refuse('tooOld'));
    await one.getByRole('button', { name: /^Why\? checkout-help/ }).click();
    await page.getByText('The page was opened before this was possible. It can answer after its next load.').waitFor();
    await page.keyboard.press('Escape');
    await inPage(page, ({ server }) => server.why.refuse(null));
    await one.getByRole('button', { name: /^Why\? checkout-help/ }).click();
    await page.getByRole('dialog').getByText('On form checkout', { exact: false }).first().waitFor();
    await inPage(page, ({ server }) => server.why.refuse('notFound', 'ruleId'));
    await page.getByText('The page does not have this rule, or not any more. This is how it stood last.').waitFor();
    expect(await page.getByRole('dialog').getByText('On form checkout', { exact: false }).count()).toBeGreaterThan(0);
    await page.context().close();
  });
});

it('[IN401] what a visitor was invited with can be unfolded: the card of that version, and an agent’s own words', async () => {
  const { page, texts } = await open({ query: '?scene=radar' });
  const one = await row(page, texts, '0003');
  expect(await one.getByText('May I look for your size?').count()).toBe(0);
  await one.getByRole('button', { name: /^What it said/ }).click();
  await one.getByText('A question about the checkout?').waitFor();
  await one.getByText('version 3').waitFor();
  await one.getByText('May I look for your size?').waitFor();
  await one.getByText(/Invited by hand/).waitFor();
  await page.context().close();
});
