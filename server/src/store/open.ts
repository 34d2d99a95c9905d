import type { Kysely } from 'kysely';
import type { Config } from '../config.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';
import { storeTrouble } from './trouble.ts';

/** The one place where anything durable lives. Which database it is, only this folder knows. */
export interface Store {
  db: Kysely<Tables>;
  kind: 'sqlite' | 'postgres';
  /** Writes and reads back one small row: true only when a message could be kept right now. */
  probe(): Promise<boolean>;
  /** A consistent copy of the embedded database while it is in use. PostgreSQL has its own tools for that. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

/** What stopped the opening, in one sentence with the remedy. */
export class StoreTrouble extends Error {}

/** Opens (and if needed makes and migrates) the database the configuration names. Throws {@link StoreTrouble}. */
export async function openStore(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<Store> {
  let opened: Omit<Store, 'probe'> | undefined;
  try {
    opened = config.databaseUrl ? openPostgres(config.databaseUrl) : openSqlite(config.dataDir);
    const { db } = opened;
    await migrate(db, opened.kind);
    const store: Store = {
      ...opened,
      async probe() {
        const value = String(Date.now());
        await db
          .insertInto('settings')
          .values({ key: 'probe', value })
          .onConflict((c) => c.column('key').doUpdateSet({ value }))
          .execute();
        return true;
      },
    };
    await store.probe();
    return store;
  } catch (error) {
    await opened?.close().catch(() => {});
    throw new StoreTrouble(storeTrouble(error, config), { cause: error });
  }
}
