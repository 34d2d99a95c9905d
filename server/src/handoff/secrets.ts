import { createHash, createHmac } from 'node:crypto';
import { createSecret } from '@theke/kit';
import type { Db } from '../powers.ts';

/** Digests under which hand-offs are found. What a person was shown is kept nowhere. */
export interface Digests {
  token(token: string): string;
  code(code: string): string;
  digits(digits: string): string;
}

const keyName = 'handoff.key';

/**
 * Codes are short enough to be tried through, so their digests are keyed by a secret of this server;
 * 128-bit tokens need none. The key is made at the first start.
 */
export async function openDigests(db: Db): Promise<Digests> {
  await db
    .insertInto('settings')
    .values({ key: keyName, value: createSecret(32) })
    .onConflict((row) => row.column('key').doNothing())
    .execute();
  const { value } = await db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', keyName)
    .executeTakeFirstOrThrow();
  const keyed = (text: string) => createHmac('sha256', value).update(text).digest('hex');
  return {
    token: (token) => createHash('sha256').update(token).digest('hex'),
    code: (code) => keyed(`code:${code}`),
    digits: (digits) => keyed(`digits:${digits}`),
  };
}
