import { type Clock, createCleanup } from '@theke/kit';
import type { PagePrivacy } from '@theke/protocol';
import { createDom } from '../../dom.ts';
import type { Captured } from '../../privacy/captured.ts';
import { hearOfSpread } from '../../privacy/line.ts';
import { createEyes } from '../../sight.ts';
import { createStylist } from '../../style.ts';
import type { Ring } from '../../watch/ring.ts';
import { createSlices } from '../../watch/slices.ts';
import { startWatch } from '../../watch/watch.ts';
import type { Watch } from '../../watch/watching.ts';
import { readToInside } from '../say.ts';
import { createPortStream } from './portStream.ts';

export interface InsidePowers {
  window: Window;
  port: MessagePort;
  /** What the site lets be seen. The marks of the page around this one do not speak for it. */
  privacy: PagePrivacy;
  firstId: number;
  clock: Clock;
  /** Our own elements. */
  ignore(element: Element): boolean;
}

const maxTroubles = 20;
const spreadMs = 300;
/** Files behind a login stay what they are: the page around this one could not read them either. */
const nothingCaptured: Captured = { on() {}, see() {}, take: () => [], all: () => [], stop() {} };

// Nobody acts in here: what has changed since when is not asked.
const noRing: Ring = { note() {}, noteAll() {}, shipped() {}, since: () => null };

/**
 * Tells the page around this one, through the port, what the recorder tells of any page: cleaned at the source, masked unless shown.
 * Gives its undo: not one patch, observer or listener stays.
 */
export function openInside(powers: InsidePowers): () => void {
  const window = powers.window as Window & typeof globalThis;
  const { clock, port, privacy } = powers;
  const cleanup = createCleanup();
  const dom = createDom(window);
  const base = () => window.document.baseURI;
  const slices = createSlices(window, clock);
  const passwords = new WeakSet<Element>();
  let watch: Watch | null = null;
  let troubles = 0;

  function fail(): void {
    if (cleanup.done) return;
    port.postMessage({ step: 'over' });
    cleanup.run();
  }

  const picture = () => watch?.picture();
  const stream = createPortStream({
    post: (said) => port.postMessage(said),
    clock,
    fill: (write) => watch?.fill(write) ?? true,
    later: slices.later,
    onHeavy: picture,
    onTooHeavy: fail,
  });
  cleanup.add(slices.stop);
  cleanup.add(stream.stop);
  const eyes = createEyes(dom, powers.ignore, () => privacy, {
    path: () => window.location.pathname,
    wasPassword: (element) => passwords.has(element),
  });
  const style = createStylist(window.location.origin, base, {
    onMissed: () => watch?.stale(),
    isPageShown: () => window.document.body !== null && eyes.see(window.document.body).verdict === 'show',
  });
  watch = startWatch({
    ...{ window, clock, dom, base, style, eyes, slices },
    firstId: powers.firstId,
    ring: noRing,
    stream: () => stream,
    captured: nothingCaptured,
    // Pictures of canvases and videos are not told from here.
    aids: () => Promise.reject(new Error('none')),
    sawPassword: (element) => void passwords.add(element),
    trouble() {
      troubles += 1;
      if (troubles > maxTroubles) fail();
      else watch?.stale();
    },
  });
  cleanup.add(watch.stop);
  cleanup.add(hearOfSpread((isTold) => void clock.after(spreadMs, () => cleanup.done || !isTold() || watch?.stale())));
  const hear = ({ data }: MessageEvent) => {
    const said = readToInside(data);
    if (said?.step === 'took') stream.took();
    else if (said?.step === 'picture') picture();
  };
  port.addEventListener('message', hear);
  cleanup.add(() => port.removeEventListener('message', hear));
  picture();
  return () => cleanup.run();
}
