import { readFile, writeFile } from 'node:fs/promises';
import { silentLog } from '@theke/kit';
import { createAudit } from '../audit/audit.ts';
import { skillsThere } from '../auth/skillsThere.ts';
import { readSet } from '../rules/readSet.ts';
import type { By } from '../rules/rules.ts';
import { createRules } from '../rules/rules.ts';
import { createSites } from '../sites/sites.ts';
import type { Store } from '../store/open.ts';
import { type Command, need, needSite, UsageMistake } from './command.ts';
import { offsetOf, placeOf } from './jsonPlace.ts';
import { adviceOn, sayAllAdvice } from './simulateAdvice.ts';

const by: By = { actor: 'cli', name: 'command line' };

/** The rules of this database; whoever is connected to a running server is told by that server. */
function open({ db }: Store) {
  const now = Date.now;
  const nobody = () => () => {};
  return createRules({
    db,
    now,
    after: nobody,
    log: silentLog,
    audit: createAudit({ db, now }),
    tell: { visitor: nobody },
    sites: createSites({ db, elapsed: now }),
    visitorsOf: () => [],
    tellAgents: () => {},
  });
}

/** Where a part of the `i`th rule stands in a file: a list of rules, a set, and in either a record around each rule. */
function pathInFile(body: unknown, i: number, path: string): string {
  const isList = Array.isArray(body);
  const list = (isList ? body : (body as { rules: unknown }).rules) as object[];
  return `${isList ? '' : 'rules'}[${i}].${'rule' in (list[i] ?? {}) ? 'rule.' : ''}${path}`;
}

/** Taking the rules of a site out and putting them in, in the form `PUT /rules` takes. */
export const ruleCommands: Record<string, Command> = {
  'rules export': {
    usage: 'rules export --site SITE [--to FILE]',
    does: 'Writes the rules of a site and what holds for all its invitations, as JSON.',
    async run(store, flags) {
      const siteId = await needSite(store, flags);
      const rules = open(store);
      const { siteId: _site, revision: _revision, ...settings } = await rules.settings(siteId);
      const value = { rules: (await rules.list(siteId)).map((one) => one.rule), settings };
      const text = JSON.stringify(value, null, 2);
      const file = flags.one('to');
      if (!file) return { say: text, value };
      await writeFile(file, `${text}\n`);
      return { say: `Written to ${file}. Rules: ${value.rules.length}`, value };
    },
  },
  'rules import': {
    usage: 'rules import --site SITE --from FILE',
    does: 'Gives a site exactly the rules in this file; a wrong one is named, and then nothing changes. What seems misspelt is told with its line.',
    async run(store, flags) {
      const siteId = await needSite(store, flags);
      const file = need(flags, 'from');
      let text = '';
      let body: unknown;
      try {
        text = await readFile(file, 'utf8');
        body = JSON.parse(text);
      } catch (error) {
        throw new UsageMistake(`${file} cannot be read as JSON (${(error as Error).message}).`);
      }
      const set = readSet(Array.isArray(body) ? { rules: body } : body);
      if (!set.ok) throw new UsageMistake(`${file}: ${set.refusal.detail ?? set.refusal.code}`);
      const done = await open(store).replace(siteId, by, set.value.rules, set.value.settings);
      if (!done.ok) throw new UsageMistake(`${file}: ${done.refusal.detail ?? done.refusal.code}`);
      const known = { skills: await skillsThere(store.db) };
      const advice = set.value.rules.flatMap((rule, i) =>
        adviceOn(rule, known, (path) => {
          const { line, column } = placeOf(text, offsetOf(text, pathInFile(body, i, path)));
          return `${file}:${line}:${column}`;
        }),
      );
      const rules = done.value.map(({ ruleId, revision }) => ({ ruleId, revision }));
      return {
        say: `Rules of site ${siteId}: ${rules.length}`,
        value: { rules, advice },
        warn: sayAllAdvice(advice),
      };
    },
  },
};
