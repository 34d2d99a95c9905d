import type { InvitationSettings } from '@theke/protocol';
import type { Db, Tx } from '../powers.ts';

type Words = Omit<InvitationSettings, 'siteId' | 'revision'>;

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Until somebody decides otherwise: few invitations, at any hour, nobody held out. */
export const untouchedSettings: Words = {
  on: true,
  perVisit: 1,
  gapMs: 5 * minuteMs,
  perVisitor: { n: 3, withinMs: 7 * dayMs },
  maxWaitMs: 2 * minuteMs,
  timeZone: 'Europe/Berlin',
  hours: null,
  programme: { share: 0, salt: 'programme-1', windowMs: 7 * dayMs },
  radar: true,
  currency: 'EUR',
};

/** What holds for a site where nobody has decided anything. */
export const untouched = (siteId: string): InvitationSettings => ({
  ...structuredClone(untouchedSettings),
  siteId,
  revision: 0,
});

/** The newest settings of a site; revision 0 where nobody has decided yet. */
export async function readSettings(db: Db | Tx, siteId: string): Promise<InvitationSettings> {
  const row = await db
    .selectFrom('invitation_settings')
    .selectAll()
    .where('site_id', '=', siteId)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  const words = row ? (JSON.parse(row.body) as Partial<Words>) : {};
  return { ...untouched(siteId), ...words, revision: row?.revision ?? 0 };
}

/** Adds one more state of the settings; `isDoubled` when somebody was faster. */
export async function addSettings(db: Db | Tx, settings: InvitationSettings, by: { name: string; at: number }) {
  const { siteId, revision, ...words } = settings;
  await db
    .insertInto('invitation_settings')
    .values({ site_id: siteId, revision, body: JSON.stringify(words), changed_at: by.at, changed_by: by.name })
    .execute();
}
