import type { CallRecord, Entry, PagePrivacy, Share, VisitorConversation, VisitorHandshake } from '@theke/protocol';

/** What the scripted server knows; tests read and change it. */
export const freshState = () => ({
  availability: 'online' as 'online' | 'away',
  conversation: null as VisitorConversation | null,
  entries: [] as Entry[],
  share: null as Share | null,
  call: null as CallRecord | null,
  privacy: { version: 0, preset: 'none', rules: [], capture: false, frames: [] } as PagePrivacy,
  invite: null as null | { agentName: string },
  /** Kept on the server; the loader is told that there are any. */
  rules: [] as object[],
  chunks: 0,
  connected: 0,
  handshakes: [] as VisitorHandshake[],
  refuse: new Set<string>(),
});

export type FakeState = ReturnType<typeof freshState>;

/** One thing that was asked of the server. */
export interface Asked {
  event: string;
  input: unknown;
}
