import type { Browser, Locator, Page } from 'playwright-core';
import { acceptFirst, agent, openChat, type Person, person, write } from './people.ts';
import type { World } from './world.ts';

// What the journeys do with a shared page, on both sides, as people would.

/** The copy of the visitor's page in the agent's window. */
export const sharedPage = (page: Page) => page.frameLocator('iframe[title="Shared page"]');

/** Visitor and agent in one conversation, before anything is shared. */
export async function talking(
  browser: Browser,
  world: World,
  path: string,
  email = 'anna@demo.shop',
): Promise<{ visitor: Person; anna: Person }> {
  // Somebody else each time: a conversation that was left open waits for its own agent.
  const anna = await agent(browser, world, email);
  const visitor = await person(browser);
  await visitor.page.goto(`${world.shopUrl}${path}`);
  await openChat(visitor.page);
  await write(visitor.page, 'Can you look at this with me?');
  await acceptFirst(anna.page);
  return { visitor, anna };
}

/** Answers a question of trust. A yes counts only half a second after the question has come. */
export async function allow(visitor: Page, question: RegExp): Promise<void> {
  const asked = visitor.getByRole('alertdialog', { name: question });
  await asked.waitFor();
  await visitor.waitForTimeout(600);
  await asked.getByRole('button', { name: 'Allow' }).click();
  await asked.waitFor({ state: 'detached' });
}

/** The agent asks to see the page, the visitor allows it, the first picture stands. */
export async function share(visitor: Page, anna: Page): Promise<void> {
  await anna.getByRole('button', { name: 'Ask to see the page' }).click();
  await allow(visitor, /Allow .* to see this page/);
  await sharedPage(anna).locator('h1').first().waitFor();
}

/** Asks for one more thing and gets it. */
export async function grant(visitor: Page, anna: Page, button: 'Ask for control' | 'Ask to fill in'): Promise<void> {
  const toggle = anna.getByRole('button', { name: button });
  await toggle.click();
  await allow(visitor, button === 'Ask for control' ? /to click and scroll/ : /to fill in forms with you/);
  await anna.locator(`button[aria-pressed="true"]`, { hasText: '' }).and(toggle).waitFor();
}

/** The agent presses on what they see in the picture. */
export async function press(anna: Page, seen: Locator): Promise<void> {
  const box = await seen.boundingBox();
  if (!box) throw new Error('nothing there to press');
  await anna.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}
