import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What several files of browser tests need built alike is built once in a run: by whoever needs it first, while the
// others wait for it. The folder belongs to the run, so nothing in it is ever older than the sources.

const cache = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));
/** Named by the run, see `runFolder.ts`. Without a run, as in benchmarks, every process builds for itself. */
let folder = process.env.THEKE_RUN_FOLDER;

/** No build takes a tenth of this; who has waited so long for another's builds it himself. */
const waitMs = 60_000;

/** A fresh folder for one run, inside the project: what is built in it finds the libraries. */
export function openRunFolder(): string {
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, 'theke-run-'));
}

/** The folder in which `make` has put its files, in this process or in another one of this run. `name`: one for each build. */
export async function builtOnce(name: string, make: (dir: string) => Promise<void>): Promise<string> {
  folder ??= ownFolder();
  const dir = join(folder, name);
  const endAt = Date.now() + waitMs;
  while (!existsSync(dir) && Date.now() < endAt) {
    if (!claim(`${dir}.claim`)) {
      await new Promise((later) => setTimeout(later, 50));
      continue;
    }
    try {
      if (!existsSync(dir)) await build(dir, make);
    } finally {
      rmSync(`${dir}.claim`, { recursive: true, force: true });
    }
  }
  if (!existsSync(dir)) await build(dir, make);
  return dir;
}

function ownFolder(): string {
  const own = openRunFolder();
  process.once('exit', () => rmSync(own, { recursive: true, force: true }));
  return own;
}

/** The text of one such build, for what is a single script. */
export async function builtText(name: string, make: () => Promise<string>): Promise<string> {
  const dir = await builtOnce(name, async (into) => writeFileSync(join(into, 'built'), await make()));
  return readFileSync(join(dir, 'built'), 'utf8');
}

/** A folder appears under its name only when all is in it. */
async function build(dir: string, make: (dir: string) => Promise<void>): Promise<void> {
  const unfinished = mkdtempSync(`${dir}.`);
  await make(unfinished);
  if (existsSync(dir)) rmSync(unfinished, { recursive: true, force: true });
  else renameSync(unfinished, dir);
}

/** Making a folder is the one thing that only one of two can do. */
function claim(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch {
    return false;
  }
}
