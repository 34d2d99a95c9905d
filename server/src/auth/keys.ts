import { createId, createSecret } from '@theke/kit';
import type { Db } from '../powers.ts';
import { digestOf } from './digest.ts';

/** Everything an API key can be allowed. */
export const scopes = [
  'conversations:read',
  'conversations:write',
  'handoffs:write',
  'contacts:read',
  'contacts:write',
  'orders:write',
  'reports:read',
  'rules:read',
  'rules:write',
] as const;

/** A program with an API key. `siteId` null: every site. */
export interface KeyActor {
  keyId: string;
  siteId: string | null;
  scopes: readonly string[];
}

/** Makes a key. The secret is given once; the table keeps its digest. */
export async function addKey(
  db: Db,
  wish: { name: string; siteId?: string; scopes: readonly string[]; secret?: string },
): Promise<{ keyId: string; secret: string }> {
  const secret = wish.secret ?? `theke_${createSecret(24)}`;
  const keyId = createId('key');
  await db
    .insertInto('api_keys')
    .values({
      id: keyId,
      digest: digestOf(secret),
      name: wish.name,
      site_id: wish.siteId ?? null,
      scopes: JSON.stringify(wish.scopes),
      created_at: Date.now(),
      revoked_at: null,
    })
    .execute();
  return { keyId, secret };
}

/** Whose key this is; null for an unknown or revoked one. */
export async function findKey(db: Db, secret: string): Promise<KeyActor | null> {
  const row = await db
    .selectFrom('api_keys')
    .select(['id', 'site_id', 'scopes'])
    .where('digest', '=', digestOf(secret))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row ? { keyId: row.id, siteId: row.site_id, scopes: JSON.parse(row.scopes) as string[] } : null;
}
