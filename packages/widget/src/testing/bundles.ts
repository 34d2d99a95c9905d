import { fileURLToPath } from 'node:url';
import type { InlineConfig } from 'vite';
import { builtOnce } from '../../../../e2e/bundles.ts';
import { chunkEntries, chunkSplitting, slimTransport } from '../../build.ts';

/** Builds the loader and the chunks as a server would serve them, once for all files of a run; answers where. */
export const buildWidget = (): Promise<string> => builtOnce('widget', build);

async function build(outDir: string): Promise<void> {
  const vite = await import('vite');
  const shared = (build: InlineConfig['build']): InlineConfig => ({
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { target: 'es2022', outDir, emptyOutDir: false, modulePreload: false, ...build },
  });
  await vite.build({
    ...shared({
      rolldownOptions: {
        input: chunkEntries,
        preserveEntrySignatures: 'allow-extension',
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
  await vite.build({
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
}
