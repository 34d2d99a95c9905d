import type { AgentFace, Time } from './conversation.ts';

/** What a visitor may allow. Each is asked for, granted and withdrawn by itself. */
export type Capability = 'view' | 'point' | 'control' | 'fill' | 'talk';

/** What may be granted beyond seeing the page: showing things on it, clicking and scrolling, writing into fields. */
export type ActingCapability = 'point' | 'control' | 'fill';

/** Only the visitor's own answer makes an `asked` one `on`; agents can do no more than ask, or give back. */
export type GrantStand = 'off' | 'asked' | 'on' | 'refused';

/**
 * A share as both sides see it. The visitor's side owns the grants; the server's copy only narrows them.
 * `asked` → `on` → `ended`; `ended` is final.
 */
export interface Share {
  shareId: string;
  conversationId: string;
  phase: 'asked' | 'on' | 'ended';
  /** Whose question it was. */
  agent: AgentFace;
  /** `point` is on with the view, as its question says; the others are asked for one by one. All off unless the share is on. */
  grants: Record<ActingCapability, GrantStand>;
  /** Whose grants those are: the one agent who may act. Another viewer becomes it by asking, and the visitor's yes. */
  actor: AgentFace;
  /**
   * A viewer who is not the actor asks for this. The visitor's yes (`grant:answer` with this agent's id) makes them the actor;
   * until then the grants stay as they are.
   */
  handover?: { agent: AgentFace; capability: ActingCapability };
  /** Everybody who may look: the agent first, then those who joined. The visitor is told of each before they see anything. */
  viewers: AgentFace[];
  /** The visitor shows nothing for a while; every grant rests. */
  paused: boolean;
  /** The masked stream is kept. Said in the question, before anything is sent. */
  recorded: boolean;
  why?: ShareEnd;
  sinceAt: Time;
}

export type ShareEnd =
  | 'declined'
  | 'stoppedByVisitor'
  | 'stoppedByAgent'
  | 'conversationEnded'
  | 'left'
  | 'silent'
  /** What came was no page: secrets in it again and again, or no stream at all. */
  | 'unsafe';

/**
 * One piece of the picture stream. A stream begins with a whole picture, or with the word that it continues the one before,
 * and is one deflate context; a chunk out of order, or the first of a stream not being number 0, means: wait for the next stream.
 */
export interface PageChunk {
  shareId: string;
  /** Counts up in one share; a new page load or a fresh picture begins a new one. */
  stream: number;
  seq: number;
  /** Deflated JSON lines of page events, flushed at the end of the chunk. */
  bytes: Uint8Array;
  /** Only for these viewers (names of {@link Joined}): a picture for who came late, while the others go on with theirs. */
  only?: string[];
}

/** Answer to joining a share: under which name this socket's view is asked for pictures. Empty for the visitor's own socket. */
export interface Joined {
  viewer: string;
}

/** Where a pointer is, in CSS pixels of the visitor's viewport. Latest wins. */
export interface Pointer {
  shareId: string;
  x: number;
  y: number;
  /** False: the pointer left the page. */
  inside: boolean;
  /** An agent's: drawn as a glowing dot instead of an arrow. */
  laser?: boolean;
}

/** What the agent shows on the visitor's page. `node` is the recorder's id of the element; `null` clears. */
export interface Highlight {
  shareId: string;
  node: number | null;
}

/** A line drawn over the visitor's page; it fades by itself. Sent piece by piece under one id. */
export interface Stroke {
  shareId: string;
  strokeId: string;
  /** x and y by turns, CSS pixels of the visitor's viewport. */
  points: number[];
  done: boolean;
}

/** Where the agent's own view stands while they lead; `node` null is the page itself. A visitor who follows is scrolled along. */
export interface Lead {
  shareId: string;
  node: number | null;
  left: number;
  top: number;
}

/** A video both look at: who presses play or moves it, moves it for both. `entryId` is the message that shows it. */
export interface MediaStep {
  shareId: string;
  entryId: string;
  playing: boolean;
  atMs: number;
}

/** Tells the view why there is no new picture, so that it can say so over the dimmed last one. */
export type PictureGap = 'navigating' | 'lineLost' | 'hidden' | 'behind' | 'paused';
