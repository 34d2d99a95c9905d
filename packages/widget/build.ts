import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

// How the widget's chunks are built; shared by vite.config.ts and the widget's own browser tests.

/** Chunks the loader knows by name. */
export const chunkNames = ['chat', 'de', 'together', 'ways', 'rules', 'share', 'call'] as const;

export const chunkEntries = chunkNames.map((name) => fileURLToPath(new URL(`src/chunks/${name}.ts`, import.meta.url)));

/**
 * Two chunks beside the entries. `base` holds what the open chat needs: one file packs better than twenty. What the rules
 * share with it stays apart, so that a page with rules alone does not load a chat.
 */
export const chunkSplitting = {
  groups: [
    { name: 'small', test: /widget.src.api.error|kit.src.clock/, priority: 2 },
    {
      name: 'base',
      test: /node_modules.(preact|@preact|socket|engine|@socket)|packages.(kit|protocol|line|chat).src|widget.src.(session|texts.(en|times)\.|ui.[A-Za-z]+\.)/,
      priority: 1,
    },
  ],
};

/**
 * Leaves out of the transport what it never uses here: WebTransport (our line names its transports, and this is none of
 * them), and a namespace object that would bring in the CommonJS helpers.
 */
export const slimTransport: Plugin = {
  name: 'theke:slim-transport',
  enforce: 'pre',
  transform(code, id) {
    if (/engine\.io-client.build.esm.transports.webtransport\.js$/.test(id)) return 'export class WT {}';
    if (!/socket\.io-client.build.esm.manager\.js$/.test(id)) return;
    const whole = 'import * as parser from "socket.io-parser";';
    if (!code.includes(whole)) throw new Error('socket.io-client has changed: look at slimTransport again');
    return code.replace(
      whole,
      'import { Encoder as E, Decoder as D } from "socket.io-parser"; const parser = { Encoder: E, Decoder: D };',
    );
  },
};
