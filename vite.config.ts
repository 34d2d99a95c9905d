import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import { chunkEntries, chunkNames, chunkSplitting, slimTransport } from './packages/widget/build.ts';

// All browser builds and all test projects. `vite build --mode loader|widget|console`; `.ci/build.mjs` runs the three in
// the order they need each other: the loader carries the addresses of the widget's chunks.

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const jsx = { runtime: 'automatic', importSource: 'preact' } as const;

/** Addresses of the widget's lazy chunks, from the widget build's manifest. */
function widgetChunks(): Record<string, string> {
  const manifestFile = at('dist/widget/manifest.json');
  if (!existsSync(manifestFile)) return {};
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, { file: string; name?: string }>;
  const address = (name: string) => `/${manifest[`packages/widget/src/chunks/${name}.ts`]?.file ?? ''}`;
  return Object.fromEntries(chunkNames.map((name) => [name, address(name)]));
}

const builds: Record<string, () => UserConfig> = {
  /** One classic script, no imports, nothing before the visitor acts. */
  loader: () => ({
    define: { __THEKE_CHUNKS__: JSON.stringify(widgetChunks()) },
    build: {
      outDir: at('dist/loader'),
      target: 'es2022',
      lib: {
        entry: at('packages/widget/src/loader/index.ts'),
        formats: ['iife'],
        name: 'thekeLoader',
        fileName: () => 'theke.js',
      },
    },
  }),
  /** Chunks that the loader imports when they are needed. */
  widget: () => ({
    plugins: [slimTransport],
    build: {
      outDir: at('dist/widget'),
      target: 'es2022',
      manifest: 'manifest.json',
      modulePreload: false,
      rolldownOptions: {
        preserveEntrySignatures: 'strict',
        input: chunkEntries,
        output: {
          entryFileNames: 'assets/[name]-[hash].js',
          chunkFileNames: 'assets/[name]-[hash].js',
          codeSplitting: chunkSplitting,
        },
      },
    },
  }),
  console: () => ({
    root: at('packages/console'),
    base: '/console/',
    build: { outDir: at('dist/console'), emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
  }),
};

export default defineConfig(({ mode }) => {
  const build = builds[mode]?.();
  return {
    ...build,
    define: { 'process.env.NODE_ENV': '"production"', ...build?.define },
    publicDir: false,
    oxc: { jsx },
    test: {
      // Two cores: more workers only fight.
      maxWorkers: 2,
      reporters: ['default'],
      projects: [
        {
          oxc: { jsx },
          test: {
            name: 'unit',
            include: ['packages/**/*.test.{ts,tsx}', 'examples/**/*.test.ts', 'e2e/**/*.test.ts', 'bench/**/*.test.ts'],
            exclude: ['**/*.browser.test.ts', '**/node_modules/**'],
            // Property tests on a busy machine; no test waits for real time.
            testTimeout: 60_000,
          },
        },
        {
          test: {
            name: 'server',
            include: ['server/src/**/*.test.ts'],
            testTimeout: 30_000,
            hookTimeout: 60_000,
          },
        },
        {
          oxc: { jsx },
          test: {
            name: 'browser',
            include: ['packages/**/*.browser.test.ts', 'e2e/**/*.e2e.ts'],
            testTimeout: 120_000,
            hookTimeout: 120_000,
            // One browser at a time: pictures and calls need the machine.
            fileParallelism: false,
          },
        },
      ],
    },
  };
});
