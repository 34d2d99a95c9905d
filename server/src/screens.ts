import type {
  ActOutcome,
  ActTry,
  ActWhy,
  AgentTells,
  Answer,
  LiveTells,
  TargetFacts,
  VisitorExplanation,
  VisitorTells,
} from '@theke/protocol';
import type { ConversationsTable } from './store/tables.ts';

// What the core offers for talking to browsers; part of powers.ts, which says who gets it.

type Tell<Tells> = <K extends keyof Tells>(
  event: K,
  ...args: Parameters<Extract<Tells[K], (...args: never[]) => void>>
) => void;

/** Sending to screens. Never waits; a screen that is away reads the present when it returns. */
export interface Tellers {
  visitor(visitorId: string): Tell<VisitorTells>;
  /** The sockets of one tab only, reconnected ones too. */
  visitorTab(visitorId: string, tabId: string): Tell<VisitorTells>;
  /** Every tab but this one. */
  visitorOthers(visitorId: string, tabId: string): Tell<VisitorTells>;
  /** Every socket of one agent. */
  agent(agentId: string): Tell<AgentTells>;
  /** One window of an agent. */
  agentSocket(socketId: string): Tell<AgentTells>;
  /** Every signed-in desk that may see this conversation (its agent; while waiting: whoever has the skill; supervisors). */
  desk(conversation: ConversationsTable): Tell<AgentTells>;
  /** The sockets that joined one side of a share. Droppable: a receiver that is behind is skipped, and counted in the answer. */
  live(shareId: string, side: Side): LiveTell;
  /** One of them. `always`: also when it is behind, for what makes no sense with holes in it; bounded by the sender's pace. */
  liveOne(socketId: string, always?: 'always'): LiveTell;
}

export type Side = 'visitor' | 'agent';

type LiveTell = <K extends keyof LiveTells>(
  event: K,
  ...args: Parameters<LiveTells[K]>
) => { sent: number; skipped: number };

/** What a visitor's page is asked for on the durable lane. */
export interface VisitorQuestions {
  'rule:explained': { value: { ruleId: string }; answer: VisitorExplanation };
}

/**
 * Asks one socket of a visitor and waits. What comes back is checked like anything else from outside: `malformed` when it does
 * not fit, `timeout` when nothing came in time, `gone` when the socket closed; else the page's own yes or no.
 */
export type VisitorQuestion = <K extends keyof VisitorQuestions>(
  socketId: string,
  event: K,
  value: VisitorQuestions[K]['value'],
  withinMs: number,
) => Promise<Answer<VisitorQuestions[K]['answer']>>;

/** What a visitor's browser is asked for, with an answer. */
export interface LiveQuestions {
  'act:aimed': { value: ActTry; answer: TargetFacts | { why: ActWhy } };
  'act:tried': { value: ActTry; answer: ActOutcome };
  'pulse:felt': { value: { shareId: string }; answer: undefined };
}

/** Which live sockets take part in which share. The relay decides; the core keeps the rooms and forgets sockets that close. */
export interface LiveLane {
  join(socketId: string, shareId: string, side: Side): void;
  /** Takes one socket out without a word: another tab has joined instead. */
  leave(socketId: string, shareId: string): void;
  /** Tells `share:cut` to all of both sides (never dropped), then takes them out. */
  cut(shareId: string): void;
  receivers(shareId: string, side: Side): number;
  /** Whether so much waits for this socket that a tell would skip it now. */
  isBehind(socketId: string): boolean;
  /**
   * Asks one socket and waits. What comes back is checked like anything else from outside; null: nothing that fits came in
   * time, or the socket closed.
   */
  ask<K extends keyof LiveQuestions>(
    socketId: string,
    event: K,
    value: LiveQuestions[K]['value'],
    withinMs: number,
  ): Promise<{ answer: LiveQuestions[K]['answer'] } | null>;
}
