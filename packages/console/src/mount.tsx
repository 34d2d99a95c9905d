import { createCall, openDevices } from '@theke/call';
import { createReach, playRecording, startView, type ViewSession } from '@theke/cobrowse/view';
import { systemClock, webStore } from '@theke/kit';
import { createLine } from '@theke/line';
import { type AgentAsks, type AgentTells, type LiveAsks, type LiveTells, namespaces } from '@theke/protocol';
import { render } from 'preact';
import { createConsole } from './desk/createConsole.ts';
import { createReadParts } from './desk/recordings.ts';
import { createSessionHttp } from './desk/session.ts';
import { copyText, createTone, watchAttention } from './desk/surroundings.ts';
import './styles/console.css';
import { App } from './ui/App.tsx';

export interface ConsoleOptions {
  /** Origin of the Theke server; the page's own unless given. Must be same-site: the sign-in is a strict cookie. */
  server?: string;
}

export interface MountedConsole {
  /** Takes the console off the page and closes its lines. Drafts and unsent messages stay kept. */
  unmount(): void;
}

/**
 * Puts the agent's console into an element, which should have a height of its own. Adds nothing to the page outside
 * of it but its style sheet and the document's title.
 */
export function mountConsole(element: HTMLElement, options: ConsoleOptions = {}): MountedConsole {
  const server = options.server ?? '';
  const url = server || location.origin;
  const attention = watchAttention(document);
  const app = createConsole({
    http: createSessionHttp(server, (input, init) => fetch(input, init)),
    openLine: () =>
      createLine<AgentAsks, AgentTells>({ url, namespace: namespaces.agent, auth: () => ({}), withCredentials: true }),
    openLive: () =>
      createLine<LiveAsks, LiveTells>({
        url,
        namespace: namespaces.live,
        auth: () => ({ role: 'agent' }),
        withCredentials: true,
        separate: true,
      }),
    startView,
    // The desk asks less of a view than the room gives: what it hands back is the room's own.
    createReach: (powers) => createReach({ ...powers, view: powers.view as ViewSession }),
    playRecording,
    readParts: createReadParts(server, (input, init) => fetch(input, init)),
    assetUrl: (shareId, address) =>
      `${server}/api/v1/shares/${encodeURIComponent(shareId)}/asset?u=${encodeURIComponent(address)}`,
    createCall,
    devices: openDevices({ mediaDevices: navigator.mediaDevices, side: 'agent' }),
    store: webStore(() => localStorage),
    tabStore: webStore(() => sessionStorage),
    clock: systemClock(),
    attentive: attention.attentive,
    languages: navigator.languages,
    playTone: createTone(document),
    copy: copyText,
  });
  render(<App app={app} />, element);
  return {
    unmount() {
      render(null, element);
      app.close();
      attention.stop();
    },
  };
}
