import { type Clock, createCleanup } from '@theke/kit';
import type { Answer, Highlight, PageChunk, Pointer } from '@theke/protocol';
import { change, eventType } from '../events.ts';
import { createDom } from './dom.ts';
import { createOverlay } from './overlay.ts';
import { watchPointer } from './pointer.ts';
import { hideRoot, nodeOf, type Recorder, startRecorder } from './recorder.ts';
import { createScrubber, type RawEvent } from './scrub.ts';
import { createEyes } from './sight.ts';
import { createStream } from './stream.ts';
import { createStylist } from './style.ts';

/** What sharing a page needs from whoever composes it. */
export interface SharePowers {
  shareId: string;
  window: Window;
  /** Where the agent's pointer and highlight are drawn; ours, never recorded. */
  overlayRoot: ShadowRoot | HTMLElement;
  /** Our own elements on the shop's page. Their insides never leave, nor that they are there. */
  ignore: (element: Element) => boolean;
  send: (chunk: PageChunk) => Promise<Answer<void>>;
  tellPointer: (pointer: Pointer) => void;
  /** Bytes waiting in the line. */
  bufferedBytes: () => number;
  clock: Clock;
  /** Number of the first stream; higher than any sent before in this share. */
  firstStream: number;
  agentName: string;
  texts: {
    /** For screen readers, when the agent points at something on the page. */
    shows(name: string, label: string): string;
  };
  /** Sharing has ended by itself: `recorder`, `tooHeavy`, or the code the line refused with. Everything is undone already. */
  onFailed(why: string): void;
  announce?(text: string): void;
}

export interface ShareStats {
  readonly stream: number;
  readonly chunks: number;
  readonly bytes: number;
  readonly events: number;
  readonly dropped: number;
  /** Whole pictures taken, and how long the last one held up the page. */
  readonly pictures: number;
  readonly pictureMs: number;
  /** Events that could not be read or cleaned and were left out. */
  readonly troubles: number;
}

export interface ShareSession {
  readonly stats: ShareStats;
  /** Begins a new stream with a whole picture: for a new viewer, or after the line was down. */
  picture(): void;
  pointer(pointer: Pointer): void;
  highlight(highlight: Highlight): void;
  /** Everything undone, at once. Not one byte after it. */
  stop(): void;
}

// So many changes at once cost more than the whole page anew.
const stormRecords = 10_000;
// Trouble more often than this, and the recording is given up.
const maxTroubles = 20;

const size = (value: unknown) => (Array.isArray(value) ? value.length : 0);
const records = ({ data }: RawEvent) => size(data.adds) + size(data.removes) + size(data.attributes) + size(data.texts);

/**
 * Shows this page to the agent until stopped. Nothing is patched, observed or sent before the call.
 *
 * Knows no sockets and no consent: it is only started after a yes, and `stop` is the no.
 */
export function startShare(powers: SharePowers): ShareSession {
  const window = powers.window as Window & typeof globalThis;
  const { clock, shareId } = powers;
  const cleanup = createCleanup();
  const dom = createDom(window);
  const base = () => window.document.baseURI;
  const style = createStylist(window.location.origin, base);
  let recorder: Recorder | null = null;
  let shownHref = '';
  let pictures = 0;
  let pictureMs = 0;
  let troubles = 0;
  let pictureDue = false;

  function fail(why: string): void {
    if (cleanup.done) return;
    cleanup.run();
    powers.onFailed(why);
  }

  function trouble(): void {
    troubles += 1;
    if (troubles > maxTroubles) fail('recorder');
    else soon();
  }

  /** A new picture once the page's own work is done. */
  function soon(): void {
    stream.drop();
    if (pictureDue) return;
    pictureDue = true;
    queueMicrotask(picture);
  }

  const stream = createStream({
    shareId,
    firstStream: powers.firstStream,
    send: powers.send,
    bufferedBytes: powers.bufferedBytes,
    clock,
    onRoom: () => picture(),
    onRefused: fail,
    onTooHeavy: () => fail('tooHeavy'),
  });
  cleanup.add(() => stream.stop());

  const scrubber = createScrubber({ dom, style, base, eyes: createEyes(dom, powers.ignore), nodeOf, onStale: soon });

  function emit(raw: RawEvent): void {
    if (cleanup.done) return;
    try {
      if (raw.type === eventType.page) {
        shownHref = window.location.href;
        pictures += 1;
        stream.begin();
      } else if (window.location.href !== shownHref && raw.type === eventType.change) {
        shownHref = window.location.href;
        const { innerWidth: width, innerHeight: height } = window;
        const moved = scrubber.scrub({ type: eventType.page, data: { href: shownHref, width, height } });
        if (moved) stream.add(moved);
      }
      const storm = raw.type === eventType.change && raw.data.source === change.mutation && records(raw) > stormRecords;
      const clean = storm ? null : scrubber.scrub(raw);
      if (storm) soon();
      else if (clean) stream.add(clean);
    } catch {
      trouble();
    }
  }

  function picture(): void {
    pictureDue = false;
    if (cleanup.done || !recorder) return;
    const sinceMs = clock.elapsed();
    try {
      recorder.picture();
    } catch {
      trouble();
    }
    pictureMs = clock.elapsed() - sinceMs;
  }

  const overlay = createOverlay({
    window,
    root: powers.overlayRoot,
    agentName: powers.agentName,
    nodeOf,
    onHighlight: (label) => powers.announce?.(powers.texts.shows(powers.agentName, label)),
  });
  cleanup.add(() => overlay.remove());
  cleanup.add(watchPointer(window, shareId, clock, (pointer) => cleanup.done || powers.tellPointer(pointer)));

  cleanup.add(hideRoot(powers.overlayRoot));
  const sinceMs = clock.elapsed();
  recorder = startRecorder(window, emit, trouble);
  pictureMs = clock.elapsed() - sinceMs;
  if (recorder) cleanup.add(recorder.stop);
  else queueMicrotask(() => fail('recorder'));

  return {
    get stats() {
      return { ...stream.stats, pictures, pictureMs, troubles };
    },
    picture,
    pointer: (pointer) => cleanup.done || overlay.pointer(pointer),
    highlight: ({ node }) => cleanup.done || overlay.highlight(node),
    stop: () => cleanup.run(),
  };
}
