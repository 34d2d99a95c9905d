import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

// What is compared: our share, the bare recorder library, and the open-source tracker with its live plugin. Each is bundled the
// same way and, on a page, started by `beginRecording(sink)`, which hands over what would go to the network.

export const recorderNames = ['theke', 'rrweb', 'openreplay'] as const;
export type RecorderName = (typeof recorderNames)[number];

/** How the table calls them. */
export const calledAs: Record<RecorderName, string> = {
  theke: 'Theke',
  rrweb: '@rrweb/record 2.1.6, live sampling',
  openreplay: '@openreplay/tracker 19 + assist 11',
};

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const cache = at('../../node_modules/.cache/theke-bench-cobrowse');

const sources: Record<RecorderName, string> = {
  theke: `
    import { startShare } from '${at('../../packages/cobrowse/src/share/index.ts')}';
    import { aids } from '${at('../../packages/cobrowse/src/share/aids/index.ts')}';
    import { systemClock } from '@theke/kit';
    window.beginRecording = (sink) => {
      const overlayHost = document.createElement('div');
      overlayHost.id = 'overlay-host';
      document.body.append(overlayHost);
      const session = startShare({
        shareId: 'shr_bench', window, overlayRoot: overlayHost.attachShadow({ mode: 'open' }),
        ignore: (element) => element === overlayHost,
        send: async (chunk) => { sink(chunk.bytes.byteLength); return { ok: true, value: undefined }; },
        tellPointer: () => sink(24), bufferedBytes: () => 0, clock: systemClock(), firstStream: 1, agentName: 'Anna',
        texts: { shows: () => '' }, aids: async () => aids, onFailed: (why) => console.error('share failed: ' + why),
        privacy: { version: 0, preset: 'none', rules: [], capture: false, frames: [] },
      });
      return () => { session.stop(); overlayHost.remove(); };
    };`,
  rrweb: `
    import { record } from '@rrweb/record';
    window.beginRecording = (sink) => record({
      emit: (event) => { const text = JSON.stringify(event); sink(text.length, text); },
      sampling: { mousemove: 33, mousemoveCallback: 33, scroll: 50, input: 'all' },
    });`,
  openreplay: `
    import Tracker from '@openreplay/tracker';
    import trackerAssist from '@openreplay/tracker-assist';
    window.beginRecording = () => {
      const tracker = new Tracker({
        projectKey: 'bench', ingestPoint: location.origin + '/ingest', __DISABLE_SECURE_MODE: true, obscureTextNumbers: false,
        network: { capturePayload: false, failuresOnly: true, ignoreHeaders: true, sessionTokenHeader: false, captureInIframes: false },
        respectDoNotTrack: false,
      });
      tracker.use(trackerAssist({ serverURL: location.origin }));
      tracker.start();
      return () => tracker.stop();
    };`,
};

/** One of them as a classic script: its code and what it weighs packed (gzip -9). */
export async function bundleRecorder(name: RecorderName): Promise<{ code: string; gzipBytes: number }> {
  mkdirSync(cache, { recursive: true });
  const entry = `${cache}/${name}.ts`;
  writeFileSync(entry, sources[name]);
  const made = await build({
    configFile: false,
    logLevel: 'silent',
    root: cache,
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, target: 'es2022', rolldownOptions: { input: entry, output: { format: 'iife' } } },
  });
  const one = Array.isArray(made) ? made[0] : made;
  const code = one && 'output' in one && one.output[0].type === 'chunk' ? one.output[0].code : '';
  return { code, gzipBytes: gzipSync(code, { level: 9 }).length };
}
