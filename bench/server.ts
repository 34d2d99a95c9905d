import { addAgent } from '../server/src/auth/agents.ts';
import { sessionCookie } from '../server/src/auth/cookie.ts';
import { readConfig } from '../server/src/config.ts';
import { createServer } from '../server/src/createServer.ts';
import { addSite } from '../server/src/sites/sites.ts';

// A Theke to be measured: the server as it is, configured by the environment like any other, with one site and as many
// signed-in agents as THEKE_BENCH_AGENTS says. Prints where it is and their cookies.

/** What the measuring side is told. */
export interface BenchServer {
  port: number;
  site: string;
  origin: string;
  cookies: string[];
}

const site = 'bench';
const origin = 'http://shop.test';

const reading = readConfig();
if (!reading.ok) throw new Error(reading.mistakes.join('\n'));
const { config } = reading;
const server = await createServer({ config });
const { db } = server.store;
await addSite(db, { id: site, name: 'Bench', origins: [origin] });
const { port } = await server.listen();

const cookies: string[] = [];
for (let count = 0; count < Number(process.env.THEKE_BENCH_AGENTS ?? 1); count++) {
  const { id } = await addAgent(db, {
    email: `agent-${count}@bench.test`,
    name: `Agent ${count}`,
    role: 'agent',
    skills: [],
    password: `password ${count}`,
  });
  cookies.push(sessionCookie(config, await server.sessions.create(id)).split(';')[0]!);
}
const ready: BenchServer = { port, site, origin, cookies };
console.log(JSON.stringify(ready));
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
