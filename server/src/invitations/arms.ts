import type { InvitationAsk, InvitationSettings } from '@theke/protocol';
import { assignArm, bucket } from '@theke/uplift';
import type { Experiments, Tx } from '../powers.ts';
import { byPage } from '../uplift/byPage.ts';
import { type Kin, unitsOf } from './kin.ts';
import { sameAs, type Unit } from './units.ts';
import type { Wish } from './wish.ts';

type Of = Parameters<Experiments['current']>[1];
/**
 * Behind the id of an experiment: a row that is written and deleted again in the same transaction, so that those who are not
 * exposed cost as much as those who are. Nobody else ever sees it.
 */
const ghost = '~';

export interface Arms {
  /** Set when this visitor is held out, and by what. */
  heldOut: 'programme' | 'holdout' | null;
  /** Rows that a token belongs to, when an invitation follows. */
  exposed: { experimentId: string; unit: string }[];
}

/**
 * Where a part of the visitors is held out: the programme first, then the rule among the rest. A share of nothing is asked
 * about as well, which ends an experiment that was; but not on the word of a page.
 */
export function layersOf(settings: InvitationSettings, wish: Wish, atMs: number): Of[] {
  const { siteId, programme, currency } = settings;
  const { terms, ruleId, version } = wish;
  const common = { siteId, currency, atMs };
  const layers: Of[] = [{ ...common, ...programme, layer: 'programme', ruleId: '', version: 0, digest: '' }];
  const holdout = terms?.holdout ?? (wish.kept ? { share: 0, salt: '', windowMs: 0 } : null);
  const digest = `${wish.kept ? '' : byPage}${terms?.digest ?? ''}`;
  if (holdout) layers.push({ ...common, ...holdout, layer: 'rule', ruleId, version, digest });
  return layers;
}

/** The words the hash is salted with; one experiment's places tell nothing of another's. */
const saltOf = (of: Of, salt: string) =>
  of.layer === 'programme' ? `programme:${salt}` : `rule:${of.ruleId}:${salt}:v${of.version}`;

/**
 * Says in which arm somebody is and writes it down, for both arms alike. Somebody who is not `eligible` costs the same
 * statements and leaves nothing behind.
 */
export async function readArms(
  tx: Tx,
  experiments: Experiments,
  layers: readonly Of[],
  who: Unit,
  kin: Kin,
  eligible: boolean,
  about: Pick<InvitationAsk, 'page' | 'device'>,
): Promise<Arms> {
  const arms: Arms = { heldOut: null, exposed: [] };
  for (const of of layers) {
    const counts = eligible && arms.heldOut === null;
    const experiment = counts ? await experiments.current(tx, of) : await looksLikeIt(tx, of);
    // Known from the settings alone, so nothing is told by doing less.
    if (of.share === 0) continue;
    const { id, salt, holdoutShare } = experiment ?? { id: '', salt: of.salt, holdoutShare: 0 };
    const first = await standing(tx, counts ? id : id + ghost, who, kin);
    const own = assignArm(who.unit, { salt: saltOf(of, salt), holdoutShare });
    const real = counts && experiment !== null && first === undefined;
    await expose(tx, { experimentId: real ? id : id + ghost, who, of, ...own, about });
    await tx
      .deleteFrom('exposures')
      .where('experiment_id', '=', id + ghost)
      .execute();
    if (!counts || !experiment) continue;
    const row = first ?? { unit: who.unit, arm: own.arm };
    if (row.arm === 'holdout') arms.heldOut = of.layer === 'programme' ? 'programme' : 'holdout';
    arms.exposed.push({ experimentId: id, unit: row.unit });
  }
  return arms;
}

/**
 * The row that was first, under whatever name the visitor had then: also that of who cleared the storage. It counts for just
 * those for whom a card of that moment would have counted, so that neither arm has visitors twice that the other has once.
 */
async function standing(tx: Tx, experimentId: string, who: Unit, kin: Kin) {
  const rows = () => tx.selectFrom('exposures').select(['unit', 'arm', 'at']).where('experiment_id', '=', experimentId);
  const own = rows().where('unit', 'in', sameAs(tx, who.unit));
  const theirs = rows().where('unit', 'in', unitsOf(tx, kin)).where('at', '<=', kin.wholeUntil);
  return tx
    .selectFrom(own.unionAll(theirs).as('first'))
    .select(['unit', 'arm'])
    .orderBy('at')
    .orderBy('unit')
    .limit(1)
    .executeTakeFirst();
}

async function expose(
  tx: Tx,
  row: {
    experimentId: string;
    who: Unit;
    of: Of;
    arm: string;
    bucket: number;
    about: Pick<InvitationAsk, 'page' | 'device'>;
  },
) {
  await tx
    .insertInto('exposures')
    .values({
      experiment_id: row.experimentId,
      unit: row.who.unit,
      unit_kind: row.who.kind,
      site_id: row.of.siteId,
      visitor_id: row.who.visitorId,
      arm: row.arm,
      bucket: row.bucket,
      at: row.of.atMs,
      page: pageOf(row.about),
      device: row.about.device ?? null,
      token: null,
      both_arms: 0,
    })
    .onConflict((c) => c.columns(['experiment_id', 'unit']).doNothing())
    .execute();
}

/** As much work as asking for the experiment, for somebody who is not in it. */
async function looksLikeIt(tx: Tx, of: Of) {
  const [first] = await tx
    .selectFrom('experiments')
    .select(['id', 'version'])
    .where('site_id', '=', of.siteId)
    .where('rule_id', '=', of.ruleId)
    .where('layer', '=', of.layer)
    .where('ended_at', 'is', null)
    .execute();
  return first ? { id: first.id, salt: of.salt, holdoutShare: of.share } : null;
}

export const pageOf = ({ page }: Pick<InvitationAsk, 'page'>): string | null => page?.path ?? page?.type ?? null;

/** Which of the texts a visitor gets: always the same one for one version of a rule. */
export function variantOf(wish: Wish, unit: string): string | undefined {
  const variants = wish.terms?.variants ?? [];
  return variants[Math.floor(bucket(unit, `variant:${wish.ruleId}:v${wish.version}`) * variants.length)];
}
