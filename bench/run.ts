import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readMachine } from './machine.ts';
import { isMet, type Row, table } from './table.ts';

// `npm run bench [name] [--key=value …]`: runs one measurement, or all; prints a table and keeps it as JSON.

const artefacts = fileURLToPath(new URL('../artefacts/bench/', import.meta.url));

/** A measurement: knobs in, rows out. Loaded when asked for, so that one that cannot load spoils no other. */
type Measurement = (knobs: Record<string, number>) => Promise<Row[]>;

const measurements: Record<string, () => Promise<{ measure: Measurement }>> = {
  sizes: () => import('./weights.ts'),
  relay: () => import('./relay.ts'),
  sockets: () => import('./sockets.ts'),
  view: () => import('./view.ts'),
  page: () => import('./page.ts'),
  call: () => import('./call.ts'),
  crash: () => import('./crash.ts'),
  cobrowse: () => import('./cobrowse/measure.ts'),
  rules: () => import('./rules.ts'),
  uplift: () => import('./uplift.ts'),
  invitations: () => import('./invitations.ts'),
};

const words = process.argv.slice(2);
const names = words.filter((word) => !word.startsWith('--'));
const knobs = Object.fromEntries(
  words.flatMap((word) => {
    const found = word.match(/^--([a-zA-Z]+)=(\d+(?:\.\d+)?)$/);
    return found ? [[found[1]!, Number(found[2])]] : [];
  }),
);

const unknown = names.filter((name) => !(name in measurements));
if (unknown.length > 0) {
  console.error(
    `There is no measurement called ${unknown.join(', ')}. There are: ${Object.keys(measurements).join(', ')}.`,
  );
  process.exit(2);
}

let failed = false;
for (const name of names.length > 0 ? names : Object.keys(measurements)) {
  const machine = readMachine();
  const at = new Date().toISOString();
  console.log(
    `\n${name}  ·  ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}, ${machine.browser}, load ${machine.load}`,
  );
  try {
    const rows = await (await measurements[name]!()).measure(knobs);
    console.log(table(rows));
    mkdirSync(artefacts, { recursive: true });
    const kept = {
      name,
      at,
      machine: { ...machine, loadAfter: readMachine().load },
      rows: rows.map((row) => ({ ...row, met: isMet(row) })),
    };
    writeFileSync(`${artefacts}${name}.json`, `${JSON.stringify(kept, null, 2)}\n`);
  } catch (error) {
    failed = true;
    console.error(`  ${name} could not be measured: ${error instanceof Error ? error.stack : error}`);
  }
}
// Some of what a measurement leaves behind (sockets being closed, a browser) would keep us for a while.
process.exit(failed ? 1 : 0);
