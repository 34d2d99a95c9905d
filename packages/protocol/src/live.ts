import type { ActOutcome, ActTry, ActWhy, FieldNews, TargetFacts } from './act.ts';
import type { Reply } from './answer.ts';
import type { Highlight, Joined, Lead, MediaStep, PageChunk, Pointer, Stroke } from './share.ts';

/**
 * The live lane of page sharing: its own namespace on its own connection, so that a picture never delays a message.
 * Same handshakes as the durable namespaces; opened only while a share is on. Everything here may be dropped.
 */
export interface LiveAsks {
  /** Both sides: takes part in a share. Refused unless granted and yours. */
  'share:join': (join: { shareId: string }, reply: Reply<Joined>) => void;
  /** Visitor only. Answered so that the sender can pace itself; a chunk without a grant is refused and counted. */
  'page:chunk': (chunk: PageChunk, reply: Reply<void>) => void;
  /** Agent only: this view cannot go on from what it has. */
  'picture:want': (want: { shareId: string }) => void;
  /** Visitor only: whether the shared page is in front. Out of sight for long, control and filling in end. */
  'page:front': (front: { shareId: string; on: boolean }) => void;
  /** Either side's own pointer. */
  'pointer:move': (pointer: Pointer) => void;
  /** Agent only. */
  'highlight:set': (highlight: Highlight) => void;
  /** Agent only. */
  'stroke:draw': (stroke: Stroke) => void;
  /** Agent only: where their own view stands while they lead. */
  'lead:scroll': (lead: Lead) => void;
  /** Visitor only: whether they let themselves be led. */
  'follow:set': (follow: { shareId: string; on: boolean }) => void;
  /** Either side. */
  'media:step': (step: MediaStep) => void;
  /**
   * Agent only: one act on the visitor's page. Checked here, then looked at (`act:aimed`) and done (`act:tried`) by the
   * visitor's browser. An act that was not done is an outcome, not a refusal; refusals are for events that should not exist.
   */
  'act:try': (act: ActTry, reply: Reply<ActOutcome>) => void;
  /** Visitor only: news of a field that is filled in together, for the one agent who may. */
  'field:tell': (news: FieldNews) => void;
  /** Agent only: how long the way to the visitor's browser and back takes, beyond the server. */
  'share:pulse': (which: { shareId: string }, reply: Reply<{ visitorMs: number }>) => void;
}

export interface LiveTells {
  'page:chunked': (chunk: PageChunk) => void;
  /** Visitor only: begin a new stream; with `only` a picture for these viewers, and the others go on with what they have. */
  'picture:wanted': (want: { shareId: string; only?: string[] }) => void;
  /** The other side's pointer; for visitors with the name of whose it is. */
  'pointer:moved': (pointer: Pointer & { name?: string }) => void;
  'highlight:changed': (highlight: Highlight) => void;
  'stroke:drawn': (stroke: Stroke) => void;
  'lead:scrolled': (lead: Lead) => void;
  'follow:changed': (follow: { shareId: string; on: boolean }) => void;
  'media:stepped': (step: MediaStep) => void;
  /** Visitor only: what stands there? Nothing is done yet. */
  'act:aimed': (act: ActTry, reply: Reply<TargetFacts | { why: ActWhy }>) => void;
  /** Visitor only: do it, after looking once more. */
  'act:tried': (act: ActTry, reply: Reply<ActOutcome>) => void;
  /** The acting agent only. */
  'field:told': (news: FieldNews) => void;
  /** Visitor only: answered at once. */
  'pulse:felt': (which: { shareId: string }, reply: Reply<void>) => void;
  /** Cut by the server: the grant has ended. Nothing more will be passed on. */
  'share:cut': (cut: { shareId: string }) => void;
}
