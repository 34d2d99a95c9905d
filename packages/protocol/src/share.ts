import type { AgentFace, Time } from './conversation.ts';

/** What a visitor may allow. Each is asked for, granted and withdrawn by itself. */
export type Capability = 'view' | 'point' | 'control' | 'fill' | 'talk';

/**
 * A share as both sides see it. The visitor's side owns the grant; the server's copy only narrows it.
 * `asked` → `on` → `ended`; `ended` is final.
 */
export interface Share {
  shareId: string;
  conversationId: string;
  phase: 'asked' | 'on' | 'ended';
  agent: AgentFace;
  why?: ShareEnd;
  sinceAt: Time;
}

export type ShareEnd = 'declined' | 'stoppedByVisitor' | 'stoppedByAgent' | 'conversationEnded' | 'left' | 'silent';

/**
 * One piece of the picture stream. A stream begins with a whole picture and is one deflate context;
 * a chunk out of order, or the first of a stream not being number 0, means: wait for the next stream.
 */
export interface PageChunk {
  shareId: string;
  /** Counts up in one share; a new page load or a fresh picture begins a new one. */
  stream: number;
  seq: number;
  /** Deflated JSON lines of page events, flushed at the end of the chunk. */
  bytes: Uint8Array;
}

/** Where a pointer is, in CSS pixels of the visitor's viewport. Latest wins. */
export interface Pointer {
  shareId: string;
  x: number;
  y: number;
  /** False: the pointer left the page. */
  inside: boolean;
}

/** What the agent shows on the visitor's page. `node` is the recorder's id of the element; `null` clears. */
export interface Highlight {
  shareId: string;
  node: number | null;
}

/** Tells the view why there is no new picture, so that it can say so over the dimmed last one. */
export type PictureGap = 'navigating' | 'lineLost' | 'hidden' | 'behind';
