import type { Line } from '@theke/line';
import type {
  AgentAsks,
  AgentTells,
  Decision,
  InvitationSettings,
  Me,
  RefusalCode,
  RemovedRule,
  RuleRecord,
} from '@theke/protocol';
import { partsChanged, type RulePart, type SettingsPart, settingsChanged } from './rulesChanges.ts';
import { type ReadonlySignal, signal } from './signals.ts';

/** How a try to save ended. `theirs`: what somebody else has written meanwhile; null when they removed it. */
export type RuleSaved =
  | { type: 'saved'; record: RuleRecord }
  | { type: 'conflict'; theirs: RuleRecord | null; changed: RulePart[] }
  | { type: 'malformed'; detail: string }
  | { type: 'refused'; code: RefusalCode };

export type SettingsSaved =
  | { type: 'saved'; settings: InvitationSettings }
  | { type: 'conflict'; theirs: InvitationSettings; changed: SettingsPart[] }
  | { type: 'malformed'; detail: string }
  | { type: 'refused'; code: RefusalCode };

export interface HandWish {
  visitorId: string;
  skill: string;
  ruleId?: string;
  text?: string;
}

export type Invited = { type: 'sent'; expiresInMs: number } | { type: 'refused'; code: RefusalCode };

export type RuleMode = 'live' | 'shadow' | 'off';

/** Rules, settings and decisions of the sites, as the console reads and changes them. Keeps nothing but what was told to have changed. */
export interface RulesDesk {
  sites(): Promise<{ siteId: string; name: string }[]>;
  /** Null when it could not be read. */
  list(siteId: string): Promise<RuleRecord[] | null>;
  history(siteId: string, ruleId: string): Promise<RuleRecord[] | null>;
  /** `before` is what was read, null for a new rule: nothing somebody else wrote since is overwritten unseen. */
  write(siteId: string, rule: Record<string, unknown>, before: RuleRecord | null): Promise<RuleSaved>;
  setMode(siteId: string, ruleId: string, mode: RuleMode): Promise<RuleSaved>;
  remove(record: RuleRecord): Promise<RefusalCode | null>;
  /** What was removed and may come back, the newest removal first; null when it could not be read. */
  removed(siteId: string): Promise<RemovedRule[] | null>;
  /** Brings one back as it was last, switched off. */
  restore(siteId: string, ruleId: string): Promise<RuleSaved>;
  settings(siteId: string): Promise<InvitationSettings | null>;
  /** Every skill somebody has; null when it could not be read. */
  skills(): Promise<string[] | null>;
  set(next: InvitationSettings, before: InvitationSettings): Promise<SettingsSaved>;
  /** Newest first. */
  decisions(of: { siteId: string; ruleId?: string; beforeAt?: number }): Promise<Decision[] | null>;
  /** Invites one visitor by hand: with a rule's words, with these, or with the usual ones of the card. */
  invite(wish: HandWish): Promise<Invited>;
  /** Raised whenever the server says that rules of some site are others now. */
  readonly news: ReadonlySignal<number>;
  /** Undoes the hearing. */
  close(): void;
}

/** Supervisors and admins: who may write rules and read reports. */
export const mayOversee = (me: Pick<Me, 'role'>): boolean => me.role !== 'agent';

/** Makes {@link RulesDesk}. */
export function createRulesDesk(line: Line<AgentAsks, AgentTells>): RulesDesk {
  const news = signal(0);
  const undo = line.on('rules:changed', () => {
    news.value += 1;
  });
  async function list(siteId: string) {
    const answer = await line.ask('rules:list', { siteId });
    return answer.ok ? answer.value : null;
  }
  async function settings(siteId: string) {
    const answer = await line.ask('rules:settings', { siteId });
    return answer.ok ? answer.value : null;
  }
  return {
    news,
    close: undo,
    list,
    settings,
    async sites() {
      const answer = await line.ask('privacy:sites', undefined);
      return answer.ok ? answer.value : [];
    },
    async skills() {
      const answer = await line.ask('rules:skills', undefined);
      return answer.ok ? answer.value : null;
    },
    async history(siteId, ruleId) {
      const answer = await line.ask('rules:history', { siteId, ruleId });
      return answer.ok ? answer.value : null;
    },
    async write(siteId, rule, before) {
      const answer = await line.ask('rules:write', { siteId, revision: before?.revision ?? 0, rule });
      if (answer.ok) return { type: 'saved', record: answer.value };
      const { code, detail } = answer.refusal;
      if (code === 'malformed') return { type: 'malformed', detail: detail ?? '' };
      const all = code === 'conflict' ? await list(siteId) : null;
      if (!all) return { type: 'refused', code };
      const theirs = all.find((one) => one.ruleId === rule.id) ?? null;
      return { type: 'conflict', theirs, changed: partsChanged(before?.rule ?? null, theirs?.rule ?? null) };
    },
    async setMode(siteId, ruleId, mode) {
      const answer = await line.ask('rules:mode', { siteId, ruleId, mode });
      return answer.ok ? { type: 'saved', record: answer.value } : { type: 'refused', code: answer.refusal.code };
    },
    async remove({ siteId, ruleId, revision }) {
      const answer = await line.ask('rules:remove', { siteId, ruleId, revision });
      return answer.ok ? null : answer.refusal.code;
    },
    async removed(siteId) {
      const answer = await line.ask('rules:removed', { siteId });
      return answer.ok ? answer.value : null;
    },
    async restore(siteId, ruleId) {
      const answer = await line.ask('rules:restore', { siteId, ruleId });
      return answer.ok ? { type: 'saved', record: answer.value } : { type: 'refused', code: answer.refusal.code };
    },
    async set(next, before) {
      const answer = await line.ask('rules:set', next);
      if (answer.ok) return { type: 'saved', settings: answer.value };
      const { code, detail } = answer.refusal;
      if (code === 'malformed') return { type: 'malformed', detail: detail ?? '' };
      const theirs = code === 'conflict' ? await settings(next.siteId) : null;
      if (!theirs) return { type: 'refused', code };
      return { type: 'conflict', theirs, changed: settingsChanged(before, theirs) };
    },
    async decisions(of) {
      const answer = await line.ask('rules:decisions', of);
      return answer.ok ? answer.value : null;
    },
    async invite(wish) {
      const answer = await line.ask('invitation:send', wish);
      if (!answer.ok) return { type: 'refused', code: answer.refusal.code };
      return { type: 'sent', expiresInMs: answer.value.expiresInMs };
    },
  };
}
