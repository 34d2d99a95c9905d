import { spawnSync } from 'node:child_process';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createShop } from '../../../examples/shop/shop.ts';
import { seedChannel } from '../channels/index.ts';
import { readConfig } from '../config.ts';
import { createServer } from '../createServer.ts';
import { explainStart, stopOnSignals } from '../ops/life.ts';
import { demoAgents, seedDemo } from './seed.ts';

// `npm start`: everything a curious person needs. Builds what is missing, keeps its data in ./data, and serves a real
// shop on another origin, because that is how a shop embeds us.

const root = fileURLToPath(new URL('../../..', import.meta.url));

const reading = readConfig({ ...process.env, THEKE_HOST: process.env.THEKE_HOST ?? '127.0.0.1' });
if (!reading.ok) {
  for (const mistake of reading.mistakes) console.error(mistake);
  process.exit(1);
}
const { config } = reading;

const built = spawnSync(
  process.execPath,
  [`${root}.ci/build.mjs`, ...(process.argv.includes('--dev') ? [] : ['--if-missing'])],
  {
    stdio: 'inherit',
  },
);
if (built.status !== 0) {
  console.error('The browser bundles could not be built; the lines above say why. Mend that, then start again.');
  process.exit(1);
}

try {
  const server = await createServer({ config });
  let thekeUrl = '';
  const shop = createShop({ thekeUrl: () => thekeUrl, siteId: 'demo' });
  const shopServer = await listen(shop, config.shopPort);
  const shopPort = (shopServer.address() as AddressInfo).port;
  const { password, apiKey, channelSecret } = await seedDemo(server.store.db, {
    shopPort,
    password: config.demoPassword,
    apiKey: config.demoApiKey,
  });
  const secret = process.env.THEKE_DEMO_CHANNEL_SECRET ?? channelSecret;
  await seedChannel(server.store.db, {
    id: 'demo-channel',
    siteId: 'demo',
    name: 'Some channel',
    now: Date.now(),
    secret,
    replyUrl: process.env.THEKE_DEMO_CHANNEL_REPLY_URL ?? 'http://127.0.0.1:4802/reply',
    // The example channel runs on this machine.
    allowPrivate: true,
  });
  thekeUrl = (await server.listen()).url;

  console.log(`
  Demo shop   http://localhost:${shopPort}
  Console     ${thekeUrl}/console/
  Server      ${thekeUrl}

  Sign in with password ${password}
${demoAgents.map((agent) => `    ${agent.email.padEnd(16)} ${agent.role}${agent.skills.length ? `, skills ${agent.skills.join(', ')}` : ''}`).join('\n')}

  API key     ${apiKey}
  Channel     POST ${thekeUrl}/api/v1/channels/demo-channel/webhook, signed with ${secret}

Theke is ready
`);
  stopOnSignals(async () => {
    shopServer.close();
    shopServer.closeAllConnections();
    await server.close();
  });
} catch (error) {
  console.error(explainStart(error, config));
  process.exit(1);
}

function listen(app: ReturnType<typeof createShop>, port: number): Promise<Server> {
  return new Promise((done, failed) => {
    const server = app.listen(port, '127.0.0.1', () => done(server));
    server.once('error', failed);
  });
}
