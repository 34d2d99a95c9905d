import { writeFile } from 'node:fs/promises';
import { silentLog } from '@theke/kit';
import { readSettings } from '../rules/settings.ts';
import { createExperiments } from '../uplift/index.ts';
import { seedShop } from '../uplift/seed.ts';
import { type Command, type Flags, need, UsageMistake } from './command.ts';

const number = (flags: Flags, name: string, otherwise: number, fits: (value: number) => boolean): number => {
  const given = flags.one(name);
  const value = given === undefined ? otherwise : Number(given);
  if (!Number.isFinite(value) || !fits(value)) throw new UsageMistake(`--${name} ${given} is no number that fits.`);
  return value;
};

/** Reads the tables as the server does; nothing runs by itself here. */
const reader = (store: Parameters<Command['run']>[0]) =>
  createExperiments({
    db: store.db,
    now: Date.now,
    after: () => () => {},
    log: silentLog,
    settings: (siteId) => readSettings(store.db, siteId),
  });

/** What can be done with experiments from the command line. */
export const upliftCommands: Record<string, Command> = {
  'export uplift': {
    usage: 'export uplift --experiment ID [--to FILE]',
    does: 'Writes the raw rows of an experiment as CSV, to compute its report again elsewhere. Without --to they are printed.',
    async run(store, flags) {
      const id = need(flags, 'experiment');
      const rows = await reader(store).rows(id);
      if (!rows) throw new UsageMistake(`There is no experiment ${id}.`);
      const file = flags.one('to');
      let text = '';
      for await (const piece of rows) text += piece;
      const lines = text.split('\r\n').length - 2;
      if (file) await writeFile(file, text);
      return {
        say: file ? `${lines} rows written to ${file}.` : text.trimEnd(),
        value: { experiment: id, rows: lines, ...(file ? { file } : { csv: text }) },
      };
    },
  },
  'demo uplift': {
    usage:
      'demo uplift [--site ID] [--effect 0.4] [--visitors 60000] [--holdout 0.2] [--loss 0] [--seed 1] [--rule ID]',
    does: 'Writes a made-up history of an experiment with a known effect, to try the report. Not for a shop in use.',
    async run(store, flags) {
      const site = flags.one('site') ?? 'demo';
      const known = await store.db.selectFrom('sites').select('id').where('id', '=', site).executeTakeFirst();
      if (!known)
        throw new UsageMistake(`There is no site ${site}. Add it with: site add --id ${site} --origin ORIGIN`);
      const { experimentId, siteId, ruleId } = await seedShop(store.db, {
        siteId: site,
        ruleId: flags.one('rule') ?? 'checkout-help',
        effect: number(flags, 'effect', 0.4, (value) => value > -1 && value <= 10),
        visitors: number(flags, 'visitors', 60_000, (value) => Number.isInteger(value) && value > 0 && value <= 1e6),
        holdoutShare: number(flags, 'holdout', 0.2, (value) => value > 0 && value < 1),
        lossOfExposures: number(flags, 'loss', 0, (value) => value >= 0 && value < 1),
        seed: number(flags, 'seed', 1, Number.isInteger),
        baseRate: 0.02,
        selfSelection: 7,
        days: 28,
      });
      return {
        say: `Experiment ${experimentId} of rule ${ruleId} at site ${siteId}.`,
        value: { experimentId, siteId, ruleId },
      };
    },
  },
};
