import type { Config } from '../config.ts';

const codeOf = (error: unknown): string =>
  error && typeof error === 'object' && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Two rows wanted the same unique place: somebody was faster, or it is a repetition. */
export function isDoubled(error: unknown): boolean {
  const code = codeOf(error);
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
}

/** The disk is full, as either database says it. */
export function isDiskFull(error: unknown): boolean {
  return ['SQLITE_FULL', '53100', 'ENOSPC'].includes(codeOf(error));
}

/** Why the database could not be opened, and what to do: one sentence for whoever starts the server. */
export function storeTrouble(error: unknown, config: Pick<Config, 'databaseUrl' | 'dataDir'>): string {
  const code = codeOf(error);
  const said = error instanceof Error ? error.message : String(error);
  if (config.databaseUrl) {
    return `The database of THEKE_DATABASE_URL cannot be used (${said}); check that PostgreSQL runs and that the address, user and rights are right.`;
  }
  const where = `in THEKE_DATA_DIR "${config.dataDir}"`;
  if (isDiskFull(error))
    return `The disk is full, so the database ${where} cannot be written; make room or set THEKE_DATA_DIR to another disk.`;
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
    return `The file theke.db ${where} is not a sound database; restore a backup or set THEKE_DATA_DIR to an empty folder.`;
  }
  return `The database ${where} cannot be written (${said}); give this user the right to write there or set THEKE_DATA_DIR to another folder.`;
}
