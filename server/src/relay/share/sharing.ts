import type { Powers } from '../../powers.ts';
import { createEngaged } from '../engaged.ts';
import type { Lane } from '../lane/lane.ts';
import { createTimers } from '../timers.ts';
import type { Turns } from '../turns.ts';
import { createConsent } from './consent.ts';
import { createLedger } from './ledger.ts';
import { createPresence, type Presence } from './presence.ts';
import { createShareRows, createViewerRows } from './shareRows.ts';
import { createShares } from './shares.ts';
import { createWatchers } from './watchers.ts';

/** Puts together who may see and do what on shared pages, for how long. Knows the lane only as what to open and to cut. */
export function createSharing(
  powers: Powers,
  { lane, turns, ended }: { lane: Lane; turns: Turns; ended(shareId: string): void },
) {
  const rows = createShareRows(powers.db);
  const viewers = createViewerRows(powers.db);
  const ledger = createLedger(powers, rows, viewers);
  const engaged = createEngaged();
  const timers = createTimers(powers);
  const common = { rows, viewers, ledger, lane, turns, timers, engaged };
  const consent = createConsent(powers, common);
  const shares = createShares(powers, { ...common, began: (row) => presence.watchSilence(row), ended });
  const watchers = createWatchers(powers, {
    ...common,
    consent,
    left: (row) => {
      if (!powers.agentOnline(row.agent_id)) presence.agentGone(row.agent_id);
    },
  });
  const presence: Presence = createPresence(powers, {
    ...common,
    shares,
    watchers,
    consent,
    watching: async (shareId) => (await viewers.watching(shareId)).map((one) => one.agent_id),
  });
  return { rows, shares, consent, watchers, presence, stop: timers.stop };
}

export type Sharing = ReturnType<typeof createSharing>;
