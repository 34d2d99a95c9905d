import { createHash } from 'node:crypto';
import type { Log } from '@theke/kit';
import type { InvitationSettings, RuleRecord } from '@theke/protocol';
import { type Rule, readRule } from '@theke/rules';
import { type Packed, packBytes } from '../packed.ts';
import type { Db } from '../powers.ts';
import { readMark, readPresent, recordOf } from './ruleRows.ts';

/** The newest rules and settings of one site as they are worked with. Never changed; a new state is a new shelf. */
export interface Shelved {
  records: readonly RuleRecord[];
  /** Frozen, by id. */
  rules: ReadonlyMap<string, Rule>;
  settings: InvitationSettings;
  /** Whether a page of this site has any use for rules. */
  inUse: boolean;
  /** What `GET /rules/live` answers; packed when it is first asked for. */
  live(): Promise<Packed>;
}

/** Rules written by the command line while we run are known after this long. */
const freshMs = 1_000;

/**
 * Keeps each site's rules in memory: every question of every page is decided by them. Read it before a transaction, never inside
 * one: the embedded database has one connection.
 */
export function createShelf(powers: { db: Db; log: Log; now(): number; changedElsewhere(siteId: string): void }) {
  const { db, log, now } = powers;
  const kept = new Map<string, { shelved: Shelved; mark: string; readAt: number }>();
  // A read that began before a change must not be kept after it.
  const turns = new Map<string, number>();

  async function read(siteId: string): Promise<Shelved> {
    const turn = turns.get(siteId) ?? 0;
    const mark = await readMark(db, siteId);
    const known = kept.get(siteId);
    if (known?.mark === mark) {
      known.readAt = now();
      return known.shelved;
    }
    const present = await readPresent(db, siteId);
    const records: RuleRecord[] = [];
    const rules = new Map<string, Rule>();
    for (const [ruleId, { row, rule }] of present.rules) {
      if (!rule) continue;
      records.push(recordOf(row));
      // Kept by another version of ours: shown in lists, used by nobody.
      const reading = readRule(rule);
      if (reading.ok) rules.set(ruleId, reading.rule);
      else if (rule.mode !== 'off')
        log.warn(
          'a kept rule is no rule for this version and invites nobody; open it in the console, mend it and save it',
          {
            ...{ site: siteId, rule: ruleId, path: reading.refusal.path, why: reading.refusal.say },
          },
        );
    }
    const shelved = shelve(records, rules, present.settings);
    if ((turns.get(siteId) ?? 0) === turn) kept.set(siteId, { shelved, mark, readAt: now() });
    if (known) powers.changedElsewhere(siteId);
    return shelved;
  }

  const reading = new Map<string, Promise<Shelved>>();

  return {
    async of(siteId: string): Promise<Shelved> {
      const known = kept.get(siteId);
      // The clock of a machine may be set back.
      if (known && Math.abs(now() - known.readAt) < freshMs) return known.shelved;
      const under = reading.get(siteId);
      if (under) return under;
      const mine = read(siteId).finally(() => {
        if (reading.get(siteId) === mine) reading.delete(siteId);
      });
      reading.set(siteId, mine);
      return mine;
    },
    /** After a change of our own: the next question is answered by the new state. */
    drop(siteId: string) {
      turns.set(siteId, (turns.get(siteId) ?? 0) + 1);
      kept.delete(siteId);
      reading.delete(siteId);
    },
  };
}

function shelve(
  records: readonly RuleRecord[],
  rules: ReadonlyMap<string, Rule>,
  settings: InvitationSettings,
): Shelved {
  // Where nobody is invited at all, pages need not even look.
  // Who knows the salt of a hold-out could say beforehand who is in it; pages have no use for it.
  const sent = settings.on
    ? [...rules.values()].filter((rule) => rule.mode !== 'off').map(({ holdout, ...rule }) => rule)
    : [];
  let live: Promise<Packed> | null = null;
  return {
    records,
    rules,
    settings,
    inUse: sent.length > 0,
    live() {
      const words = { perVisit: settings.perVisit, radar: settings.radar, rules: sent };
      const revision = createHash('sha256').update(JSON.stringify(words)).digest('base64url').slice(0, 16);
      live ??= packBytes(Buffer.from(JSON.stringify({ revision, ...words })), true);
      return live;
    },
  };
}
