import type { Db } from '../powers.ts';
import type { ExperimentsTable } from '../store/tables.ts';
import type { LeftOut } from './leftOut.ts';
import { nextTurn } from './nextTurn.ts';

/** Visitors read in one go; others are served in between. */
const page = 5_000;

/** How many visitors were shown an invitation, and what became of it; and the conversations that began with one. */
export interface Offers {
  shown: number;
  dismissed: number;
  accepted: number;
  conversations: string[];
}

/**
 * What became of the invitations of one experiment, counted in visitors: who dismissed one card and took the next is in both
 * counts, once. Found by the card that followed the decision, and by later cards for the same name.
 */
export async function readOffers(
  db: Db,
  experiment: ExperimentsTable,
  leftOut: ReadonlyMap<string, LeftOut>,
): Promise<Offers> {
  const columns = ['x.unit', 'i.state', 'i.conversation_id'] as const;
  const [shown, dismissed, accepted, conversations] = [1, 2, 3, 4].map(() => new Set<string>());
  for (let after: string | undefined = ''; after !== undefined; ) {
    const until = await lastOfPage(db, experiment.id, after);
    let cards = db
      .selectFrom('exposures as x')
      .where('x.experiment_id', '=', experiment.id)
      .where('x.arm', '=', 'invite')
      .where('x.unit', '>', after);
    if (until !== undefined) cards = cards.where('x.unit', '<=', until);
    const first = await cards.innerJoin('invitations as i', 'i.token', 'x.token').select(columns).execute();
    let others = cards
      .innerJoin('invitations as i', 'i.unit', 'x.unit')
      .where('i.site_id', '=', experiment.site_id)
      .whereRef('i.created_at', '>=', 'x.at')
      // The first card has been read already; most have no other.
      .where((e) => e.or([e('x.token', 'is', null), e('i.token', '!=', e.ref('x.token'))]))
      .select(columns);
    if (experiment.layer === 'rule')
      others = others.where('i.rule_id', '=', experiment.rule_id).where('i.rule_version', '=', experiment.version);
    for (const row of [...first, ...(await others.execute())]) {
      if (leftOut.has(row.unit)) continue;
      shown!.add(row.unit);
      if (row.state === 'dismissed') dismissed!.add(row.unit);
      if (row.state === 'accepted' || row.conversation_id !== null) accepted!.add(row.unit);
      if (row.conversation_id !== null) conversations!.add(row.conversation_id);
    }
    after = until;
    if (after !== undefined) await nextTurn();
  }
  return {
    shown: shown!.size,
    dismissed: dismissed!.size,
    accepted: accepted!.size,
    conversations: [...conversations!],
  };
}

/** The last name of the next page; undefined where the rest is shorter. */
async function lastOfPage(db: Db, experimentId: string, after: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('exposures')
    .select('unit')
    .where('experiment_id', '=', experimentId)
    .where('unit', '>', after)
    .orderBy('unit')
    .limit(1)
    .offset(page - 1)
    .executeTakeFirst();
  return row?.unit;
}
