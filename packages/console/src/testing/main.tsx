import '../styles/page.css';
import '../styles/console.css';
import { memoryStore, systemClock, webStore } from '@theke/kit';
import { render } from 'preact';
import { createConsole } from '../desk/createConsole.ts';
import { signal } from '../desk/signals.ts';
import { App } from '../ui/App.tsx';
import { createFakeCall } from './fakeCall.ts';
import { createFakeView } from './fakeView.ts';
import { anna, eva, root, share } from './fixtures.ts';
import { createScene } from './scenes.ts';

// The console over a server that is not there: for pictures of every state and for tests of the screens.
// Address: ?scene=busy|empty|team&signed=out&me=anna|eva|root
const asked = new URLSearchParams(location.search);
const clock = systemClock();
const me = { anna, eva, root }[asked.get('me') ?? 'anna'] ?? anna;
const parts = [0, 1, 2].map((n) => ({ n, atMs: n * 1_000, stream: 1, seq: n, base64: btoa(`part ${n}`) }));
const server = createScene(asked.get('scene') ?? 'busy', () => Date.now(), me);
const view = createFakeView();
const call = createFakeCall();
const tones: string[] = [];
let tries = 0;

const app = createConsole({
  http: {
    me: async () => (asked.get('signed') === 'out' ? null : me),
    async signIn(_email, password) {
      tries += 1;
      if (tries > 3) return { ok: false, why: 'locked', waitMs: 900_000 };
      return password === 'right' ? { ok: true, me } : { ok: false, why: 'wrong' };
    },
    signOut: async () => {},
  },
  openLine: () => server.line,
  openLive: () => server.live,
  ...view.door,
  readParts: async (_id, from) => (from === 0 ? parts : []),
  assetUrl: (shareId, url) => `/asset/${shareId}?u=${encodeURIComponent(url)}`,
  createCall: call.create,
  devices: { openMedia: () => Promise.reject(new DOMException('none', 'NotFoundError')), openScreen: async () => null },
  store: webStore(() => localStorage),
  tabStore: memoryStore(),
  clock,
  attentive: signal(true),
  languages: navigator.languages,
  playTone: (kind) => tones.push(kind),
  copy: async () => true,
});
Object.assign(window, { fixture: { app, server, view, call, tones, share } });
const element = document.getElementById('console');
if (element) render(<App app={app} />, element);
