import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

interface Chunk {
  file: string;
  imports?: string[];
}

export interface Sizes {
  loader: number;
  chat: number;
  /** The rules at work: engine and all senses. */
  rules: number;
  /** Question, other tabs, orders of visitors without a name: loaded once a rule holds. */
  asking: number;
  /** Rules and predicates of the page's own, with their check: loaded with the first such command. */
  commands: number;
  /** Campaign, device, last order: loaded when a rule asks for one of them. */
  visit: number;
  /** Why did it (not) fire, recorder, overlay, the agents' list: loaded when one of them is wanted. */
  rulebook: number;
  /** Data layers and markup of a shop. */
  adapters: number;
  share: number;
  /** Pointers and marks, stills, what does the agent see, following, media: loaded beside a share's first picture. */
  look: number;
  /** Remote clicks and filling in together: loaded when the visitor grants one of them. */
  act: number;
  call: number;
  /** Embedded pages of other origins in a shared one: loaded when the first frame of a named origin stands on it. */
  frames: number;
  /** What such a page itself loads: the script that waits, and once the page around it is shared, what tells of it. */
  frameTag: number;
  inside: number;
  /** Questions, bar and tile of shared page and call: loaded with the first of them. */
  together: number;
  /** Codes, session links, invitation card, form for when nobody is there: loaded with the first of them. */
  ways: number;
  /** German words. */
  de: number;
  console: number;
}

/**
 * Weight in kB (1 kB = 1000 bytes, gzip -9) of what a page loads for each part: the entry and everything it imports,
 * less what the open chat has brought already.
 */
export function bundleSizes(): Sizes {
  const manifest = JSON.parse(readFileSync(`${dist}widget/manifest.json`, 'utf8')) as Record<string, Chunk>;
  const filesOf = (key: string, seen = new Set<string>()): Set<string> => {
    const chunk = manifest[key];
    if (!chunk || seen.has(chunk.file)) return seen;
    seen.add(chunk.file);
    for (const next of chunk.imports ?? []) filesOf(next, seen);
    return seen;
  };
  const entry = (name: string) => filesOf(`packages/widget/src/chunks/${name}.ts`);
  const weigh = (files: Iterable<string>, base: string) =>
    Math.round([...files].reduce((sum, file) => sum + gzipSize(`${dist}${base}${file}`), 0) * 100) / 100;
  const chat = entry('chat');
  const beyondChat = (name: string) =>
    weigh(
      [...entry(name)].filter((file) => !chat.has(file)),
      'widget/',
    );
  // They come only while a page is shared.
  const beyondShare = (name: string) =>
    weigh(
      [...entry(name)].filter((file) => !chat.has(file) && !entry('share').has(file)),
      'widget/',
    );
  // They come after the rules, which may be there without a chat.
  const beyondRules = (name: string) =>
    weigh(
      [...entry(name)].filter((file) => !entry('rules').has(file)),
      'widget/',
    );
  // Builds of their own, in no manifest.
  const lone = (name: string) =>
    readdirSync(`${dist}widget/assets`)
      .filter((file) => file.startsWith(`${name}-`))
      .map((file) => `assets/${file}`);
  const consolePage = readFileSync(`${dist}console/index.html`, 'utf8');
  const consoleFiles = [...consolePage.matchAll(/\/console\/(assets\/[^"]+\.js)/g)].map((match) => match[1]!);
  return {
    loader: gzipSize(`${dist}loader/theke.js`),
    chat: weigh(chat, 'widget/'),
    // Rules are loaded before the chat, if a page has any: weighed whole.
    rules: weigh(entry('rules'), 'widget/'),
    asking: beyondRules('asking'),
    commands: beyondRules('commands'),
    visit: beyondRules('visit'),
    rulebook: beyondRules('rulebook'),
    adapters: beyondRules('adapters'),
    share: beyondChat('share'),
    look: beyondShare('look'),
    act: beyondShare('act'),
    call: beyondChat('call'),
    frames: weigh(lone('frames'), 'widget/'),
    frameTag: gzipSize(`${dist}loader/theke-frame.js`),
    inside: weigh(lone('inside'), 'widget/'),
    together: beyondChat('together'),
    ways: beyondChat('ways'),
    de: beyondChat('de'),
    console: weigh(consoleFiles, 'console/'),
  };
}

const gzipSize = (file: string) => Math.round(gzipSync(readFileSync(file), { level: 9 }).length / 10) / 100;
