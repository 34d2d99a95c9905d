import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { acceptFirst, agent, openChat, person, write } from './people.ts';
import { openStage } from './stage.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { world, browser } = await openStage();
let page: Server;
afterAll(() => {
  page?.close();
});

it('[SE95] a plain page of one’s own, with the one tag and an origin added by the command line, has chat, shared page and call', async () => {
  page = await new Promise((done) => {
    const server = createServer((_, res) => {
      res.setHeader('content-type', 'text/html; charset=utf-8');
      res.end(
        `<!doctype html><html lang="en"><title>My shop</title><h1 data-theke-show>Hand-made umbrellas</h1><p>Order by phone.</p><script async src="${world.thekeUrl}/theke.js" data-site="own"></script></html>`,
      );
    }).listen(0, '127.0.0.1', () => done(server));
  });
  const origin = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
  const added = spawnSync('npm', ['run', '-s', 'theke', '--', 'site', 'add', '--id', 'own', '--origin', origin], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, THEKE_DATA_DIR: world.dataDir },
  });
  expect(added.status, added.stderr).toBe(0);

  const anna = await agent(browser, world);
  const visitor = await person(browser);
  await visitor.page.goto(origin);
  await openChat(visitor.page);
  await write(visitor.page, 'Do you repair umbrellas?');
  await acceptFirst(anna.page);
  await anna.page.getByRole('button', { name: 'Ask to see the page' }).click();
  const question = visitor.page.getByRole('alertdialog', { name: /Allow .* to see this page/ });
  await question.waitFor();
  // The question cannot be answered by a click that was meant for something else.
  await visitor.page.waitForTimeout(600);
  await question.getByRole('button', { name: 'Allow' }).click();
  const shared = anna.page.frameLocator('iframe[title="Shared page"]');
  await shared.getByRole('heading', { name: 'Hand-made umbrellas' }).waitFor();
  // Not marked: the shape of it is there, the words are not.
  expect(await shared.locator('body').textContent()).not.toContain('Order by phone');

  await anna.page.getByRole('button', { name: 'Start call' }).click();
  const ringing = visitor.page.getByRole('alertdialog', { name: /is calling/ });
  await ringing.waitFor();
  await visitor.page.waitForTimeout(600);
  await ringing.getByRole('button', { name: 'Accept', exact: true }).click();
  await visitor.page.getByRole('region', { name: 'Call' }).getByRole('button', { name: 'Hang up' }).waitFor();
  await expect.poll(() => anna.page.getByRole('button', { name: 'Hang up' }).count()).toBe(1);
  expect(visitor.errors).toEqual([]);
  expect(anna.errors).toEqual([]);
});
