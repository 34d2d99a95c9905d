import type { Db } from '../powers.ts';

/** Every skill of somebody who may sign in, each once, in order; undefined while there is nobody. */
export async function skillsThere(db: Db): Promise<string[] | undefined> {
  const rows = await db.selectFrom('agents').select('skills').where('disabled', '=', 0).execute();
  if (rows.length === 0) return undefined;
  return [...new Set(rows.flatMap((row) => JSON.parse(row.skills) as string[]))].sort();
}
