import { readConfig } from './config.ts';
import { createServer } from './createServer.ts';
import { explainStart, stopOnSignals } from './ops/life.ts';

// `npm run serve`: the server alone, configured by the environment.

const reading = readConfig();
if (!reading.ok) {
  for (const mistake of reading.mistakes) console.error(mistake);
  process.exit(1);
}

try {
  const server = await createServer({ config: reading.config, processMetrics: true });
  const { url } = await server.listen();
  console.log(`Theke is ready at ${url}`);
  stopOnSignals(server.close);
} catch (error) {
  console.error(explainStart(error, reading.config));
  process.exit(1);
}
