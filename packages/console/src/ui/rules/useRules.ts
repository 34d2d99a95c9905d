import type { Decision, InvitationSettings, RemovedRule, RuleRecord } from '@theke/protocol';
import { useEffect, useState } from 'preact/hooks';
import { useView } from '../use.ts';

export interface SiteRules {
  records: readonly RuleRecord[] | 'loading' | 'unread';
  settings: InvitationSettings | null;
  /** The newest decisions of all rules. */
  decisions: readonly Decision[];
  /** What may be brought back; nothing for whoever may not. */
  removed: readonly RemovedRule[];
  /** One record as the server has just answered it. */
  put: (record: RuleRecord) => void;
  setSettings: (settings: InvitationSettings) => void;
  again: () => void;
}

/** The sites, by name; this one, or else the first, is chosen until somebody chooses. */
export function useSites(begun: string) {
  const { desk } = useView();
  const [sites, setSites] = useState<readonly { siteId: string; name: string }[] | null>(null);
  const [siteId, setSiteId] = useState(begun);
  useEffect(() => {
    let gone = false;
    void desk.rules.sites().then((all) => {
      if (gone) return;
      setSites(all);
      setSiteId((chosen) => chosen || (all[0]?.siteId ?? ''));
    });
    return () => {
      gone = true;
    };
  }, [desk]);
  return { sites, siteId, setSiteId };
}

/**
 * Rules, settings and newest decisions of a site; read again whenever the server says that rules have changed.
 * `mayWrite`: also what was removed, which is of use only to them.
 */
export function useRules(siteId: string, mayWrite: boolean): SiteRules {
  const { desk } = useView();
  const [records, setRecords] = useState<readonly RuleRecord[] | 'loading' | 'unread'>('loading');
  const [settings, setSettings] = useState<InvitationSettings | null>(null);
  const [decisions, setDecisions] = useState<readonly Decision[]>([]);
  const [removed, setRemoved] = useState<readonly RemovedRule[]>([]);
  const [tries, setTries] = useState(0);
  const news = desk.rules.news.value;
  useEffect(() => {
    setRecords('loading');
    setSettings(null);
    setDecisions([]);
    setRemoved([]);
  }, [siteId]);
  useEffect(() => {
    if (!siteId) return;
    let gone = false;
    const still =
      <T>(set: (value: T) => void) =>
      (value: T) =>
        void (gone || set(value));
    void desk.rules.list(siteId).then(still((found) => setRecords(found ? sorted(found) : 'unread')));
    void desk.rules.settings(siteId).then(still((found) => found && setSettings(found)));
    void desk.rules.decisions({ siteId }).then(still((found) => found && setDecisions(found)));
    if (mayWrite) void desk.rules.removed(siteId).then(still((found) => found && setRemoved(found)));
    return () => {
      gone = true;
    };
  }, [desk, siteId, mayWrite, tries, news]);
  return {
    records,
    settings,
    decisions,
    removed,
    setSettings,
    put: (record) =>
      setRecords((before) =>
        typeof before === 'string'
          ? before
          : sorted([...before.filter((one) => one.ruleId !== record.ruleId), ...(record.rule ? [record] : [])]),
      ),
    again: () => setTries((count) => count + 1),
  };
}

const sorted = (records: readonly RuleRecord[]): RuleRecord[] =>
  records.filter((one) => one.rule !== null).sort((a, b) => (a.ruleId < b.ruleId ? -1 : 1));
