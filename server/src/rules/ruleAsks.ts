import { type Answer, type InvitationSettings, no, type RemovedRule, type RuleRecord, yes } from '@theke/protocol';
import { can } from '../auth/can.ts';
import { skillsThere } from '../auth/skillsThere.ts';
import type { AgentActor, Db, Matter } from '../powers.ts';
import type { Sites } from '../sites/sites.ts';
import { type Change, removeRule, restoreRule, setMode, setSettings } from './changes.ts';
import { readHistory } from './ruleRows.ts';
import type { By } from './rules.ts';

/** What the rules of a site let be done with them; the console's questions are made of these. */
export interface RuleActs {
  db: Db;
  sites: Pick<Sites, 'find'>;
  list(siteId: string): Promise<readonly RuleRecord[]>;
  removed(siteId: string): Promise<RemovedRule[]>;
  settingsOf(siteId: string): Promise<InvitationSettings>;
  write(siteId: string, by: By, rule: unknown, revision?: number): Promise<Answer<RuleRecord>>;
  change(siteId: string, by: By, act: string, step: Change): Promise<Answer<void>>;
  /** The rule as it stands after a change, or why there was none. */
  recordAfter(siteId: string, ruleId: string, changed: Answer<void>): Promise<Answer<RuleRecord>>;
}

const historyRows = 200;
const pace = { perSecond: 2, burst: 20 };

const byAgent = ({ agentId, name }: AgentActor): By => ({ actor: `agent:${agentId}`, name });
const mayWrite = (who: AgentActor) => (can(who, 'rules:write', { kind: 'server' }) ? yes(undefined) : no('forbidden'));

/** The events of the console's rules: everybody who works there reads, supervisors and admins write. */
export function ruleAsks(acts: RuleActs): NonNullable<Matter['agent']> {
  const { change, recordAfter } = acts;
  const known = async <T>(siteId: string, read: () => Promise<T>) =>
    (await acts.sites.find(siteId)) ? yes(await read()) : no('notFound');

  return {
    'rules:list': { run: (_who, { siteId }) => known(siteId, async () => [...(await acts.list(siteId))]) },
    'rules:removed': { run: (_who, { siteId }) => known(siteId, () => acts.removed(siteId)) },
    'rules:history': {
      run: (_who, { siteId, ruleId }) => known(siteId, () => readHistory(acts.db, siteId, ruleId, historyRows)),
    },
    'rules:settings': { run: (_who, { siteId }) => known(siteId, () => acts.settingsOf(siteId)) },
    'rules:skills': { run: async () => yes((await skillsThere(acts.db)) ?? []) },
    'rules:write': {
      pace,
      may: mayWrite,
      run: (who, { siteId, rule, revision }) => acts.write(siteId, byAgent(who), rule, revision),
    },
    'rules:remove': {
      pace,
      may: mayWrite,
      run: (who, { siteId, ruleId, revision }) =>
        change(siteId, byAgent(who), 'rules.remove', removeRule(ruleId, revision)),
    },
    'rules:restore': {
      pace,
      may: mayWrite,
      run: async (who, { siteId, ruleId }) =>
        recordAfter(siteId, ruleId, await change(siteId, byAgent(who), 'rules.restore', restoreRule(ruleId))),
    },
    'rules:mode': {
      pace,
      may: mayWrite,
      run: async (who, { siteId, ruleId, mode }) =>
        recordAfter(siteId, ruleId, await change(siteId, byAgent(who), 'rules.mode', setMode(ruleId, mode))),
    },
    'rules:set': {
      pace,
      may: mayWrite,
      async run(who, wish) {
        const changed = await change(wish.siteId, byAgent(who), 'rules.set', setSettings(wish));
        return changed.ok ? yes(await acts.settingsOf(wish.siteId)) : changed;
      },
    },
  };
}
