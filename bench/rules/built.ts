import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const entry = '\0entry';

/** A few lines with all they import, as one file for the browser. */
export async function bundle(code: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'theke:entry',
        resolveId: (id) => (id === 'entry' ? entry : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: 'entry', preserveEntrySignatures: 'strict' },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []));
  const chunks = outputs.flatMap((one) => (one.type === 'chunk' ? [one.code] : []));
  if (chunks.length !== 1) throw new Error(`One file was expected, there are ${chunks.length}.`);
  return chunks[0]!;
}

/** kB after gzip -9, 1 kB = 1000 bytes. */
export const weigh = async (code: string): Promise<number> =>
  Math.round(gzipSync(await bundle(code), { level: 9 }).length / 10) / 100;

/** Loads a few lines as they are built for the page: what runs the sources here marks every function with its name, and that costs. */
export async function load<T>(code: string): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'theke-bench-'));
  try {
    const file = join(folder, 'built.mjs');
    writeFileSync(file, await bundle(code));
    return (await import(pathToFileURL(file).href)) as T;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
