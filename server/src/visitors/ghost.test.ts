import { expect, it, vi } from 'vitest';
import type { VisitorActor } from '../powers.ts';
import { type VisitorDeskPowers, visitorDesk } from './visitorDesk.ts';

it('[SE97] a visitor who goes while the first word is being looked up begins no visit that never ends', async () => {
  let read = (_rows: never[]) => {};
  const rows = new Promise<never[]>((done) => {
    read = done;
  });
  const query: unknown = new Proxy({}, { get: (_, name) => (name === 'execute' ? () => rows : () => query) });
  const hello = vi.fn();
  const site = { id: 'demo', name: 'Demo', origins: [], settings: {} };
  const desk = visitorDesk({
    db: query,
    visits: { hello },
    site: async () => site,
    pagePrivacy: async () => ({}),
    now: () => 0,
  } as unknown as VisitorDeskPowers);
  const actor: VisitorActor = {
    kind: 'visitor',
    visitorId: 'v',
    siteId: 'demo',
    contactId: 'c',
    socketId: 's',
    tabId: 't',
  };
  desk.admitted({ actor, visitorToken: 'proof', site, from: { address: '', userAgent: '', forwarded: false } });
  const answer = desk.handlers['visit:hello']!.run(actor, {
    locale: 'en',
    page: { url: 'http://shop.test/' },
    afterSeq: 0,
  });
  await new Promise((turn) => setTimeout(turn, 5));
  desk.left(actor);
  read([]);
  expect(await answer).toMatchObject({ ok: false, refusal: { code: 'gone' } });
  expect(hello).not.toHaveBeenCalled();
});
