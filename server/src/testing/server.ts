import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Log, silentLog } from '@theke/kit';
import type { Role } from '@theke/protocol';
import { addAgent } from '../auth/agents.ts';
import { addKey } from '../auth/keys.ts';
import { type Config, readConfig } from '../config.ts';
import { createServer, type TheServer } from '../createServer.ts';
import { addSite } from '../sites/sites.ts';
import type { Store } from '../store/open.ts';
import { type AgentClient, connectAgent, connectVisitor, type VisitorClient, type VisitorOptions } from './clients.ts';

/** The site every test server has, and the origin its pages are on. */
export const testSite = 'demo';
export const testOrigin = 'http://shop.test';
export const testPassword = 'correct horse';

export interface TestServer {
  url: string;
  dataDir: string;
  server: TheServer;
  close(): Promise<void>;
  addSite(id: string, ...origins: string[]): Promise<void>;
  /** Adds an agent (password {@link testPassword}); gives the id. */
  addAgent(email: string, wish?: { role?: Role; skills?: string[]; name?: string }): Promise<string>;
  addKey(...scopes: string[]): Promise<string>;
  /** Signs in over HTTP; gives the Cookie header. */
  signIn(email: string, password?: string): Promise<string>;
  visitor(options?: Partial<VisitorOptions>): Promise<VisitorClient>;
  /** Adds the agent when there is none of this e-mail, signs in, connects and says hello. */
  agent(email?: string, wish?: { role?: Role; skills?: string[]; available?: boolean }): Promise<AgentClient>;
}

/** A whole server on a temporary folder and a free port of this machine. `close` also removes the folder. */
export async function startTestServer(
  options: { config?: Partial<Config>; dataDir?: string; log?: Log; store?: Store } = {},
): Promise<TestServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'theke-test-'));
  const reading = readConfig({});
  if (!reading.ok) throw new Error(reading.mistakes.join(' '));
  const config: Config = {
    ...reading.config,
    port: 0,
    host: '127.0.0.1',
    dataDir,
    logLevel: 'error',
    newVisitorsPerMinute: 1_000_000,
    ...options.config,
  };
  const server = await createServer({ config, log: options.log ?? silentLog, store: options.store });
  const { db } = server.store;
  await addSite(db, { id: testSite, name: 'Demo', origins: [testOrigin] });
  const { port } = await server.listen();
  const url = `http://127.0.0.1:${port}`;
  const clients: { close(): void }[] = [];
  const kept = <T extends { close(): void }>(client: T): T => {
    clients.push(client);
    return client;
  };

  const test: TestServer = {
    url,
    dataDir,
    server,
    async close() {
      for (const client of clients) client.close();
      await server.close();
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
    },
    addSite: async (id, ...origins) => void (await addSite(db, { id, origins })),
    async addAgent(email, wish = {}) {
      const name = wish.name ?? email.split('@')[0]!;
      const { role = 'agent', skills = [] } = wish;
      return (await addAgent(db, { email, name, role, skills, password: testPassword })).id;
    },
    addKey: async (...scopes) => (await addKey(db, { name: 'test', scopes })).secret,
    async signIn(email, password = testPassword) {
      const answer = await fetch(`${url}/api/v1/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      });
      if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
      return answer.headers.get('set-cookie')!.split(';')[0]!;
    },
    visitor: async (more = {}) => kept(await connectVisitor({ url, site: testSite, origin: testOrigin, ...more })),
    async agent(email = 'anna@demo.shop', wish = {}) {
      const known = await db.selectFrom('agents').select('id').where('email', '=', email).executeTakeFirst();
      const agentId = known?.id ?? (await test.addAgent(email, wish));
      const client = kept(await connectAgent({ url, cookie: await test.signIn(email), agentId }));
      if (wish.available !== false) await client.must('agent:available', { on: true });
      return client;
    },
  };
  return test;
}
