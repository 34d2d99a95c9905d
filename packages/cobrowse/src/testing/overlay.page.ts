import { type FakeClock, fakeClock } from '@theke/kit';
import { createOverlay, type Overlay } from '../share/overlay.ts';

// Runs on the shop's page: what agents draw over it, in virtual time.

export interface Drawn {
  clock: FakeClock;
  overlay: Overlay;
  root: ShadowRoot;
  said: string[];
  named: Node[];
  violations: string[];
  frames: number;
  /** What is drawn and visible, layer by layer. */
  boxes(): { left: number; top: number; width: number; height: number; text: string }[];
}

declare global {
  var drawn: Drawn;
}

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
const host = document.createElement('theke-widget');
document.body.append(host);
const root = host.attachShadow({ mode: 'open' });
const clock = fakeClock();
const said: string[] = [];
const named: Node[] = [];
const real = requestAnimationFrame;
window.requestAnimationFrame = (fn) => {
  drawn.frames += 1;
  return real.call(window, fn);
};

globalThis.drawn = {
  clock,
  root,
  said,
  named,
  violations,
  frames: 0,
  overlay: createOverlay({
    window,
    root,
    agentName: 'Anna',
    nodeOf: (id) => named[id] ?? null,
    onHighlight: (label, name) => said.push(`${name ?? '?'}: ${label}`),
    clock,
  }),
  boxes: () =>
    [...root.children]
      .filter((element) => getComputedStyle(element).visibility === 'visible')
      .map((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return { left, top, width, height, text: element.textContent ?? '' };
      }),
};
