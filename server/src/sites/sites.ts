import { createSecret } from '@theke/kit';
import type { Db } from '../powers.ts';

/** A shop that may embed us. */
export interface Site {
  id: string;
  name: string;
  origins: readonly string[];
  settings: SiteSettings;
}

export interface SiteSettings {
  accent?: string;
  locale?: string;
  /** HS256 secret the shop signs identities with. */
  identitySecret?: string;
}

/** The sites, kept in memory: every handshake asks. */
export interface Sites {
  find(siteId: string): Promise<Site | null>;
  all(): Promise<Site[]>;
  /** Whether any site at all allows this origin: asked before we know which site is meant. */
  knowsOrigin(origin: string): Promise<boolean>;
}

/** A site added by the command line while we run is known after this long. */
const freshMs = 1_000;

export function createSites(powers: { db: Db; elapsed(): number }): Sites {
  let kept = new Map<string, Site>();
  let readMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  async function refresh() {
    if (powers.elapsed() - readMs < freshMs) return;
    reading ??= (async () => {
      const rows = await powers.db.selectFrom('sites').selectAll().execute();
      kept = new Map(
        rows.map((row) => [
          row.id,
          {
            id: row.id,
            name: row.name,
            origins: JSON.parse(row.origins) as string[],
            settings: JSON.parse(row.settings) as SiteSettings,
          },
        ]),
      );
      readMs = powers.elapsed();
    })().finally(() => {
      reading = null;
    });
    await reading;
  }

  return {
    async find(siteId) {
      await refresh();
      return kept.get(siteId) ?? null;
    },
    async all() {
      await refresh();
      return [...kept.values()];
    },
    async knowsOrigin(origin) {
      await refresh();
      for (const site of kept.values()) if (site.origins.includes(origin)) return true;
      return false;
    },
  };
}

/** An origin as browsers write it, or null for anything that is not one. No path, no wildcard, no trailing slash. */
export function readOrigin(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const plain = url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password;
  return plain && (url.protocol === 'http:' || url.protocol === 'https:') ? url.origin : null;
}

/** Adds a site, or gives an existing one these origins and this name. The identity secret stays. */
export async function addSite(
  db: Db,
  wish: { id: string; name?: string; origins: readonly string[]; settings?: SiteSettings },
): Promise<Site> {
  const known = await db.selectFrom('sites').selectAll().where('id', '=', wish.id).executeTakeFirst();
  const before = known ? (JSON.parse(known.settings) as SiteSettings) : {};
  const settings = { identitySecret: createSecret(32), ...before, ...wish.settings };
  const row = {
    id: wish.id,
    name: wish.name ?? known?.name ?? wish.id,
    origins: JSON.stringify([...new Set(wish.origins)]),
    settings: JSON.stringify(settings),
    created_at: known?.created_at ?? Date.now(),
  };
  await db
    .insertInto('sites')
    .values(row)
    .onConflict((c) => c.column('id').doUpdateSet({ name: row.name, origins: row.origins, settings: row.settings }))
    .execute();
  return { id: row.id, name: row.name, origins: [...new Set(wish.origins)], settings };
}
