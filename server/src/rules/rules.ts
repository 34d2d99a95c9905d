import { type Answer, type InvitationSettings, no, type RuleRecord, yes } from '@theke/protocol';
import type { Rule } from '@theke/rules';
import type { Packed } from '../packed.ts';
import type { Matter, Powers } from '../powers.ts';
import type { Sites } from '../sites/sites.ts';
import { isDoubled } from '../store/trouble.ts';
import { type Change, removeRule, replaceAll, writeRule } from './changes.ts';
import { createGathered } from './gathered.ts';
import { readWish } from './nextRule.ts';
import { ruleAsks } from './ruleAsks.ts';
import { ruledWord } from './ruled.ts';
import { type Additions, add, lockSite, readPresent, removedOf } from './ruleRows.ts';
import { createShelf } from './shelf.ts';

/** Who changes rules: `actor` for the audit, `name` for people. */
export interface By {
  actor: string;
  name: string;
}

export interface RulesMatter extends Matter {
  settings(siteId: string): Promise<InvitationSettings>;
  /** The newest one, frozen; null where there is none, or it was removed. Not to be asked inside a transaction. */
  rule(siteId: string, ruleId: string): Promise<Rule | null>;
  /** Whether pages of this site have any use for rules: some rule is live or in shadow, and inviting is on. */
  has(siteId: string): Promise<boolean>;
  onChanged(fn: (siteId: string) => void): void;
  list(siteId: string): Promise<readonly RuleRecord[]>;
  /** What pages read; null: no such site. */
  forPages(siteId: string): Promise<Packed | null>;
  /** Which sites have rules, for the loader: by the address of the page that asks. */
  ruledBy(referer: string | undefined): Promise<string>;
  write(siteId: string, by: By, rule: unknown, revision?: number): Promise<Answer<RuleRecord>>;
  remove(siteId: string, by: By, ruleId: string, revision?: number): Promise<Answer<void>>;
  replace(
    siteId: string,
    by: By,
    rules: readonly Rule[],
    settings?: Partial<InvitationSettings>,
  ): Promise<Answer<readonly RuleRecord[]>>;
}

const pagesMs = 1_000;

/**
 * Rules kept on the server and what holds for all invitations of a site: every state stays, a change over somebody else's is
 * refused, and open pages hear of it at once. Knows nothing of visitors' visits; who decides by the rules asks for them.
 */
export function createRules(
  powers: Pick<Powers, 'db' | 'now' | 'after' | 'log' | 'audit'> & {
    tell: Pick<Powers['tell'], 'visitor'>;
    sites: Sites;
    visitorsOf(siteId: string): string[];
    tellAgents(siteId: string): void;
  },
): RulesMatter {
  const { db, sites } = powers;
  const listeners = new Set<(siteId: string) => void>();
  const shelf = createShelf({ ...powers, changedElsewhere: announce });

  function announce(siteId: string) {
    for (const fn of listeners) fn(siteId);
    pages.tell(siteId);
    powers.tellAgents(siteId);
  }

  // Every page of the shop reads its rules again: the first change is told at once, those that follow gathered.
  const pages = createGathered(powers.after, pagesMs, (siteId) => {
    for (const visitorId of powers.visitorsOf(siteId)) powers.tell.visitor(visitorId)('rules:changed', { siteId });
  });

  async function change(siteId: string, by: By, act: string, step: Change): Promise<Answer<void>> {
    let done: Answer<Additions>;
    try {
      done = await db.transaction().execute(async (tx) => {
        if (!(await lockSite(tx, siteId))) return no('notFound');
        const present = await readPresent(tx, siteId);
        const additions = step(present);
        if (additions.ok) await add(tx, present, additions.value, { name: by.name, at: powers.now() });
        return additions;
      });
    } catch (error) {
      if (isDoubled(error)) return no('conflict');
      throw error;
    }
    if (!done.ok) return done;
    const { rules, settings } = done.value;
    if (rules.length === 0 && !settings) return yes(undefined);
    shelf.drop(siteId);
    announce(siteId);
    const removed = rules.filter(({ rule }) => !rule).length;
    const [only] = rules;
    await powers.audit({
      actor: by.actor,
      act,
      thing: rules.length === 1 && only ? `rule:${siteId}:${only.ruleId}` : `site:${siteId}`,
      facts: {
        written: rules.length - removed,
        removed,
        ...(rules.length === 1 && only?.rule && { version: only.rule.version, mode: only.rule.mode ?? 'live' }),
        ...(settings && { settings: settings.revision, on: settings.on, programme: settings.programme.share }),
      },
    });
    return yes(undefined);
  }

  async function recordAfter(siteId: string, ruleId: string, changed: Answer<void>): Promise<Answer<RuleRecord>> {
    if (!changed.ok) return changed;
    const record = (await list(siteId)).find((one) => one.ruleId === ruleId);
    // Somebody removed it in the same instant.
    return record ? yes(record) : no('conflict');
  }

  const list = async (siteId: string) => (await shelf.of(siteId)).records;
  const settingsOf = async (siteId: string) => (await shelf.of(siteId)).settings;
  const has = async (siteId: string) => (await shelf.of(siteId)).inUse;

  async function write(siteId: string, by: By, rule: unknown, revision?: number) {
    const wish = readWish(rule);
    if (!wish.ok) return wish;
    const changed = await change(siteId, by, 'rules.write', writeRule(wish.value, revision));
    return recordAfter(siteId, wish.value.id, changed);
  }

  return {
    settings: settingsOf,
    rule: async (siteId, ruleId) => (await shelf.of(siteId)).rules.get(ruleId) ?? null,
    has,
    onChanged: (fn) => void listeners.add(fn),
    list,
    forPages: async (siteId) => ((await sites.find(siteId)) ? (await shelf.of(siteId)).live() : null),
    stop: pages.stop,
    ruledBy: (referer) => ruledWord(referer, { sites, has }),
    write,
    remove: (siteId, by, ruleId, revision) => change(siteId, by, 'rules.remove', removeRule(ruleId, revision)),
    async replace(siteId, by, rules, settings) {
      const changed = await change(siteId, by, 'rules.replace', replaceAll(rules, settings));
      return changed.ok ? yes(await list(siteId)) : changed;
    },
    agent: ruleAsks({
      db,
      sites,
      list,
      settingsOf,
      removed: async (siteId) => removedOf(await readPresent(db, siteId)),
      write,
      change,
      recordAfter,
    }),
  };
}
