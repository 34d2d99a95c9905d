import { type Clock, createCleanup } from '@theke/kit';
import type { Answer, Highlight, PageChunk, PagePrivacy, Pointer, Stroke } from '@theke/protocol';
import type { Aids } from './aids/index.ts';
import { createLateAids } from './aidsLater.ts';
import { createDom } from './dom.ts';
import { createLateOverlay } from './overlayLater.ts';
import { createCaptured } from './privacy/captured.ts';
import { hearOfSpread } from './privacy/line.ts';
import { createPrivateSurface } from './privacy/surface.ts';
import { createTaps } from './privacy/taps.ts';
import { createEyes, noRules } from './sight.ts';
import { createStream } from './stream.ts';
import type { Stream } from './streaming.ts';
import { createStylist } from './style.ts';
import type { Surface } from './surface.ts';
import { createSurface } from './surfaceOf.ts';
import type { Foreign } from './watch/foreign.ts';
import { createRing } from './watch/ring.ts';
import { createSlices } from './watch/slices.ts';
import { startWatch } from './watch/watch.ts';
import type { Watch } from './watch/watching.ts';

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
  /** What the site lets agents see; absent: nothing but what its own marks show. */
  privacy?: PagePrivacy;
  /** Parts that the visitor tapped away, kept from page to page. */
  hiddenByVisitor?: { read(): string[]; write(keys: string[]): void };
  /** Fetches what is only needed after the first picture (`@theke/cobrowse/aids`); absent: done without. */
  aids?(): Promise<Aids>;
  /** Known to have been a password before the share began. */
  wasPassword?(element: Element): boolean;
  /** Embedded pages of other origins that take part; absent: they are boxes. */
  foreign?: Foreign;
}

export interface ShareStats {
  readonly stream: number;
  readonly chunks: number;
  readonly bytes: number;
  readonly events: number;
  readonly dropped: number;
  readonly pictures: number;
  /** The longest time we held up the page in one go. */
  readonly pictureMs: number;
  /** Events that could not be read or cleaned and were left out. */
  readonly troubles: number;
}

export interface ShareSession {
  readonly stats: ShareStats;
  /** Begins a new stream with a whole picture. `only`: for these viewers, while everybody else goes on undisturbed. */
  picture(only?: readonly string[]): void;
  /** Nothing leaves while paused; going on begins with a whole picture. */
  pause(on: boolean): void;
  /** Other rules: what they say holds for everything sent from now on, beginning with a whole picture. */
  privacy(next: PagePrivacy): void;
  pointer(pointer: Pointer & { name?: string }): void;
  highlight(highlight: Highlight): void;
  stroke(stroke: Stroke): void;
  /** What only the visitor may press is shown to them. */
  instead(element: Element): void;
  readonly surface: Surface;
  /** Everything undone, at once. Not one byte after it. */
  stop(): void;
}

// Trouble more often than this, and the sharing is given up.
const maxTroubles = 20;
// Longer than it takes to tell of all the parts of one line.
const spreadMs = 300;

// Two watches would hear of each other's work.
const shared = new WeakSet<Window>();

/** Shows this page to the agent until stopped. Knows no sockets and no consent: started after a yes, and `stop` is the no. */
export function startShare(powers: SharePowers): ShareSession {
  const window = powers.window as Window & typeof globalThis;
  const { clock, shareId, firstStream } = powers;
  const cleanup = createCleanup();
  const dom = createDom(window);
  const base = () => window.document.baseURI;
  const slices = createSlices(window, clock);
  const ring = createRing(clock);
  const passwords = new WeakSet<Element>();
  const isFirst = !shared.has(window);
  let rules = powers.privacy ?? noRules;
  let watch: Watch | null = null;
  let troubles = 0;
  let paused = false;

  const aids = createLateAids(powers.aids, slices.later);

  function fail(why: string): void {
    if (cleanup.done) return;
    cleanup.run();
    powers.onFailed(why);
  }

  function trouble(): void {
    troubles += 1;
    if (troubles > maxTroubles) fail('recorder');
    else watch?.stale();
  }

  const taps = createTaps({ window, dom, store: powers.hiddenByVisitor });
  const eyes = createEyes(dom, powers.ignore, () => rules, {
    path: () => window.location.pathname,
    tapped: taps.has,
    wasPassword: (element) => passwords.has(element) || !!powers.wasPassword?.(element),
  });
  const stream: Stream = createStream({
    ...powers,
    fill: (write) => watch?.fill(write) ?? true,
    later: slices.later,
    onShipped: ring.shipped,
    onRoom: () => picture(),
    onRefused: fail,
    onTooHeavy: () => fail('tooHeavy'),
  });
  const captured = createCaptured(window, () => stream.wake(), aids.fetch);
  cleanup.add(captured.stop);
  cleanup.add(slices.stop);
  cleanup.add(stream.stop);

  function picture(only?: readonly string[]): void {
    if (cleanup.done || paused || !watch) return;
    if (only) watch.late(only);
    else watch.picture();
  }

  const overlay = createLateOverlay();
  cleanup.add(() => overlay.remove());

  if (isFirst) {
    shared.add(window);
    cleanup.add(() => shared.delete(window));
    const style = createStylist(window.location.origin, base, {
      onFile: captured.see,
      onMissed: () => watch?.stale(),
      isPageShown: () => window.document.body !== null && eyes.see(window.document.body).verdict === 'show',
    });
    watch = startWatch({
      ...powers,
      window,
      dom,
      base,
      style,
      eyes,
      slices,
      ring,
      stream: () => stream,
      captured,
      aids: aids.fetch,
      onFile: captured.see,
      sawPassword: (element) => void passwords.add(element),
      trouble,
    });
    cleanup.add(watch.stop);
    captured.on(rules.capture);
    // The rest of a number came later than what was told of it.
    cleanup.add(
      hearOfSpread((isTold) => void clock.after(spreadMs, () => cleanup.done || !isTold() || watch?.stale())),
    );
    watch.picture();
  } else {
    queueMicrotask(() => fail('recorder'));
  }

  const running = () => (cleanup.done ? null : watch);
  let changes: Surface['changedSince'] | null = null;
  const surface = createSurface(
    powers,
    createPrivateSurface({
      window,
      dom,
      eyes: () => eyes,
      taps,
      boxes: () => aids.now?.hiddenBoxes ?? null,
      onChange: () => picture(),
    }),
    running,
    aids,
    () => changes,
  );

  // After the picture has begun: it does not wait for them, and they do not hold it up.
  aids.soon(({ createChanges, createOverlay, watchPointer }) => {
    if (cleanup.done) return;
    changes = createChanges({ firstStream, dom, ring, watch: running });
    cleanup.add(
      watchPointer(window, shareId, clock, (pointer) => cleanup.done || paused || powers.tellPointer(pointer), surface),
    );
    const nodeOf = surface.nodeOf;
    const { overlayRoot: root, agentName } = powers;
    const onHighlight = (label: string, name = agentName) => powers.announce?.(powers.texts.shows(name, label));
    overlay.here(createOverlay({ window, root, agentName, nodeOf, onHighlight, clock }));
  });

  return {
    get stats() {
      return { ...stream.stats, pictures: watch?.pictures ?? 0, pictureMs: slices.longestMs, troubles };
    },
    picture,
    pause(on) {
      if (cleanup.done || on === paused) return;
      paused = on;
      if (on) watch?.pause();
      else picture();
    },
    privacy(next) {
      rules = next;
      captured.on(!cleanup.done && next.capture);
      picture();
    },
    pointer: (pointer) => cleanup.done || overlay.pointer(pointer),
    highlight: ({ node }) => cleanup.done || overlay.highlight(node),
    stroke: (stroke) => cleanup.done || overlay.stroke(stroke),
    instead: (element) => cleanup.done || overlay.instead(element),
    surface,
    stop: cleanup.run,
  };
}
