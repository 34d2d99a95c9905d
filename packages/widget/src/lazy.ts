import type { startChat } from './chunks/chat.ts';
import type { startRules } from './chunks/rules.ts';

/** The parts that come when they are needed, by the name of their chunk. */
export interface Chunks {
  chat: { startChat: typeof startChat };
  de: typeof import('./chunks/de.ts');
  rules: { startRules: typeof startRules };
  asking: typeof import('./chunks/asking.ts');
  commands: typeof import('./chunks/commands.ts');
  refuse: typeof import('./chunks/refuse.ts');
  visit: typeof import('./chunks/visit.ts');
  rulebook: typeof import('./chunks/rulebook.ts');
  adapters: typeof import('./chunks/adapters.ts');
  together: typeof import('./chunks/together.ts');
  look: typeof import('./chunks/look.ts');
  ways: typeof import('./chunks/ways.ts');
  share: typeof import('./chunks/share.ts');
  act: typeof import('./chunks/act.ts');
  call: typeof import('./chunks/call.ts');
  frames: typeof import('./chunks/frames.ts');
  inside: typeof import('./chunks/inside.ts');
}

/** Path from the server's origin, `*` for the chunk's name; put in by the build. */
declare const __THEKE_CHUNK__: string;

/** One more `?` with each try that failed. */
let tries = '';

/**
 * Fetches one chunk; the only `import()` of the widget. A failed module stays failed in the browser's module map,
 * so another try needs another address.
 */
export async function loadChunk<K extends keyof Chunks>(name: K, base: string): Promise<Chunks[K]> {
  try {
    return await import(/* @vite-ignore */ base + __THEKE_CHUNK__.replace('*', name) + tries);
  } catch (error) {
    tries += '?';
    throw error;
  }
}
