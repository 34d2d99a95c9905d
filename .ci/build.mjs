// Builds every browser bundle in the order they need each other. `--if-missing` does nothing when all are there.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const outputs = [
  'dist/widget/manifest.json',
  'dist/loader/theke.js',
  'dist/loader/theke-frame.js',
  'dist/console/index.html',
];
if (process.argv.includes('--if-missing') && outputs.every((file) => existsSync(resolve(root, file)))) process.exit(0);

// The loader comes after the widget: it carries the addresses of the widget's chunks.
for (const mode of ['widget', 'inside', 'frames', 'loader', 'frame', 'console']) {
  await build({ mode, logLevel: 'warn', configFile: resolve(root, 'vite.config.ts') });
}

// The loader once more under a name that never changes, for shops that pin it with its integrity hash.
const loader = readFileSync('dist/loader/theke.js');
const hash = (kind, encoding) => createHash(kind).update(loader).digest(encoding);
const file = `theke-${hash('sha256', 'hex').slice(0, 12)}.js`;
writeFileSync(`dist/loader/${file}`, loader);
writeFileSync(
  'dist/loader/theke.json',
  JSON.stringify({ file: `/${file}`, integrity: `sha384-${hash('sha384', 'base64')}` }),
);
