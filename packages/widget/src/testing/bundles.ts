import { mkdir, readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type InlineConfig } from 'vite';
import { chunkEntries, chunkSplitting, slimTransport } from '../../build.ts';

const outDir = fileURLToPath(new URL('../../../../node_modules/.cache/theke-widget', import.meta.url));

const shared = (build: InlineConfig['build']): InlineConfig => ({
  configFile: false,
  logLevel: 'error',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { target: 'es2022', outDir, emptyOutDir: false, modulePreload: false, ...build },
});

/** Builds the loader and the chunks as a server would serve them; answers where, and each file's gzipped bytes. */
export async function buildWidget(): Promise<{ dir: string; gzBytes: Record<string, number> }> {
  await mkdir(outDir, { recursive: true });
  await build({
    ...shared({
      rolldownOptions: {
        input: chunkEntries,
        preserveEntrySignatures: 'strict',
        output: {
          format: 'es',
          entryFileNames: 'assets/[name].js',
          chunkFileNames: 'assets/part-[name].js',
          codeSplitting: chunkSplitting,
        },
      },
    }),
    plugins: [slimTransport],
  });
  await build({
    ...shared({
      lib: {
        entry: fileURLToPath(new URL('../loader/index.ts', import.meta.url)),
        formats: ['iife'],
        name: 'thekeLoader',
        fileName: () => 'theke.js',
      },
    }),
    define: { __THEKE_CHUNK__: JSON.stringify('/assets/*.js') },
  });
  const gzBytes: Record<string, number> = {};
  for (const name of ['theke.js', ...(await readdir(`${outDir}/assets`)).map((file) => `assets/${file}`)]) {
    gzBytes[name] = gzipSync(await readFile(`${outDir}/${name}`), { level: 9 }).length;
  }
  return { dir: outDir, gzBytes };
}
