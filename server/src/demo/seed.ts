import { randomBytes } from 'node:crypto';
import { createSecret } from '@theke/kit';
import type { Role } from '@theke/protocol';
import { addAgent } from '../auth/agents.ts';
import { digestOf } from '../auth/digest.ts';
import { addKey, scopes } from '../auth/keys.ts';
import { hashPassword } from '../auth/passwords.ts';
import type { Db } from '../powers.ts';
import { addSettings, readSettings } from '../rules/settings.ts';
import { addSite } from '../sites/sites.ts';

/** The four people of the demo, as documented; outsiders rely on these addresses. */
export const demoAgents: { email: string; name: string; role: Role; skills: string[] }[] = [
  { email: 'anna@demo.shop', name: 'Anna', role: 'agent', skills: ['sales', 'pharmacy'] },
  { email: 'ben@demo.shop', name: 'Ben', role: 'agent', skills: ['service', 'returns'] },
  { email: 'eva@demo.shop', name: 'Eva', role: 'supervisor', skills: ['sales', 'service', 'returns', 'pharmacy'] },
  { email: 'root@demo.shop', name: 'Root', role: 'admin', skills: [] },
];

const seededKey = 'demo_secrets';

/** What the demo prints, so that one can sign in. */
export interface DemoSecrets {
  password: string;
  apiKey: string;
  /** Standard Webhooks secret of the demo's channel. */
  channelSecret: string;
}

/**
 * Fills an empty database with the demo: site, people, API key. Run at every start: what is there stays, the shop's
 * origins follow its port, and a password given by the environment counts from then on.
 */
export async function seedDemo(
  db: Db,
  wish: { shopPort: number; password?: string; apiKey?: string },
): Promise<DemoSecrets> {
  const origins = [`http://localhost:${wish.shopPort}`, `http://127.0.0.1:${wish.shopPort}`];
  await addSite(db, { id: 'demo', name: 'Wetterfest', origins: [...(await knownOrigins(db)), ...origins] });

  const settings = await readSettings(db, 'demo');
  // Nobody is held out until somebody decides to measure.
  if (settings.revision === 0) await addSettings(db, { ...settings, revision: 1 }, { name: 'demo', at: Date.now() });

  const kept = await readSecrets(db);
  const secrets: DemoSecrets = {
    password: wish.password ?? kept?.password ?? createSecret(9),
    apiKey: wish.apiKey ?? kept?.apiKey ?? `theke_${createSecret(24)}`,
    channelSecret: kept?.channelSecret ?? `whsec_${randomBytes(24).toString('base64')}`,
  };
  if (kept?.apiKey !== secrets.apiKey)
    await addKey(db, { name: 'demo', siteId: 'demo', scopes, secret: secrets.apiKey });
  // A key made by an older version of ours opens what there is by now.
  const held = JSON.stringify(scopes);
  await db.updateTable('api_keys').set({ scopes: held }).where('digest', '=', digestOf(secrets.apiKey)).execute();
  for (const agent of demoAgents) {
    const known = await db.selectFrom('agents').select('id').where('email', '=', agent.email).executeTakeFirst();
    if (!known) await addAgent(db, { ...agent, password: secrets.password });
    else if (kept?.password !== secrets.password)
      await db
        .updateTable('agents')
        .set({ password_hash: await hashPassword(secrets.password), failed_sign_ins: 0, locked_until: null })
        .where('id', '=', known.id)
        .execute();
  }
  const value = JSON.stringify(secrets);
  await db
    .insertInto('settings')
    .values({ key: seededKey, value })
    .onConflict((c) => c.column('key').doUpdateSet({ value }))
    .execute();
  return secrets;
}

/** Origins somebody added with the command line survive a restart. */
async function knownOrigins(db: Db): Promise<string[]> {
  const row = await db.selectFrom('sites').select('origins').where('id', '=', 'demo').executeTakeFirst();
  return row ? (JSON.parse(row.origins) as string[]) : [];
}

async function readSecrets(db: Db): Promise<DemoSecrets | null> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', seededKey).executeTakeFirst();
  return row ? (JSON.parse(row.value) as DemoSecrets) : null;
}
