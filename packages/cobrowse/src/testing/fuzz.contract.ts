import type { Page } from 'playwright-core';
import { hostileChanges, hostilePictures, malformed, picture } from './hostile.contract.ts';
import { moreChanges, moreMalformed, morePictures } from './hostileMore.contract.ts';
import { openView, type Stand } from './stand.contract.ts';

// What a hostile visitor could send, shown to a view: by hand, class by class, and by chance. Used by the tests with a few streams and
// by the measurements with ten thousand.

/** What the view's page itself asks for; everything else in a list of requests is a leak. */
export const ownRequests = /^own \/(view|loose|view\.js|stand\.js|favicon\.ico|asset\?u=)/;

export const written = (line: unknown) => (typeof line === 'string' ? line : JSON.stringify(line));

/** Every class of hostile stream by its name: pictures, changes on top of a picture, lines that are nothing. */
export function hostileClasses(evil: string): [name: string, events: unknown[]][] {
  const changes = [...hostileChanges(evil), ...moreChanges(evil)];
  const broken = [...malformed(), ...moreMalformed()];
  return [
    ...hostilePictures(evil),
    ...morePictures(evil),
    ...changes.map(([name, events]): [string, unknown[]] => [name, [...picture(), ...events]]),
    ...broken.map((events, i): [string, unknown[]] => [`malformed ${i + 1}`, events]),
  ];
}

/** Notes every request that leaves the view's page for anywhere but its own server. */
export function watchBeyond(page: Page, origin: string): string[] {
  const beyond: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('data:')) beyond.push(url);
  });
  return beyond;
}

/** What is wrong in the view right now: something that ran, or that could run or load. Runs in the page. */
export function wrongNow(): string[] {
  const { pwned = 0 } = globalThis as unknown as { pwned?: number };
  const wrong: string[] = pwned ? ['a script ran'] : [];
  const never =
    'script,object,embed,base,meta,applet,link,animate,set,[srcdoc],[action],[formaction],[ping],[onclick],[onerror],[onload],[onfocus],[autofocus],iframe[src],iframe[name]';
  const leads = /^(href|src|srcset|xlink:href|action|formaction|data|poster|background|cite|ping)$/i;
  const walk = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll(never)) wrong.push(element.outerHTML.slice(0, 200));
    for (const element of root.querySelectorAll('*')) {
      // By the prototype: a form answers with its fields.
      const shadow = Object.getOwnPropertyDescriptor(Element.prototype, 'shadowRoot')!.get!.call(
        element,
      ) as ShadowRoot | null;
      if (shadow) walk(shadow);
      for (const name of Element.prototype.getAttributeNames.call(element)) {
        const value = Element.prototype.getAttribute.call(element, name) ?? '';
        if (/^on/i.test(name) || (leads.test(name) && /^\s*(java|vb)script:/i.test(value)))
          wrong.push(`${element.localName} ${name}=${value.slice(0, 80)}`);
      }
      if (element.localName === 'iframe') check(element as HTMLIFrameElement);
    }
  };
  const check = (frame: HTMLIFrameElement) => {
    if (frame.getAttribute('sandbox') !== 'allow-same-origin') wrong.push(`sandbox ${frame.getAttribute('sandbox')}`);
    if (frame.contentDocument) walk(frame.contentDocument);
  };
  for (const frame of document.querySelectorAll<HTMLIFrameElement>('#mount iframe')) check(frame);
  return wrong;
}

/** The same numbers each time. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

const odd = [
  null,
  -1,
  0,
  1,
  3,
  5,
  8,
  1e9,
  1e308,
  '',
  'style',
  'script',
  'iframe',
  'use',
  '__proto__',
  [],
  {},
  true,
  'url(x)',
  0.5,
];
const keys = [
  'tagName',
  'attributes',
  'childNodes',
  'isShadow',
  'isSVG',
  'isFrame',
  'id',
  'parentId',
  '_cssText',
  'style',
  'constructor',
];

/** Events with values replaced, keys renamed, parts doubled, dropped, turned round or put elsewhere. */
export function bend(events: unknown, random: (below: number) => number): unknown[] {
  const change = (value: unknown): unknown => {
    const dice = random(60);
    if (dice === 0) return odd[random(odd.length)];
    if (Array.isArray(value)) {
      const list = value.map(change);
      if (dice === 1 && list.length < 1_000) list.push(...structuredClone(list));
      if (dice === 2) list.reverse();
      if (dice === 3) list.pop();
      if (dice === 4) list.unshift(list.at(-1));
      return list;
    }
    if (typeof value === 'string' && dice === 5)
      return `${value.slice(0, random(value.length + 1))}${odd[random(odd.length)]}`;
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [
          random(150) === 0 ? keys[random(keys.length)]! : key,
          change(inner),
        ]),
      );
    }
    return value;
  };
  const bent = change(events);
  return Array.isArray(bent) ? bent : [];
}

/** One stream by chance: bent parts of the classes, with or without an honest beginning, now and then cut off in a line. */
function stream(seeds: readonly unknown[][], random: (below: number) => number): string[] {
  const one = () => bend(seeds[random(seeds.length)]!, random);
  const lines = [...(random(4) === 0 ? bend(picture(), random) : picture()), ...one(), ...one()].map(written);
  if (random(10) === 0) {
    const at = random(lines.length);
    lines[at] = lines[at]!.slice(0, random(lines[at]!.length + 1));
  }
  if (random(20) === 0) lines.sort(() => random(3) - 1);
  return lines;
}

export interface FuzzResult {
  streams: number;
  /** After how many of them the next honest picture was shown within two seconds. */
  shown: number;
  slowestMs: number;
  /** The longest the window stood still: a task of its own, while a stream and the picture after it were shown. */
  longestTaskMs: number;
  scripts: number;
  /** Requests beside the guarded path. */
  requests: string[];
  /** Errors nobody caught, and what could run or load. */
  wrong: string[];
}

/** Shows `streams` streams by chance to one view, each followed by an honest picture. C8. */
export async function fuzzView(
  ground: { stand: Stand; browser: Parameters<typeof openView>[0] },
  { streams, seed }: { streams: number; seed: number },
): Promise<FuzzResult> {
  // Under no policy at all: nothing but our own cleaning holds.
  const { page, errors } = await openView(ground.browser, ground.stand, '/loose');
  const beyond = watchBeyond(page, ground.stand.origin);
  await page.evaluate(() => {
    stand.openView({ answerWants: false });
    const tasks = { longestMs: 0 };
    Object.assign(globalThis, { tasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.longestMs = Math.max(tasks.longestMs, duration);
    }).observe({ type: 'longtask' });
  });
  const from = ground.stand.requests.length;
  const random = randomFrom(seed);
  // The slow ones by design are a class of their own: shown once, by hand.
  const seeds = hostileClasses(ground.stand.foreign)
    .filter(([, events]) => JSON.stringify(events).length < 60_000)
    .map(([, events]) => events);
  const result: FuzzResult = { streams, shown: 0, slowestMs: 0, longestTaskMs: 0, scripts: 0, requests: [], wrong: [] };
  const batch = 25;
  for (let done = 0; done < streams; done += batch) {
    const bad = Array.from({ length: Math.min(batch, streams - done) }, () => stream(seeds, random));
    const garble = random(batch);
    const batchResult = await page.evaluate(
      async ({ bad, good, garble, wrongNow }) => {
        const wrong = new Function(`return (${wrongNow})()`) as () => string[];
        const out = { shown: 0, slowestMs: 0, wrong: [] as string[] };
        for (const [i, lines] of bad.entries()) {
          stand.forge(lines);
          if (i === garble) {
            const counter = stand as unknown as { forged: number };
            counter.forged += 1;
            const stream = counter.forged;
            const bytes = crypto.getRandomValues(new Uint8Array(2_000));
            stand.view.take({ shareId: 's1', stream, seq: 0, bytes });
          }
          out.wrong.push(...wrong());
          const sinceMs = performance.now();
          stand.forge(good);
          const isGood = () => stand.view.state.value.phase === 'live' && stand.text() === 'good state';
          if (isGood() || (await until(isGood, 2_000))) out.shown += 1;
          out.slowestMs = Math.max(out.slowestMs, performance.now() - sinceMs);
          if (i % 5 === 0) await pause(0);
        }
        await pause(20);
        return out;
      },
      { bad, good: picture(), garble, wrongNow: wrongNow.toString() },
    );
    result.shown += batchResult.shown;
    result.slowestMs = Math.max(result.slowestMs, batchResult.slowestMs);
    result.wrong.push(...batchResult.wrong);
  }
  const end = await page.evaluate(() => ({
    pwned: (globalThis as unknown as { pwned?: number }).pwned ?? 0,
    longestMs: (globalThis as unknown as { tasks: { longestMs: number } }).tasks.longestMs,
  }));
  result.scripts = end.pwned;
  result.longestTaskMs = end.longestMs;
  result.requests = [...beyond, ...ground.stand.requests.slice(from).filter((request) => !ownRequests.test(request))];
  result.wrong.push(...errors);
  await page.close();
  return result;
}
