import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// Keeps the house in order: who may open whose door, one owner for each foreign library, no file that grows without end.
// Each failure names the file and says what to do. The table is explained in docs/architecture.md.

const root = fileURLToPath(new URL('..', import.meta.url));

const mayOpen: Record<string, readonly string[]> = {
  protocol: [],
  kit: [],
  rules: ['protocol'],
  uplift: [],
  line: ['protocol', 'kit'],
  chat: ['protocol', 'kit'],
  cobrowse: ['protocol', 'kit', 'rules'],
  call: ['protocol', 'kit'],
  widget: ['protocol', 'kit', 'rules', 'line', 'chat', 'cobrowse', 'call'],
  console: ['protocol', 'kit', 'rules', 'uplift', 'line', 'chat', 'cobrowse', 'call'],
  server: ['protocol', 'kit', 'rules', 'uplift'],
};

/** Foreign library → the only places that may import it. Types are free. */
const owners: [library: RegExp, places: RegExp][] = [
  [/^socket\.io-client$/, /^packages\/line\/src\/line\.ts$/],
  // Measured against, never shipped.
  [/^@rrweb\/record$/, /^bench\//],
  [/^@rrweb\/replay$/, /^bench\//],
  [/^fflate$/, /^packages\/cobrowse\/src\//],
  [/^simple-peer/, /^packages\/call\/src\/peer\.ts$/],
  [
    /^preact(\/|$)|^@preact\/signals$|^lucide-preact$/,
    /^packages\/(widget|console)\/src\/(ui\/|mount\.tsx?$|main\.tsx$)/,
  ],
  [/^@preact\/signals-core$/, /^packages\/(chat|cobrowse|call|widget|console)\//],
  [/^valibot$/, /^(packages\/protocol\/src\/schema\/|server\/src\/)/],
  [/^express$/, /^(server\/src\/(createServer|http)\.ts|server\/src\/[a-z]+\/.*[rR]outes?\.ts|examples\/)/],
  [/^socket\.io$/, /^server\/src\/(createServer\.ts|http\.ts|gate\/)/],
  [/^(kysely|libsql|pg)$/, /^server\/src\/store\//],
  [/^pino$|^prom-client$/, /^server\/src\/ops\//],
  [/^@node-rs\/argon2$/, /^server\/src\/auth\//],
];

interface SourceFile {
  path: string;
  room: string;
  text: string;
  imports: { from: string; typeOnly: boolean }[];
}

const isTest = (path: string) => /\.(test|contract)\.tsx?$/.test(path) || path.includes('/testing/');
const sources = [...listFiles('packages'), ...listFiles('server')].filter(
  (path) => /\/src\/.*\.tsx?$/.test(path) && !path.endsWith('.d.ts'),
);
const files: SourceFile[] = sources.filter((path) => !isTest(path)).map(readSource);

describe('architecture', () => {
  it('[SE0] no source file is longer than 250 lines: split it by matter', () => {
    const long = files.filter((file) => file.text.split('\n').length > 251).map((file) => file.path);
    expect(long).toEqual([]);
  });

  it('[SE0] a room opens only the doors it may open, and only by the door', () => {
    const wrong: string[] = [];
    for (const file of files)
      for (const { from } of file.imports) {
        const door = from.match(/^@theke\/([a-z]+)(\/.*)?$/);
        if (door && door[1] !== file.room && !mayOpen[file.room]?.includes(door[1]!))
          wrong.push(
            `${file.path} opens ${from}: ${file.room} may open only ${mayOpen[file.room]?.join(', ') || 'nothing'}`,
          );
        if (door && !isDoor(door[1]!, door[2] ?? ''))
          wrong.push(`${file.path} reaches past the door of ${door[1]}: import what its package.json exports`);
        if (from.startsWith('.') && leavesRoom(file, from))
          wrong.push(`${file.path} reaches into another room by ${from}`);
      }
    expect(wrong).toEqual([]);
  });

  it('[SE0] every foreign library has one owner', () => {
    const wrong: string[] = [];
    for (const file of files)
      for (const { from, typeOnly } of file.imports) {
        if (typeOnly) continue;
        const owner = owners.find(([library]) => library.test(from));
        if (owner && !owner[1].test(file.path))
          wrong.push(`${file.path} imports ${from}: its owner is ${owner[1].source}`);
      }
    expect(wrong).toEqual([]);
  });

  it('[SE0] nothing is exported wholesale, the environment is read in one file, chunks are loaded in one file', () => {
    const wrong: string[] = [];
    for (const { path, text } of files) {
      if (/^export \* /m.test(text)) wrong.push(`${path}: name what you export`);
      if (/process\.env\b/.test(text) && !/^server\/src\/(config|main|demo\/start|cli\/main)\.ts$/.test(path))
        wrong.push(`${path}: read the environment in server/src/config.ts`);
      if (/\bimport\((?!type)/.test(text) && path.startsWith('packages/') && path !== 'packages/widget/src/lazy.ts')
        wrong.push(`${path}: load chunks in packages/widget/src/lazy.ts`);
      if (/innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML/.test(text))
        wrong.push(`${path}: build nodes, never HTML text`);
    }
    expect(wrong).toEqual([]);
  });

  it('[SE0] the rooms the table names are the rooms there are', () => {
    const rooms = readdirSync(join(root, 'packages')).filter((name) =>
      statSync(join(root, 'packages', name)).isDirectory(),
    );
    expect([...rooms, 'server'].sort()).toEqual(Object.keys(mayOpen).sort());
  });
});

function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const found = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm);
  const imports = [...found].map((match) => ({ from: match[2]!, typeOnly: Boolean(match[1]) }));
  const room = path.startsWith('server/') ? 'server' : path.split('/')[1]!;
  return { path: relative('.', path), room, text, imports };
}

function isDoor(room: string, subPath: string): boolean {
  const file = room === 'server' ? 'server/package.json' : `packages/${room}/package.json`;
  const { exports } = JSON.parse(readFileSync(join(root, file), 'utf8')) as { exports?: Record<string, string> };
  return Boolean(exports?.[`.${subPath}`]);
}

function leavesRoom(file: SourceFile, from: string): boolean {
  const home = file.room === 'server' ? 'server/src/' : `packages/${file.room}/`;
  const target = join(file.path, '..', from);
  // The demo is the one place of the server that starts the example shop.
  const isDemo = file.path.startsWith('server/src/demo/') && target.startsWith('examples/shop/');
  return !target.startsWith(home) && !isDemo;
}
