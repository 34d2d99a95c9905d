import type { KeyStore } from '@theke/kit';
import { type ReadonlySignal, signal } from './signals.ts';

/** What was typed but not sent, by conversation. Survives a reload and an idle sign-out. */
export interface Drafts {
  readonly all: ReadonlySignal<Readonly<Record<string, string>>>;
  of(conversationId: string): string;
  set(conversationId: string, text: string): void;
  /** Puts words after what is already there, on a line of their own. */
  append(conversationId: string, text: string): void;
}

/** Makes {@link Drafts}; `key` names the agent, so that two people at one machine do not read each other's. */
export function createDrafts(store: KeyStore, key: string): Drafts {
  const all = signal<Readonly<Record<string, string>>>(readKept(store.read(key)));
  const set = (conversationId: string, text: string) => {
    const { [conversationId]: _before, ...rest } = all.value;
    all.value = text ? { ...rest, [conversationId]: text } : rest;
    if (Object.keys(all.value).length) store.write(key, JSON.stringify(all.value));
    else store.remove(key);
  };
  const of = (conversationId: string) => all.value[conversationId] ?? '';
  return {
    all,
    of,
    set,
    append: (conversationId, text) => {
      const before = of(conversationId).trimEnd();
      set(conversationId, before ? `${before}\n${text}` : text);
    },
  };
}

function readKept(text: string | null): Record<string, string> {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    );
  } catch {
    return {};
  }
}
