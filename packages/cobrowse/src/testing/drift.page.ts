import { systemClock } from '@theke/kit';
import type { ActWhy } from '@theke/protocol';
import { createHands } from '../share/act/index.ts';
import { aids } from '../share/aids/index.ts';
import { startShare } from '../share/index.ts';

// Runs on a shop's page that never holds still, while an agent clicks on what they saw up to 300 ms ago. Whatever an agent sees is
// written down at the moment it leaves; what is clicked is compared with that.

export interface DriftOptions {
  clicks: number;
  seed: number;
  /** `shift`: lists grow above and the page scrolls, nothing else. `all`: elements are swapped, reused, covered and removed as well. */
  kind: 'shift' | 'all';
}

export interface Drift {
  clicks: number;
  /** On something else than the agent had seen, or more than once, or not at all though it was said to be done. */
  wrong: number;
  done: number;
  refused: Partial<Record<ActWhy, number>>;
  /** Refused although the very thing still stood there, unchanged and uncovered. */
  needless: number;
}

declare global {
  function drift(options: DriftOptions): Promise<Drift>;
}

const maxDelayMs = 300;
const rows = 12;

/** Mulberry32: small, and the same everywhere. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Seen {
  atMs: number;
  stream: number;
  seq: number;
  things: { node: number; name: string; element: Element }[];
}

globalThis.drift = async ({ clicks, seed, kind }) => {
  const random = dice(seed);
  const clock = systemClock();
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const list = document.body.appendChild(document.createElement('ul'));
  const cover = document.body.appendChild(document.createElement('div'));
  cover.style.cssText = 'position:fixed;left:0;right:0;top:0;height:40%;background:#eee;display:none';
  let next = 0;

  function name(row: Element): void {
    next += 1;
    const to = `thing-${next}`;
    row.querySelector('a')!.setAttribute('href', `#${to}`);
    row.querySelector('span')!.textContent = to;
    row.querySelector('button')!.textContent = `Details ${to}`;
  }
  function row(): Element {
    const made = document.createElement('li');
    made.append(document.createElement('a'), document.createElement('button'));
    made.firstElementChild!.append(document.createElement('span'), ' from our shop');
    name(made);
    return made;
  }
  for (let i = 0; i < rows; i += 1) list.append(row());

  const nameOf = (element: Element) => element.closest('li')?.querySelector('span')?.textContent ?? '';
  const heard: string[] = [];
  document.addEventListener('click', (event) => heard.push(nameOf(event.target as Element)), true);

  const log: Seen[] = [];
  const host = document.createElement('theke-widget');
  document.body.append(host);
  const share = startShare({
    shareId: 's1',
    window,
    overlayRoot: host.attachShadow({ mode: 'open' }),
    ignore: (element) => element === host,
    aids: async () => aids,
    send: async ({ stream, seq }) => {
      const things = [...list.querySelectorAll('a,button')].flatMap((element) => {
        const node = share.surface.idOf(element);
        return node === null ? [] : [{ node, name: nameOf(element), element }];
      });
      log.push({ atMs: clock.elapsed(), stream, seq, things });
      return { ok: true, value: undefined };
    },
    tellPointer: () => {},
    bufferedBytes: () => 0,
    clock,
    firstStream: 1,
    agentName: 'Anna',
    texts: { shows: (of, label) => `${of}: ${label}` },
    onFailed: (why) => {
      throw new Error(why);
    },
  });
  const hands = createHands({
    shareId: 's1',
    surface: share.surface,
    clock,
    granted: () => true,
    paused: () => false,
    showInstead: () => {},
    tellField: () => {},
    onActed: () => {},
    siteHosts: (url) => url.host === location.host,
  });

  const shifts = [
    () => list.prepend(row(), row()),
    () => window.scrollTo({ top: random() * 400, behavior: 'instant' }),
    () => list.insertBefore(row(), list.children[Math.floor(random() * list.children.length)] ?? null),
  ];
  const changes = [
    ...shifts,
    () => list.insertBefore(pick([...list.children]), pick([...list.children])),
    // As lists do that keep few rows and give them new words.
    () => {
      for (const one of list.children) if (random() < 0.3) name(one);
    },
    () => {
      cover.style.display = cover.style.display === 'none' ? 'block' : 'none';
    },
    () => pick([...list.children]).remove(),
    () => list.replaceChild(row(), pick([...list.children])),
  ];

  const result: Drift = { clicks, wrong: 0, done: 0, refused: {}, needless: 0 };
  const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
  await wait(400);
  for (let i = 0; i < clicks; i += 1) {
    pick(kind === 'shift' ? shifts : changes)();
    // What would never fit on a screen is of no interest.
    while (list.children.length > 3 * rows) list.lastElementChild!.remove();
    while (list.children.length < rows) list.append(row());
    await wait(random() * 40);
    if (random() < 0.5) pick(kind === 'shift' ? shifts : changes)();
    const fromMs = clock.elapsed() - random() * maxDelayMs;
    const seen =
      log.findLast((one) => one.atMs <= fromMs && one.things.length > 0) ?? log.find((one) => one.things.length > 0);
    if (!seen) throw new Error('nothing was sent');
    while (log.length > 200) log.shift();
    const thing = pick(seen.things.slice(0, 2 * rows));
    heard.length = 0;
    const act = { kind: 'click', node: thing.node, rx: 0.2 + random() * 0.6, ry: 0.2 + random() * 0.6 } as const;
    const same = thing.element.isConnected && nameOf(thing.element) === thing.name && cover.style.display !== 'block';
    const outcome = await hands.try({
      shareId: 's1',
      actId: `a${i}`,
      act,
      seen: { stream: seen.stream, seq: seen.seq },
    });
    if (outcome.done) result.done += 1;
    else {
      result.refused[outcome.why] = (result.refused[outcome.why] ?? 0) + 1;
      if (same) result.needless += 1;
    }
    const right = outcome.done ? heard.length === 1 && heard[0] === thing.name : heard.length === 0;
    if (!right) result.wrong += 1;
  }
  hands.stop();
  share.stop();
  return result;
};
