import type { Tx } from '../powers.ts';
import type { DayNames } from './dayUnit.ts';
import type { Unit } from './units.ts';

/** More ids than these on one name are not read: a crowd in any case. */
const maxLinks = 100;
/** An id that came to a name later than this after it was made had been elsewhere before. */
const freshMs = 60_000;
/** Whoever clears the storage brings no old id along; one person has one, or two around midnight. */
const oldIds = 3;
/** Whoever clears the storage gets a new id with every click, yet nobody does so twenty times. */
const ids = 20;
/** Nameless: later than everything. */
const always = Number.MAX_SAFE_INTEGER;

/** Who was here before under the same names of the day, and may be the same person. */
export interface Kin {
  /** Empty words, nobody's, where the address says nothing. */
  names: readonly string[];
  /** What happened until then may have happened to the asker: when their id was made. */
  bornAt: number;
  /** The same, for all that lasts longer than the distance between two cards: -1 when these names are evidently many people's. */
  wholeUntil: number;
}

/** One statement, whoever asks. `laterBorn`: for an id made while the clock was behind, when it was made by an unbroken clock. */
export async function readKin(tx: Tx, who: Unit, { all }: DayNames, laterBorn: number): Promise<Kin> {
  const links = () => tx.selectFrom('unit_links').select(['visitor_id', 'at']).where('day_unit', 'in', all);
  // The asker's own beside the others: among too many it need not be one of those that are read.
  const own = links().where('visitor_id', '=', who.visitorId ?? '');
  const rows = await tx
    .selectFrom(own.unionAll(tx.selectFrom(links().limit(maxLinks).as('some')).selectAll()).as('l'))
    .leftJoin('visitors as v', 'v.id', 'l.visitor_id')
    .select(['l.visitor_id', 'l.at', 'v.created_at'])
    .execute();
  const linked = rows.map((row) => ({ id: row.visitor_id, at: Number(row.at), madeAt: Number(row.created_at ?? 0) }));
  const old = linked.filter(({ madeAt, at }) => madeAt > 0 && madeAt < at - freshMs);
  const crowd = many(old) > oldIds || many(linked) > ids;
  const mine = linked.find((one) => one.id === who.visitorId);
  // An id nobody has linked was there before anything we know of.
  const bornAt = who.visitorId === null ? always : mine ? Math.max(mine.madeAt, laterBorn) : -1;
  return { names: all, bornAt, wholeUntil: crowd ? -1 : bornAt };
}

const many = (linked: readonly { id: string }[]) => new Set(linked.map((one) => one.id)).size;

/** The ids that were seen under these names. For `in (…)`. */
export function idsOf(tx: Tx, { names }: Kin) {
  const found = tx.selectFrom('unit_links').select('visitor_id').where('day_unit', 'in', names).limit(maxLinks);
  return tx.selectFrom(found.as('ids')).select('ids.visitor_id');
}

/** The names and the ids that were seen under them. For `in (…)`. */
export function unitsOf(tx: Tx, kin: Kin) {
  const first = tx.selectNoFrom((e) => e.val(kin.names[0] ?? '').as('unit'));
  return kin.names
    .slice(1)
    .reduce((all, name) => all.unionAll(tx.selectNoFrom((e) => e.val(name).as('unit'))), first)
    .unionAll(tx.selectFrom(idsOf(tx, kin).as('kin')).select('kin.visitor_id as unit'));
}
