import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import Database from 'libsql';
import type { Store } from './open.ts';
import type { Tables } from './tables.ts';

/** Statements kept compiled. Our queries are few; lists of ids of varying length are what makes them vary. */
const keptStatements = 500;
/** How long to wait for another process (the command line) that is writing. */
const busyMs = 5_000;

type Reader = {
  reader: boolean;
  all(parameters: readonly unknown[]): unknown[];
  run(parameters: readonly unknown[]): { changes: number; lastInsertRowid: number };
};

/** Opens `theke.db` in the folder, which is made when missing. WAL with `synchronous=FULL`: an answer given survives a power cut. */
export function openSqlite(dataDir: string): Omit<Store, 'probe'> {
  makeFolder(resolve(dataDir));
  const native = new Database(resolve(dataDir, 'theke.db'), { timeout: busyMs });
  native.exec(`PRAGMA busy_timeout=${busyMs}`);
  native.prepare('PRAGMA journal_mode=WAL').all();
  native.exec('PRAGMA synchronous=FULL');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: wrap(native) }) });
  return {
    db,
    kind: 'sqlite',
    async backup(file) {
      native.exec(`VACUUM INTO '${resolve(file).replaceAll("'", "''")}'`);
    },
    close: () => db.destroy(),
  };
}

// Node's own recursive form never returns below /proc; a wrong setting must end in a sentence.
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function wrap(native: Database.Database): SqliteDatabase {
  const kept = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
  return {
    prepare(sql) {
      const known = kept.get(sql);
      if (known) return known;
      // A transaction that reads first and writes later must not find another writer in between.
      const statement = native.prepare(sql === 'begin' ? 'begin immediate' : sql) as unknown as Reader;
      const made = {
        reader: statement.reader,
        all: (parameters: readonly unknown[]) =>
          (statement.all(parameters) as Record<string, unknown>[]).map(withBuffers),
        run: (parameters: readonly unknown[]) => statement.run(parameters),
        iterate: () => {
          throw new Error('streaming is not used');
        },
      };
      if (kept.size >= keptStatements) kept.clear();
      kept.set(sql, made);
      return made;
    },
    close: () => native.close(),
  };
}

/** This driver gives blobs as ArrayBuffer, PostgreSQL's as Buffer; everybody else sees Buffers. */
function withBuffers(row: Record<string, unknown>): Record<string, unknown> {
  for (const key in row) {
    const value = row[key];
    if (value instanceof ArrayBuffer) row[key] = Buffer.from(value);
  }
  return row;
}
