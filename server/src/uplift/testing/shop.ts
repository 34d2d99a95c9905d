import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeClock, silentLog } from '@theke/kit';
import type { Powers } from '../../powers.ts';
import { openStore } from '../../store/open.ts';
import type { ExposuresTable, OrdersTable } from '../../store/tables.ts';
import { createExperiments } from '../index.ts';

export const hour = 3_600_000;
export const day = 24 * hour;

type Of = Parameters<ReturnType<typeof createExperiments>['current']>[1];

/** A shop with nothing but a database and a clock: rows are written as invitations would write them. */
export async function openShop(databaseUrl?: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'theke-uplift-'));
  const store = await openStore({ dataDir, ...(databaseUrl ? { databaseUrl } : {}) });
  // A Monday, 12:00 in Berlin.
  const clock = fakeClock(Date.UTC(2026, 5, 1, 10));
  const settings = { timeZone: 'Europe/Berlin', programme: { windowMs: 7 * day } };
  const warned: unknown[] = [];
  const uplift = createExperiments({
    db: store.db,
    now: clock.now,
    after: clock.after,
    log: { ...silentLog, warn: (...words: unknown[]) => void warned.push(words) } as Powers['log'],
    settings: async () => settings,
  });
  const { db } = store;
  let numbers = 0;
  const rule = (more: Partial<Of> = {}): Of => ({
    siteId: 'demo',
    layer: 'rule',
    ruleId: 'help',
    version: 1,
    digest: 'a',
    share: 0.5,
    salt: 's',
    windowMs: 7 * day,
    currency: 'EUR',
    atMs: clock.now(),
    ...more,
  });
  return {
    db,
    clock,
    uplift,
    settings,
    warned,
    rule,
    current: (more: Partial<Of> = {}) => db.transaction().execute((tx) => uplift.current(tx, rule(more))),
    async start(more: Partial<Of> = {}): Promise<string> {
      const found = await db.transaction().execute((tx) => uplift.current(tx, rule(more)));
      if (!found) throw new Error('nobody is held out');
      return found.id;
    },
    async exposed(experimentId: string, unit: string, arm: 'invite' | 'holdout', more: Partial<ExposuresTable> = {}) {
      await db
        .insertInto('exposures')
        .values({
          experiment_id: experimentId,
          unit,
          unit_kind: unit.startsWith('day:') ? 'day' : 'visitor',
          site_id: 'demo',
          visitor_id: unit.startsWith('day:') ? null : unit,
          arm,
          bucket: 0,
          at: clock.now(),
          page: null,
          device: null,
          token: null,
          both_arms: 0,
          ...more,
        })
        .execute();
    },
    /** An order as the shop tells it; 100 euros by default. */
    async ordered(visitorId: string | null, more: Partial<Parameters<typeof uplift.orders.tellByShop>[0]> = {}) {
      numbers += 1;
      const orderId = more.orderId ?? `W-${numbers}`;
      const common = { siteId: 'demo', contactId: null, amountCents: 10_000, currency: 'EUR', at: clock.now() };
      await uplift.orders.tellByShop({ ...common, visitorId, ...more, orderId });
      return orderId;
    },
    /** An order as a page tells it, at any time: the row, and the claim. */
    async orderRow(row: Partial<OrdersTable>) {
      numbers += 1;
      const none = { visitor_id: null, contact_id: null, unit: null, source: 'page', told_at: clock.now() };
      const named = { named_visitor_id: null, named_contact_id: null };
      const common = { id: `P-${numbers}`, site_id: 'demo', amount_cents: 10_000, currency: 'EUR', at: clock.now() };
      const told = { ...none, ...named, ...common, ...row };
      await db.insertInto('orders').values(told).execute();
      const { id: order_id, site_id, visitor_id, unit, at } = told;
      await db
        .insertInto('order_claims')
        .values({ site_id, order_id, unit: unit ?? `day:of-${visitor_id}`, visitor_id, at })
        .execute();
    },
    async person(visitorId: string, contactId: string, createdAt = 0) {
      const nobody = { name: null, email: null, note: null, verified: 0 };
      await db
        .insertInto('contacts')
        .values({ id: contactId, site_id: 'demo', ...nobody, created_at: createdAt })
        .onConflict((c) => c.column('id').doNothing())
        .execute();
      await db
        .insertInto('visitors')
        .values({
          id: visitorId,
          site_id: 'demo',
          digest: visitorId,
          contact_id: contactId,
          created_at: createdAt,
          seen_at: createdAt,
        })
        .execute();
    },
    link: (dayUnit: string, visitorId: string) =>
      db.insertInto('unit_links').values({ day_unit: dayUnit, visitor_id: visitorId, at: clock.now() }).execute(),
    async report(experimentId: string) {
      const found = await uplift.report(experimentId, 'demo');
      if (!found) throw new Error('no such experiment');
      return found;
    },
    async close() {
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;
