import type { Powers } from '../../powers.ts';
import type { SharesTable } from '../../store/tables.ts';
import type { Engaged } from '../engaged.ts';
import type { Lane } from '../lane/lane.ts';
import type { Timers } from '../timers.ts';
import type { Consent } from './consent.ts';
import { grantsOf, type ShareRows } from './shareRows.ts';
import type { Shares } from './shares.ts';
import type { Watchers } from './watchers.ts';

/** Somebody who is away this long has left; a page load or a tunnel is shorter. */
export const leftMs = 120_000;
/** The core waits this long before it says that a visitor is gone. */
export const goneGraceMs = 15_000;
/** Nothing was passed on for so long: nobody is looking any more. */
export const silentMs = 15 * 60_000;

/** What absence and silence do to shares, also across a restart. */
export function createPresence(
  powers: Pick<Powers, 'now' | 'log' | 'visitorOnline' | 'agentOnline'>,
  parts: {
    rows: ShareRows;
    lane: Lane;
    engaged: Engaged;
    timers: Timers;
    shares: Shares;
    watchers: Watchers;
    consent: Consent;
    watching(shareId: string): Promise<string[]>;
  },
) {
  const { rows, lane, engaged, timers, shares } = parts;

  function later(ms: number, check: () => Promise<void>) {
    timers.after(ms, () => {
      check().catch((error: unknown) => powers.log.warn('a share could not be looked after', { error: String(error) }));
    });
  }

  function watchSilence(row: SharesTable) {
    const restMs = Math.min(silentMs, lane.lastAt(row.id, row.since_at) + silentMs - powers.now());
    later(Math.max(1_000, restMs), async () => {
      const now = await rows.find(row.id);
      if (now?.phase !== 'on') return;
      if (lane.lastAt(row.id, now.since_at) + silentMs <= powers.now()) await shares.end(now, 'silent', 'system');
      else watchSilence(now);
    });
  }

  /** A share was allowed to its own agent; somebody the visitor lets act by name keeps it alive as well. Onlookers do not. */
  async function endAbandoned(agentId: string) {
    const mine = await rows.openOfAgent(agentId);
    const acted = (await rows.openWatchedBy(agentId)).filter((row) => grantsOf(row).actor === agentId);
    for (const row of [...mine, ...acted]) {
      const { actor } = grantsOf(row);
      if (!powers.agentOnline(row.agent_id) && !(row.phase === 'on' && powers.agentOnline(actor)))
        await shares.end(row, 'left', 'system');
    }
  }

  const presence = {
    watchSilence,
    visitorGone(visitorId: string) {
      if (!engaged.visitor(visitorId)) return;
      later(leftMs - goneGraceMs, async () => {
        if (powers.visitorOnline(visitorId)) return;
        for (const row of await rows.openOf(visitorId)) await shares.end(row, 'left', 'system');
      });
    },
    agentGone(agentId: string) {
      if (!engaged.agent(agentId)) return;
      later(leftMs, async () => {
        if (powers.agentOnline(agentId)) return;
        await endAbandoned(agentId);
        await parts.watchers.gone(agentId);
      });
    },
    /** After a restart nobody has joined yet: whoever does not return has left. */
    async start() {
      for (const row of await rows.allOpen()) {
        engaged.add(row);
        presence.visitorGone(row.visitor_id);
        presence.agentGone(row.agent_id);
        if (row.phase !== 'on') continue;
        watchSilence({ ...row, since_at: powers.now() });
        for (const agentId of await parts.watching(row.id)) {
          engaged.also(row.id, agentId);
          presence.agentGone(agentId);
        }
        parts.consent.resume(row);
      }
    },
  };
  return presence;
}

export type Presence = ReturnType<typeof createPresence>;
