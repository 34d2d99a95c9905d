import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { openDesk } from './desk.ts';
import { acceptFirst, agent, openChat, person, write } from './people.ts';
import { openStage } from './stage.ts';
import { grant, press, share, sharedPage } from './together.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { world, browser } = await openStage();
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(html: () => string): Promise<number> {
  const server = createServer((_, res) => {
    res.setHeader('content-type', 'text/html; charset=utf-8');
    res.end(html());
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

it('[SH192] [SH185] a delivery calendar of another origin, with its one tag and named by the site, is seen by the agent as part of the page; before the yes it has asked for nothing, and after Stop it is as it was', async () => {
  const port = await serve(
    () => `<!doctype html><html lang="en"><title>Dates</title><h2 data-theke-show>Delivery dates</h2><p>Canary street</p>
      <input aria-label="Street" value="Canary value"><script async src="${world.thekeUrl}/theke-frame.js" data-site="own"></script></html>`,
  );
  const embedded = `http://localhost:${port}`;
  const shopPort = await serve(
    () => `<!doctype html><html lang="en"><title>My shop</title><h1 data-theke-show>Hand-made umbrellas</h1>
      <iframe title="Dates" src="${embedded}/" style="width:400px;height:200px"></iframe>
      <script async src="${world.thekeUrl}/theke.js" data-site="own"></script></html>`,
  );
  const origin = `http://127.0.0.1:${shopPort}`;
  const added = spawnSync('npm', ['run', '-s', 'theke', '--', 'site', 'add', '--id', 'own', '--origin', origin], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, THEKE_DATA_DIR: world.dataDir },
  });
  expect(added.status, added.stderr).toBe(0);
  const desk = await openDesk(world, 'root@demo.shop');
  await expect
    .poll(async () => {
      const before = await desk.ask('privacy:read', { siteId: 'own' }).catch(() => null);
      return before && desk.ask('privacy:write', { ...before, frames: [embedded] }).then(() => true);
    })
    .toBe(true);
  desk.close();

  const anna = await agent(browser, world);
  const visitor = await person(browser);
  const asked: string[] = [];
  visitor.page.on('request', (request) => {
    if (/\/api\/v1\/frames|\/assets\/(inside|frames)-/.test(request.url())) asked.push(new URL(request.url()).pathname);
  });
  await visitor.page.goto(origin);
  await openChat(visitor.page);
  await write(visitor.page, 'When can it come?');
  await acceptFirst(anna.page);
  const inner = visitor.page.frames().find((one) => one.url().startsWith(embedded))!;
  await inner.evaluate(() => Object.assign(window, { native: Element.prototype.attachShadow }));
  const isPatched = () =>
    inner.evaluate(() => Element.prototype.attachShadow !== (window as never as { native: unknown }).native);
  expect(asked).toEqual([]);

  await share(visitor.page, anna.page);
  const dates = sharedPage(anna.page).frameLocator('iframe');
  await dates.getByRole('heading', { name: 'Delivery dates' }).waitFor();
  expect(await isPatched()).toBe(true);
  expect(asked.map((path) => path.replace(/-.*/, ''))).toEqual(['/assets/frames', '/api/v1/frames', '/assets/inside']);
  await inner.evaluate(() => document.querySelector('h2')!.append(' until Friday'));
  await dates.getByRole('heading', { name: 'Delivery dates until Friday' }).waitFor();
  expect(await dates.locator('body').textContent()).not.toContain('Canary');
  expect(await dates.locator('input').inputValue()).not.toContain('Canary');

  // A press in it is the visitor's alone.
  await grant(visitor.page, anna.page, 'Ask for control');
  await inner.evaluate(() => addEventListener('pointerdown', () => (document.title += '!'), true));
  await visitor.page.waitForTimeout(1_700);
  await press(anna.page, dates.getByRole('heading', { name: 'Delivery dates until Friday' }));
  await anna.page
    .getByText(/only lets the customer do this/i)
    .first()
    .waitFor();
  expect(await inner.title()).toBe('Dates');

  await visitor.page.getByRole('button', { name: 'Stop sharing' }).click();
  await expect.poll(isPatched).toBe(false);
  expect(visitor.errors).toEqual([]);
  expect(anna.errors).toEqual([]);
});
