import { type ExperimentLine, no, type UpliftReport, yes } from '@theke/protocol';
import { can } from '../auth/can.ts';
import { createDayUnits } from '../invitations/dayUnit.ts';
import type { AgentActor, Experiments, Matter, Powers } from '../powers.ts';
import type { ExperimentsTable } from '../store/tables.ts';
import { createCurrent, findExperiment, listExperiments, readExperiment } from './experiments.ts';
import { readFacts } from './facts.ts';
import { bothArmsThatCount } from './leftOut.ts';
import { nextTurn } from './nextTurn.ts';
import { createOrders, type Orders } from './orders.ts';
import { readPlan } from './plan.ts';
import { judgeDays, upliftReport } from './report.ts';
import { csvRows } from './rows.ts';
import { readTied } from './tied.ts';
import { createUpliftDays } from './upliftDays.ts';

export type { Orders } from './orders.ts';

/** Experiments, what was bought, and the report that compares them. */
export interface Uplift extends Matter, Experiments {
  orders: Orders;
  /** Of one site, or of all: running ones first, then the newest. */
  list(siteId?: string): Promise<ExperimentLine[]>;
  /** Null for an experiment there is not, or of another site. */
  report(experimentId: string, siteId?: string): Promise<UpliftReport | null>;
  /** The raw rows as CSV, piece by piece; null as for `report`. */
  rows(experimentId: string, siteId?: string): Promise<AsyncGenerator<string> | null>;
}

const sweepMs = 60 * 60_000;
const pace = { perSecond: 1, burst: 10 };

/**
 * Starts experiments inside other matters' transactions, keeps orders and refunds, sums up the days, and tells what may be
 * concluded. Knows no rules and shows nothing: it reads who was eligible, in which arm, and what they bought.
 */
export function createExperiments(
  powers: Pick<Powers, 'db' | 'now' | 'after' | 'log'> & {
    /** As much of a site's settings as this needs. */
    settings(siteId: string): Promise<{ timeZone: string; programme: { windowMs: number } }>;
  },
): Uplift {
  const { db, now, after, log } = powers;
  const days = createUpliftDays({ db, now, zoneOf: async (siteId) => (await powers.settings(siteId)).timeZone });
  let stopSweep = () => {};

  const orders = createOrders({ db, now, namesOf: createDayUnits({ db, now }).names, changed: days.reopen });

  async function find(experimentId: string, siteId?: string): Promise<ExperimentsTable | null> {
    const row = await findExperiment(db, experimentId);
    return row && (siteId === undefined || row.site_id === siteId) ? row : null;
  }

  async function line(row: ExperimentsTable): Promise<ExperimentLine> {
    const experiment = readExperiment(row);
    await nextTurn();
    const counted = await days.of(row);
    const untilAt = now();
    const bothArms = bothArmsThatCount(counted.leftOut);
    const tied = await readTied(db, row, untilAt);
    const { visitors, verdict } = judgeDays({ experiment, untilAt, days: counted.days, bothArms, tied });
    return { ...experiment, visitors, verdict };
  }

  async function list(siteId?: string): Promise<ExperimentLine[]> {
    const lines: ExperimentLine[] = [];
    for (const row of await listExperiments(db, siteId)) lines.push(await line(row));
    return lines;
  }

  async function report(experimentId: string, siteId?: string): Promise<UpliftReport | null> {
    const row = await find(experimentId, siteId);
    return row && upliftReport(await readFacts(db, row, await days.of(row), now()));
  }

  /** Closes days as their windows close, so that a report of a long test is read quickly. */
  async function sweep(): Promise<void> {
    for (const row of await listExperiments(db)) {
      await nextTurn();
      await days.of(row);
    }
  }

  function sweepLater(): void {
    stopSweep = after(sweepMs, () => {
      sweep().catch((error: unknown) => log.warn('uplift was not summed up', { error: String(error) }));
      sweepLater();
    });
  }

  const may = (who: AgentActor) => (can(who, 'report:read', { kind: 'server' }) ? yes(undefined) : no('forbidden'));
  return {
    current: createCurrent(),
    orders,
    list,
    report,
    async rows(experimentId, siteId) {
      const row = await find(experimentId, siteId);
      return row && csvRows(db, row, await days.of(row), now());
    },
    agent: {
      'uplift:list': { pace, may, run: async (_who, { siteId }) => yes(await list(siteId)) },
      'uplift:read': {
        pace,
        may,
        async run(_who, { siteId, experimentId }) {
          const found = await report(experimentId, siteId);
          return found ? yes(found) : no('notFound');
        },
      },
      'uplift:plan': {
        pace,
        may,
        async run(_who, { siteId, ruleId }) {
          const { programme } = await powers.settings(siteId);
          return yes(await readPlan(db, { siteId, ruleId, atMs: now(), windowMs: programme.windowMs }));
        },
      },
    },
    start: sweepLater,
    stop: () => stopSweep(),
  };
}
