import { expect, it } from 'vitest';
import { openDesk } from './desk.ts';
import { expectAccessible, picture } from './people.ts';
import { openStage } from './stage.ts';
import { allow, grant, press, share, sharedPage, talking } from './together.ts';

const { world, browser } = await openStage();

// After the visitor's own hand the agent waits a second and a half.
const handsOffMs = 1_700;

it('[CT90] both fill in the checkout, across a page load, and only the visitor can place the order', async () => {
  const { visitor, anna } = await talking(browser, world, '/en/product/raincoat-fjord');
  const shop = visitor.page;
  const desk = anna.page;
  await shop
    .locator('#add input, .sizes label')
    .first()
    .click()
    .catch(() => {});
  await shop.getByRole('button', { name: 'Add to cart' }).click();
  await share(shop, desk);
  await grant(shop, desk, 'Ask for control');

  // The agent opens the checkout: a full page load. Nothing is asked again, and the grant goes along.
  const cart = sharedPage(desk).locator('main a[href]').filter({ hasText: 'Go to cart' }).first();
  await shop.waitForTimeout(handsOffMs);
  await press(desk, cart);

  await shop.waitForURL(/\/en\/cart/);
  await expect.poll(() => sharedPage(desk).locator('main h1').textContent(), { timeout: 10_000 }).toMatch(/cart/i);
  expect(await shop.getByRole('alertdialog').count()).toBe(0);
  await shop.goto(`${world.shopUrl}/en/checkout`);
  await expect.poll(() => sharedPage(desk).locator('main h1').textContent(), { timeout: 10_000 }).toBe('Checkout');
  await grant(shop, desk, 'Ask to fill in');
  await expectAccessible(shop, 'a page that is filled in together');
  await picture(shop, 'filling-visitor');

  // The agent writes the name; the field is hidden from them but for their own words.
  await shop.waitForTimeout(handsOffMs);
  const fields = sharedPage(desk).locator('main form input');
  await press(desk, fields.nth(0));
  const editor = desk.getByRole('group', { name: 'Fill in together' }).locator('[data-editor]');
  await editor.waitFor();
  await desk.keyboard.type('Vera Regen', { delay: 30 });
  await expect.poll(() => shop.locator('#name').inputValue()).toBe('Vera Regen');
  await expectAccessible(desk, 'the console with an open field');
  await picture(desk, 'filling-console');
  await desk.keyboard.press('Escape');

  // The visitor writes the rest, and none of it reaches the agent.
  await shop.locator('#street').fill('Zwiebelweg');
  await shop.locator('#number').fill('4711');
  await shop.locator('#zip').fill('20095');
  await shop.locator('#city').fill('Hamburg');
  await shop.locator('#email').fill('vera@example.org');
  await shop.locator('[name=terms]').check();
  await shop.waitForTimeout(handsOffMs);

  // The order button: refused, on record, and shown to the visitor instead.
  const buy = sharedPage(desk)
    .locator('button')
    .filter({ hasText: /^Buy now/ });
  await buy.scrollIntoViewIfNeeded().catch(() => {});
  await shop.locator('#checkout button[type=submit]').scrollIntoViewIfNeeded();
  await shop.waitForTimeout(handsOffMs);
  await press(desk, buy);
  await desk
    .getByText(/Only the customer/i)
    .first()
    .waitFor();
  await shop.waitForTimeout(500);
  expect(new URL(shop.url()).pathname).toBe('/en/checkout');
  const seen = await desk.evaluate(() => {
    const frame = document.querySelector<HTMLIFrameElement>('iframe[title="Shared page"]')!.contentDocument!;
    return frame.documentElement.outerHTML + [...frame.querySelectorAll('input')].map((field) => field.value).join('|');
  });
  expect(seen).not.toMatch(/Zwiebelweg|4711|20095|vera@example/);

  await shop.locator('#checkout button[type=submit]').click();
  await shop.waitForURL(/\/en\/order/);
  expect(visitor.errors).toEqual([]);
  expect(anna.errors).toEqual([]);
  await visitor.context.close();
  await anna.context.close();
});

it('[CT91] Esc Esc ends what the agent may do at once, one switch ends one thing, and the view goes on', async () => {
  const { visitor, anna } = await talking(browser, world, '/en/help/returns', 'ben@demo.shop');
  const shop = visitor.page;
  const desk = anna.page;
  await share(shop, desk);
  await grant(shop, desk, 'Ask for control');
  await shop.locator('main h1').click();
  await shop.keyboard.press('Escape');
  await shop.keyboard.press('Escape');
  const control = desk.getByRole('button', { name: 'Ask for control' });
  await expect.poll(() => control.getAttribute('aria-pressed')).toBe('false');
  const before = shop.url();
  await shop.waitForTimeout(handsOffMs);
  const link = sharedPage(desk).locator('header a[href]').last();
  await press(desk, link);
  await shop.waitForTimeout(800);
  expect(shop.url()).toBe(before);

  // Asked again it is a question again; a no is a no.
  await control.click();
  const asked = shop.getByRole('alertdialog', { name: /to click and scroll/ });
  await asked.waitFor();
  await expectAccessible(shop, 'the question before control');
  await asked.getByRole('button', { name: 'Decline' }).click();
  await expect.poll(() => control.getAttribute('aria-pressed')).toBe('false');
  await shop.evaluate(() => {
    document.querySelector('main h1')!.textContent = 'Still looking';
  });
  await sharedPage(desk).getByText('Still looking').waitFor();
  expect(visitor.errors).toEqual([]);
  expect(anna.errors).toEqual([]);
  await visitor.context.close();
  await anna.context.close();
});

it('[SH92] what an admin lets agents see reaches open pages at once, and a recorded share can be played again', async () => {
  const { visitor, anna } = await talking(browser, world, '/en/help/returns', 'eva@demo.shop');
  const root = await openDesk(world, 'root@demo.shop');
  const before = await root.ask('privacy:read', { siteId: 'demo' });
  await root.ask('privacy:write', {
    ...before,
    rules: [{ selector: 'main h1', mark: 'block' }],
    recording: true,
    recordingDays: 3,
  });
  await anna.page.getByRole('button', { name: 'Ask to see the page' }).click();
  const question = visitor.page.getByRole('alertdialog', { name: /Allow .* to see this page/ });
  await question.getByText(/recorded/i).waitFor();
  await allow(visitor.page, /Allow .* to see this page/);
  await sharedPage(anna.page).locator('main p').first().waitFor();
  expect(await sharedPage(anna.page).locator('main').textContent()).not.toContain('Returns');
  const now = await root.ask('privacy:read', { siteId: 'demo' });
  await root.ask('privacy:write', { ...now, rules: [] });
  await expect
    .poll(() => sharedPage(anna.page).locator('main h1').textContent(), { timeout: 10_000 })
    .toMatch(/return/i);
  await visitor.page.getByRole('button', { name: 'Stop sharing' }).click();
  await anna.page.getByRole('button', { name: 'Ask to see the page' }).waitFor();
  await anna.page.waitForTimeout(2_500);
  await root.ask('privacy:write', { ...now, version: now.version + 1, rules: [], recording: false });
  root.close();
  expect(visitor.errors).toEqual([]);
  expect(anna.errors).toEqual([]);
  await visitor.context.close();
  await anna.context.close();
});
