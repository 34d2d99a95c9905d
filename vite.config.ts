import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import LongestFirst from './e2e/longestFirst.ts';
import { chunkEntries, chunkSplitting, loneEntries, slimTransport } from './packages/widget/build.ts';

// All browser builds and all test projects. `vite build --mode loader|widget|console`; `.ci/build.mjs` runs the three in
// the order they need each other: the loader carries the addresses of the widget's chunks.

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Browser tests that need the machine for themselves: calls, and what watches the clock of a busy page. */
const alone = [
  'packages/call/**/*.browser.test.ts',
  'packages/cobrowse/src/{view.lasting,hostile}.browser.test.ts',
  'e2e/3-face-to-face.e2e.ts',
];

/**
 * Tests in a browser spend about half of their time waiting, most of it for times that are promised (a visitor's hand keeps
 * the agent away for a second and a half), so a third worker keeps two cores busy.
 */
const inBrowsers = { maxWorkers: 3, sequence: { groupOrder: 1 }, testTimeout: 120_000, hookTimeout: 120_000 };

const jsx = { runtime: 'automatic', importSource: 'preact' } as const;

/** One name for all chunks of a build, so that the loader need not carry a table of them. Changes with any of their sources. */
function widgetVersion(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(at('packages'), { recursive: true, encoding: 'utf8' }).sort())
    if (/[\\/]src[\\/].*\.tsx?$/.test(file)) hash.update(readFileSync(at(`packages/${file}`)));
  return hash
    .update(readFileSync(at('package-lock.json')))
    .digest('hex')
    .slice(0, 8);
}

/** Address of the widget's lazy chunks, `*` for their name, as the widget's build has called them. */
function widgetChunk(): string {
  const manifestFile = at('dist/widget/manifest.json');
  if (!existsSync(manifestFile)) return '';
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, { file: string }>;
  return `/${manifest['packages/widget/src/chunks/chat.ts']?.file.replace('chat', '*') ?? ''}`;
}

/** One chunk, whole by itself, beside the others and under the name the loader looks for. */
const lone = (input: string): UserConfig => ({
  build: {
    outDir: at('dist/widget'),
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      preserveEntrySignatures: 'strict',
      input,
      output: { entryFileNames: `assets/[name]-${widgetVersion()}.js` },
    },
  },
});

const builds: Record<string, () => UserConfig> = {
  /** One classic script, no imports, nothing before the visitor acts. */
  loader: () => ({
    define: { __THEKE_CHUNK__: JSON.stringify(widgetChunk()) },
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
        // An entry may carry what others share with it: the rules come in one file.
        preserveEntrySignatures: 'allow-extension',
        input: chunkEntries,
        output: {
          entryFileNames: `assets/[name]-${widgetVersion()}.js`,
          chunkFileNames: 'assets/[name]-[hash].js',
          codeSplitting: chunkSplitting,
        },
      },
    },
  }),
  /** What a page embedded in a shop's tells of itself with, and what hears it. */
  inside: () => lone(loneEntries.inside),
  frames: () => lone(loneEntries.frames),
  /** The script of such a page: waits to be asked. */
  frame: () => ({
    define: { __THEKE_CHUNK__: JSON.stringify(widgetChunk()) },
    build: {
      outDir: at('dist/loader'),
      emptyOutDir: false,
      target: 'es2022',
      lib: {
        entry: at('packages/widget/src/frame/index.ts'),
        formats: ['iife'],
        name: 'thekeFrame',
        fileName: () => 'theke-frame.js',
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
      // Two cores: where there is always something to reckon, more workers only fight.
      maxWorkers: 2,
      sequence: { sequencer: LongestFirst },
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
            globalSetup: at('e2e/runFolder.ts'),
            include: ['packages/**/*.browser.test.ts'],
            exclude: alone,
            ...inBrowsers,
          },
        },
        {
          test: {
            // Each has a server, a shop and a browser of its own, so two may go on at once.
            name: 'journey',
            include: ['e2e/**/*.e2e.ts'],
            exclude: alone,
            ...inBrowsers,
            // Months of a shop are made up and twenty servers are killed: minutes on a busy machine.
            testTimeout: 300_000,
          },
        },
        {
          oxc: { jsx },
          test: {
            name: 'alone',
            globalSetup: at('e2e/runFolder.ts'),
            include: alone,
            testTimeout: 120_000,
            hookTimeout: 120_000,
            fileParallelism: false,
          },
        },
      ],
    },
  };
});
