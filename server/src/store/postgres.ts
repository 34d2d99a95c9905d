import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Store } from './open.ts';
import type { Tables } from './tables.ts';

const int8 = 20;

/** Opens a pool. Whole numbers of eight bytes arrive as text in this driver; all of ours fit into a JavaScript number. */
export function openPostgres(url: string): Omit<Store, 'probe'> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        oid === int8 ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
    },
  });
  // An idle connection that breaks must not end the process; the next query opens a new one.
  pool.on('error', () => {});
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    kind: 'postgres',
    async backup() {
      throw new Error('This database is PostgreSQL; make the backup with pg_dump.');
    },
    close: () => db.destroy(),
  };
}
