import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

// How the widget's chunks are built; shared by vite.config.ts and the widget's own browser tests.

/** Chunks the loader knows by name. */
export const chunkNames = [
  'chat',
  'de',
  'together',
  'look',
  'ways',
  'rules',
  'asking',
  'commands',
  'refuse',
  'visit',
  'rulebook',
  'adapters',
  'share',
  'act',
  'call',
] as const;

/**
 * Chunks that are builds of their own: what a page embedded in a shop's loads brings no chat along, and what the shop's page loads for
 * such a page takes nothing out of what every shared page loads.
 */
export const loneEntries = {
  inside: fileURLToPath(new URL('src/chunks/inside.ts', import.meta.url)),
  frames: fileURLToPath(new URL('src/chunks/frames.ts', import.meta.url)),
};

export const chunkEntries = chunkNames.map((name) => fileURLToPath(new URL(`src/chunks/${name}.ts`, import.meta.url)));

/**
 * Two chunks beside the entries. `base` holds what the open chat needs: one file packs better than twenty. What the rules
 * share with it stays apart, so that a page with rules alone does not load a chat.
 */
export const chunkSplitting = {
  groups: [
    { name: 'small', test: /widget.src.api.error\./, priority: 2 },
    // The engine with everything that feeds it is one file, also where explaining shares a part of it.
    {
      name: 'engine',
      test: /packages.rules.src.engine|rules.src.rule.glob|widget.src.chunks.rules\.|widget.src.invite.(startRules|radar|page|senses|forms|moves|sight|back|facts|memory)\./,
      priority: 2,
    },
    {
      name: 'base',
      test: /node_modules.(preact|@preact|socket|engine|@socket)|packages.(kit|protocol|line|chat).src|widget.src.(session|texts.(en|times)\.|ui.[A-Za-z]+\.)/,
      priority: 1,
    },
    // What acting and the look need of a share is there already when they come: together with it, it packs better.
    {
      name: 'sharing',
      test: /fflate|packages.rules.src.privacy|packages.cobrowse.src.(css|events|checksum|share.(?!act|aids|changes|overlay(\.|\/)|pointer\.|surface\.ts|privacy.(boxes|capture)\.|watch.stills\.))/,
      priority: 0,
    },
  ],
};

/** Modules of the transport, as its packages ship them, and what stands in for each. */
const slimmed: [module: RegExp, code: string][] = [
  // Our line names its transports, and WebTransport is none of them.
  [/engine\.io-client.build.esm.transports.webtransport\.js$/, 'export class WT {}'],
  // Our line redials by itself, because it alone tells a refusal from a dropped line.
  [
    /socket\.io-client.build.esm.contrib.backo2\.js$/,
    'export class Backoff { attempts = 0; duration() { return 1e9; } reset() {} setMin() {} setMax() {} setJitter() {} }',
  ],
  // Our addresses are whole ones, and every browser we serve can read them.
  [
    /engine\.io-client.build.esm.contrib.parseuri\.js$/,
    'export function parse(source) { const { protocol, hostname, port, pathname } = new URL(source); ' +
      "return { source, protocol: protocol.slice(0, -1), host: hostname.replace(/[[\\]]/g, ''), port, path: pathname, query: '' }; }",
  ],
];

/** Leaves out of the transport what it never uses here, and a namespace object that brings in CommonJS helpers. */
export const slimTransport: Plugin = {
  name: 'theke:slim-transport',
  enforce: 'pre',
  transform(code, id) {
    const slim = slimmed.find(([module]) => module.test(id));
    if (slim) return slim[1];
    if (!/socket\.io-client.build.esm.manager\.js$/.test(id)) return;
    const whole = 'import * as parser from "socket.io-parser";';
    if (!code.includes(whole)) throw new Error('socket.io-client has changed: look at slimTransport again');
    return code.replace(
      whole,
      'import { Encoder as E, Decoder as D } from "socket.io-parser"; const parser = { Encoder: E, Decoder: D };',
    );
  },
};
