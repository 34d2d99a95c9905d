import { fakeClock } from '@theke/kit';
import { expect, it, vi } from 'vitest';
import type { AgentActor, Db } from '../powers.ts';
import { createVisits } from '../visitors/visits.ts';
import { createDesks } from './desks.ts';

const who = (socketId: string): AgentActor => ({
  kind: 'agent',
  agentId: 'anna',
  name: 'Anna',
  role: 'agent',
  skills: [],
  session: 's',
  socketId,
});
const db = {
  selectFrom: () => ({ select: () => ({ where: () => ({ executeTakeFirst: async () => ({ available: 1 }) }) }) }),
} as unknown as Db;

it('[QU11] an agent who reloads or drops off for a moment is not gone; after thirty seconds they are', async () => {
  const clock = fakeClock();
  const onGone = vi.fn();
  const desks = createDesks({ db, after: clock.after, onGone, onChanged: () => {} });
  await desks.came(who('one'));
  clock.advance(60_000);
  desks.left(who('one'));
  expect([desks.isOnline('anna'), desks.isHere('anna'), desks.anyoneAvailable()]).toEqual([false, true, true]);
  clock.advance(29_000);
  await desks.came(who('two'));
  clock.advance(60_000);
  expect(onGone).not.toHaveBeenCalled();
  desks.left(who('two'));
  clock.advance(30_000);
  expect(onGone).toHaveBeenCalledWith('anna');
  expect([desks.isHere('anna'), desks.anyoneAvailable()]).toEqual([false, false]);
});

it('[QU11] after a restart nobody counts as gone before the same time is over', () => {
  const clock = fakeClock();
  const desks = createDesks({ db, after: clock.after, onGone: () => {}, onChanged: () => {} });
  expect(desks.isHere('anna')).toBe(true);
  clock.advance(30_000);
  expect(desks.isHere('anna')).toBe(false);
  desks.stop();
  expect(clock.pending).toBe(0);
});

it('[QU12] a visitor who loads the next page has not left; after fifteen seconds they have', () => {
  const clock = fakeClock();
  const [tellChanged, tellGone, onGone] = [vi.fn(), vi.fn(), vi.fn()];
  const visits = createVisits({ now: clock.now, after: clock.after, tellChanged, tellGone, onGone });
  const visitor = (socketId: string) => ({
    kind: 'visitor' as const,
    visitorId: 'v',
    siteId: 's',
    contactId: 'c',
    tabId: 't',
    socketId,
  });
  visits.came(visitor('one'));
  visits.hello(visitor('one'), { url: 'https://a.test/one' });
  visits.left(visitor('one'));
  clock.advance(14_000);
  expect(visits.online('v')).toBe(true);
  visits.came(visitor('two'));
  visits.hello(visitor('two'), { url: 'https://a.test/two' });
  clock.advance(60_000);
  expect(onGone).not.toHaveBeenCalled();
  visits.left(visitor('two'));
  clock.advance(15_000);
  expect(onGone).toHaveBeenCalledTimes(1);
  expect(tellGone).toHaveBeenCalledWith('v');
  expect(visits.online('v')).toBe(false);
  expect(visits.all()).toEqual([]);
});

it('[QU13] a hundred changes of one visit are a few tells, and the last one is always told', () => {
  const clock = fakeClock();
  const tellChanged = vi.fn();
  const visits = createVisits({
    now: clock.now,
    after: clock.after,
    tellChanged,
    tellGone: () => {},
    onGone: () => {},
  });
  visits.hello(
    { kind: 'visitor', visitorId: 'v', siteId: 's', contactId: 'c', tabId: 't', socketId: 'x' },
    { url: 'https://a.test/' },
  );
  for (let n = 1; n <= 100; n++) {
    visits.page('v', { url: `https://a.test/${n}` });
    clock.advance(10);
  }
  clock.advance(1_000);
  expect(tellChanged.mock.calls.length).toBeLessThanOrEqual(4);
  expect(tellChanged.mock.calls.at(-1)?.[0]).toMatchObject({ page: { url: 'https://a.test/100' } });
});
