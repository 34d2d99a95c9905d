import { Replayer } from '@rrweb/replay';
import { type Added, change, eventType, type PageEvent } from '../events.ts';
import { frameRules } from './frameRules.ts';
import { resolve } from './resolve.ts';

/** Shows one stream: a whole picture, then its changes, each applied at once and in full. */
export interface Player {
  /** Throws when the picture can no longer be trusted. */
  apply(event: PageEvent): void;
  tagOf(id: number): string | null;
  tagAround(id: number): string | null;
  /** The innermost element there, in CSS pixels of the visitor's viewport. */
  elementAt(x: number, y: number): { id: number; element: Element } | null;
  close(): void;
}

export interface PlayerPowers {
  /** In the document already; the player adds its frame to it. */
  root: HTMLElement;
  frameTitle: string;
  frameLabel: string;
  clock: { now(): number };
  /** A change spoke of something that is not there: the picture and the page have drifted apart. */
  onMissing(): void;
}

interface Mirror {
  getNode(id: number): Node | null;
  getId(node: Node): number;
  removeNodeFromMap(node: Node): void;
}

/** What we use of the library; its own types name a package that does not exist here. */
interface Library {
  iframe: HTMLIFrameElement;
  wrapper: HTMLElement;
  timer: { clear(): void };
  startLive(baselineMs: number): void;
  getMirror(): Mirror;
  getCastFn(event: object, isSync: boolean): () => void;
  resetCache(): void;
  destroy(): void;
}
const Library = Replayer as unknown as new (events: object[], config: object) => Library;

const resetEvery = 500;

/**
 * Makes a {@link Player}. Its frame runs no script: sandbox is exactly `allow-same-origin`, and nothing given to it loads anything
 * but through addresses that were put in before.
 *
 * The library is used without its timer, its queue and its virtual copy of the page: they compare two machines' clocks, stop in
 * hidden tabs and keep every event for ever. Each event is cast directly, stamped with our own time.
 */
export function createPlayer(powers: PlayerPowers): Player {
  const { clock } = powers;
  let holes = 0;
  // It asks for the time of its first event now and then; this kind does nothing.
  const first = { type: 1, timestamp: clock.now(), data: {} };
  const replayer = new Library([first], {
    root: powers.root,
    liveMode: true,
    useVirtualDom: false,
    mouseTail: false,
    triggerFocus: false,
    pauseAnimation: false,
    showDebug: false,
    insertStyleRules: frameRules(powers.frameLabel),
    // It catches its own errors and goes on with half a page; here it tells of them.
    logger: {
      log: () => {},
      warn(_: unknown, what: unknown) {
        if (String(what).startsWith('Exception in mutation')) holes += 1;
        else powers.onMissing();
      },
    },
  });
  replayer.startLive(clock.now());
  const { iframe } = replayer;
  iframe.title = powers.frameTitle;
  iframe.tabIndex = -1;
  iframe.referrerPolicy = 'no-referrer';
  Object.assign(iframe.style, { border: '0', background: '#fff' });
  const mouse = replayer.wrapper.querySelector<HTMLElement>('.replayer-mouse');
  if (mouse) mouse.style.display = 'none';
  const mirror = replayer.getMirror();
  const adopted = new Map<number, number[]>();
  let closed = false;
  let applied = 0;

  const elementOf = (id: number) => {
    const node = mirror.getNode(id);
    return node?.nodeType === 1 ? (node as Element) : null;
  };

  function cast(event: PageEvent): void {
    replayer.getCastFn({ ...event, timestamp: clock.now() }, true)();
  }

  function apply(event: PageEvent): void {
    if (closed) return;
    holes = 0;
    applied += 1;
    // It keeps every style sheet text it has ever seen.
    if (applied % resetEvery === 0) replayer.resetCache();
    const fit = resolve(event, (id) => mirror.getNode(id), powers.onMissing);
    if (!fit) return;
    if (fit.type === eventType.change && fit.data.source === change.adopted) {
      adopted.set(fit.data.id, fit.data.styleIds);
      // The sheets come before the first node inside, and the library only makes a root for a node.
      const host = elementOf(fit.data.id);
      if (host && !host.shadowRoot) host.attachShadow({ mode: 'open' });
    }
    if (fit.type === eventType.change && fit.data.source === change.mutation) forget(fit.data.adds);
    cast(fit);
    if (fit.type === eventType.change && fit.data.source === change.mutation)
      readopt(fit.data.adds.map(({ node }) => node.id));
    if (holes > 0) throw new Error('the picture has holes');
  }

  /**
   * A text that is told of again is built again. The library would put the one it has in the new place, with what has been
   * written into it since: a text cleaned as a text could become a style sheet.
   */
  function forget(adds: readonly Added[]): void {
    for (const { node } of adds) {
      const known = node.type === 3 ? mirror.getNode(node.id) : null;
      if (!known) continue;
      mirror.removeNodeFromMap(known);
      known.parentNode?.removeChild(known);
    }
  }

  /** A shadow host that was moved is built anew, without its sheets. */
  function readopt(ids: number[]): void {
    for (const id of ids) {
      const styleIds = adopted.get(id);
      if (styleIds) cast({ type: eventType.change, data: { source: change.adopted, id, styleIds } });
    }
  }

  function elementAt(x: number, y: number) {
    let found = iframe.contentDocument?.elementFromPoint(x, y) ?? null;
    for (let inner = found; inner?.shadowRoot; ) {
      inner = inner.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === found) break;
      found = inner;
    }
    for (; found; found = found.parentElement) {
      const id = mirror.getId(found);
      if (id > 0) return { id, element: found };
    }
    return null;
  }

  return {
    apply,
    tagOf: (id) => elementOf(id)?.nodeName.toLowerCase() ?? null,
    tagAround: (id) => mirror.getNode(id)?.parentNode?.nodeName.toLowerCase() ?? null,
    elementAt,
    close() {
      if (closed) return;
      closed = true;
      // Its own end leaves the timer running.
      replayer.timer.clear();
      try {
        replayer.destroy();
      } catch {
        replayer.wrapper.remove();
      }
    },
  };
}
