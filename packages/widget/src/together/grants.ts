import { signal } from '@preact/signals-core';
import type { Clock, KeyStore } from '@theke/kit';
import type { ActingCapability, Share } from '@theke/protocol';

/** From the least to the most. Each is granted and taken back by itself. */
export const ladder = ['point', 'control', 'fill'] as const satisfies readonly ActingCapability[];

/** What the visitor said in this tab about one agent in one share. */
export interface GrantRecord {
  shareId: string;
  agentId: string;
  tabId: string;
  said: Partial<Record<ActingCapability, 'yes' | 'no'>>;
  /** When the last yes was said, or used. By the clock people read: the next page reads it, too. */
  atMs: number;
}

/** Where one capability stands in this tab. Only `on` lets anything be done. */
export type Stand =
  | 'off'
  /** The agent asks. */
  | 'asked'
  /** The server says on, and this tab knows of no yes to this agent: another tab's, another agent's, or too long ago. */
  | 'again'
  /** Taken back here; the server has not heard it yet. */
  | 'taken'
  | 'on';

export type GrantStep =
  | { type: 'said'; share: Share; tabId: string; capability: ActingCapability; yes: boolean; nowMs: number }
  | { type: 'used'; nowMs: number };

/** A yes that nobody used for so long is none any more. */
export const grantKeepsMs = 15 * 60_000;
// Clocks are set back by a little now and then.
const backwardsMs = 60_000;

/** The record after a step. Another agent or share begins anew. */
export function nextGrants(record: GrantRecord | null, step: GrantStep): GrantRecord | null {
  if (step.type === 'used') return record && { ...record, atMs: step.nowMs };
  const { share, tabId, capability, yes, nowMs } = step;
  const base: GrantRecord =
    record && isOf(record, share, tabId)
      ? record
      : { shareId: share.shareId, agentId: share.actor.agentId, tabId, said: {}, atMs: nowMs };
  return { ...base, said: { ...base.said, [capability]: yes ? 'yes' : 'no' }, atMs: yes ? nowMs : base.atMs };
}

/** Both have to say yes: the visitor's own record and the server's copy, which only narrows it. */
export function standOf(
  record: GrantRecord | null,
  share: Share | null,
  capability: ActingCapability,
  tab: { id: string; nowMs: number },
): Stand {
  if (share?.phase !== 'on') return 'off';
  const server = share.grants[capability];
  if (server === 'asked') return 'asked';
  if (server !== 'on') return 'off';
  const own = record && isOf(record, share, tab.id) ? record : null;
  const said = own?.said[capability];
  if (said === 'no') return 'taken';
  // Pointing was part of the question before the view, for the agent it named.
  if (capability === 'point' && (said || share.actor.agentId === share.agent.agentId)) return 'on';
  const ageMs = own ? tab.nowMs - own.atMs : 0;
  return said === 'yes' && ageMs > -backwardsMs && ageMs < grantKeepsMs ? 'on' : 'again';
}

const isOf = (record: GrantRecord, share: Share, tabId: string) =>
  record.shareId === share.shareId && record.agentId === share.actor.agentId && record.tabId === tabId;

export interface GrantPowers {
  /** Of this tab and origin: lives over page loads, not over the tab. */
  store: KeyStore;
  mayStore(): boolean;
  clock: Clock;
  /** A duplicated tab copies the store, not this. */
  tabId: string;
}

/** Keeps the visitor's own word. Nobody else writes it; the server is asked and told by whoever composes us. */
export function createGrants({ store, mayStore, clock, tabId }: GrantPowers) {
  const key = 'grants';
  const record = signal<GrantRecord | null>(readRecord(store.read(key)));
  const step = (next: GrantRecord | null) => {
    record.value = next;
    if (next && mayStore()) store.write(key, JSON.stringify(next));
    else store.remove(key);
  };
  return {
    record,
    standOf: (share: Share | null, capability: ActingCapability) =>
      standOf(record.value, share, capability, { id: tabId, nowMs: clock.now() }),
    said: (share: Share, capability: ActingCapability, yes: boolean) =>
      step(nextGrants(record.peek(), { type: 'said', share, tabId, capability, yes, nowMs: clock.now() })),
    used: () => step(nextGrants(record.peek(), { type: 'used', nowMs: clock.now() })),
    forget: () => step(null),
  };
}

export type Grants = ReturnType<typeof createGrants>;

function readRecord(text: string | null): GrantRecord | null {
  try {
    const kept = JSON.parse(text ?? 'null') as GrantRecord | null;
    return typeof kept?.atMs === 'number' && typeof kept.said === 'object' && kept.said ? kept : null;
  } catch {
    return null;
  }
}
