import { systemClock } from '@theke/kit';
import { aids } from '../share/aids/index.ts';
import { startShare } from '../share/index.ts';
import { setStage } from './stage.ts';

// The same stage on a page that is really shared.

const host = document.createElement('theke-widget');
document.body.append(host);
const sent = { stream: 0, seq: -1, atMs: 0 };
const share = startShare({
  shareId: 's1',
  window,
  overlayRoot: host.attachShadow({ mode: 'open' }),
  ignore: (element) => element.localName === 'theke-widget',
  send: async ({ stream, seq }) => {
    Object.assign(sent, { stream, seq, atMs: performance.now() });
    return { ok: true, value: undefined };
  },
  tellPointer: () => {},
  bufferedBytes: () => 0,
  clock: systemClock(),
  firstStream: 1,
  aids: async () => aids,
  agentName: 'Anna',
  texts: { shows: (name, label) => `${name}: ${label}` },
  onFailed: (why) => {
    throw new Error(why);
  },
});
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
// Longer than changes are gathered.
const quietMs = 80;

setStage({
  surface: share.surface,
  seen: () => ({ stream: sent.stream, seq: sent.seq }),
  async settle() {
    const fromMs = performance.now();
    while (sent.stream === 0 || performance.now() - Math.max(fromMs, sent.atMs) < quietMs) await wait(10);
  },
});
