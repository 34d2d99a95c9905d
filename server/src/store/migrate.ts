import { type Kysely, sql } from 'kysely';
import { first } from './migrations/0001-first.ts';
import { sharing } from './migrations/0002-sharing.ts';
import { pagePrivacy } from './migrations/0003-page-privacy.ts';
import { invitations } from './migrations/0004-invitations.ts';
import { orderClaims } from './migrations/0005-order-claims.ts';
import { openCards } from './migrations/0006-open-cards.ts';
import { ordersByContact } from './migrations/0007-orders-by-contact.ts';
import { networksOfADay } from './migrations/0008-networks-of-a-day.ts';
import type { Tables } from './tables.ts';

/** One step forward. There is no way back: a backup is the way back. */
export interface Migration {
  name: string;
  up(db: Kysely<Tables>, kind: 'sqlite' | 'postgres'): Promise<void>;
}

const migrations: readonly Migration[] = [
  first,
  sharing,
  pagePrivacy,
  invitations,
  orderClaims,
  openCards,
  ordersByContact,
  networksOfADay,
];

// Any fixed number: two servers that start at the same time on PostgreSQL must not both migrate.
const migrationLock = 7_301_988;

/** Brings the database to the present shape: each step once, all in one transaction. */
export async function migrate(
  db: Kysely<Tables>,
  kind: 'sqlite' | 'postgres',
  steps: readonly Migration[] = migrations,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(tx);
    await tx.schema
      .createTable('schema_migrations')
      .ifNotExists()
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('applied_at', 'bigint', (c) => c.notNull())
      .execute();
    const done = new Set((await tx.selectFrom('schema_migrations').select('name').execute()).map((row) => row.name));
    const unknown = [...done].filter((name) => !steps.some((step) => step.name === name));
    if (unknown.length > 0) throw new Error(`it was made by a newer version (${unknown.join(', ')})`);
    for (const step of steps) {
      if (done.has(step.name)) continue;
      await step.up(tx, kind);
      await tx.insertInto('schema_migrations').values({ name: step.name, applied_at: Date.now() }).execute();
    }
  });
}
