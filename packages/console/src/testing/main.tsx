import '../styles/page.css';
import '../styles/console.css';
import { memoryStore, systemClock, webStore } from '@theke/kit';
import { render } from 'preact';
import { createConsole } from '../desk/createConsole.ts';
import { signal } from '../desk/signals.ts';
import { App } from '../ui/App.tsx';
import { createFakeCall } from './fakeCall.ts';
import { createFakeView } from './fakeView.ts';
import { anna } from './fixtures.ts';
import { createScene } from './scenes.ts';

// The console over a server that is not there: for pictures of every state and for tests of the screens.
// Address: ?scene=busy|empty&signed=out
const asked = new URLSearchParams(location.search);
const clock = systemClock();
const server = createScene(asked.get('scene') ?? 'busy', () => Date.now());
const view = createFakeView();
const call = createFakeCall();
const tones: string[] = [];
let tries = 0;

const app = createConsole({
  http: {
    me: async () => (asked.get('signed') === 'out' ? null : anna),
    async signIn(_email, password) {
      tries += 1;
      if (tries > 3) return { ok: false, why: 'locked', waitMs: 900_000 };
      return password === 'right' ? { ok: true, me: anna } : { ok: false, why: 'wrong' };
    },
    signOut: async () => {},
  },
  openLine: () => server.line,
  openLive: () => server.live,
  startView: view.startView,
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
Object.assign(window, { fixture: { app, server, view, call, tones } });
const element = document.getElementById('console');
if (element) render(<App app={app} />, element);
