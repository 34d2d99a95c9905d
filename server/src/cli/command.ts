import type { Store } from '../store/open.ts';

/** Values given with `--name`; `one` is the last, `all` every one. */
export interface Flags {
  one(name: string): string | undefined;
  all(name: string): string[];
}

/** What a command answers: lines for people, the same as values for programs. `bad` sets the exit code, `warn` goes to stderr. */
export interface Outcome {
  say: string;
  value: unknown;
  bad?: boolean;
  warn?: string;
}

export interface Command {
  usage: string;
  does: string;
  /** `address`: where browsers reach the server, as far as the environment tells. */
  run(store: Store, flags: Flags, address: string): Promise<Outcome>;
}

/** A mistake of whoever typed: told in one sentence, exit code 2. */
export class UsageMistake extends Error {}

/** The value of a flag that has to be there. */
export function need(flags: Flags, name: string): string {
  const value = flags.one(name);
  if (!value) throw new UsageMistake(`--${name} is missing.`);
  return value;
}

/** A site that has to be there: named by `--site`. */
export async function needSite(store: Store, flags: Flags): Promise<string> {
  const siteId = need(flags, 'site');
  const row = await store.db.selectFrom('sites').select('id').where('id', '=', siteId).executeTakeFirst();
  if (!row) throw new UsageMistake(`There is no site ${siteId}. Add it with: site add --id ${siteId} --origin ORIGIN`);
  return siteId;
}
