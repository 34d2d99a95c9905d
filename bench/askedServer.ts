import { addAgent } from '../server/src/auth/agents.ts';
import { sessionCookie } from '../server/src/auth/cookie.ts';
import { readConfig } from '../server/src/config.ts';
import { createServer } from '../server/src/createServer.ts';
import { addSettings, untouched } from '../server/src/rules/settings.ts';
import { addSite } from '../server/src/sites/sites.ts';

// A Theke whose pages ask for invitations: one site that invites, one where inviting is off, and an agent who can sell. Configured
// by the environment like any other. Prints where it is.

/** What the measuring side is told. */
export interface AskedServer {
  port: number;
  origin: string;
  /** Names of one length, so that questions to both are. */
  open: string;
  shut: string;
  cookie: string;
}

const origin = 'http://shop.test';
const sites = { open: 'open', shut: 'shut' };

const reading = readConfig();
if (!reading.ok) throw new Error(reading.mistakes.join('\n'));
const { config } = reading;
const server = await createServer({ config });
const { db } = server.store;
for (const id of Object.values(sites)) await addSite(db, { id, name: id, origins: [origin] });
await addSettings(db, { ...untouched(sites.shut), on: false, revision: 1 }, { name: 'bench', at: Date.now() });
const { port } = await server.listen();
const { id } = await addAgent(db, {
  email: 'anna@bench.test',
  name: 'Anna',
  role: 'agent',
  skills: ['sales'],
  password: 'password 0',
});
const cookie = sessionCookie(config, await server.sessions.create(id)).split(';')[0]!;
const ready: AskedServer = { port, origin, ...sites, cookie };
console.log(JSON.stringify(ready));
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
