/** Milliseconds since 1970, by the server's clock. */
export type Time = number;

/** Who said or did something in a conversation. Made by the server, never believed from a client. */
export type Author =
  | { kind: 'visitor' }
  | { kind: 'contact'; name?: string } // on another channel, before or beside the web leg
  | { kind: 'agent'; agentId: string; name: string }
  | { kind: 'system' };

/** What happened, for the quiet lines between messages. */
export type ConversationEvent =
  | { type: 'started'; via: StartedVia; skill?: string }
  | { type: 'assigned'; agentName: string }
  | { type: 'released' } // back to the queue
  | { type: 'handedOff'; channel: string } // a session link or code was issued
  | { type: 'resumed'; channel: string } // the customer came from that channel to the shop
  | { type: 'shareStarted'; agentName: string }
  | { type: 'shareEnded' }
  | { type: 'shareJoined'; agentName: string } // somebody else looks on
  | { type: 'callStarted' }
  | { type: 'callEnded'; seconds: number }
  | { type: 'ended'; by: 'visitor' | 'agent' | 'system' };

export type StartedVia = 'launcher' | 'button' | 'invitation' | 'handoff' | 'code' | 'channel' | 'api';

/** Where an entry came from or goes to. */
export interface LegRef {
  legId: string;
  /** `web`, or the channel's kind such as `webhook`. */
  kind: string;
  /** The channel's name as the shop calls it, e.g. "eBay". Absent for web. */
  channelName?: string;
}

/** How far an agent's answer on another channel has come. */
export type Delivery = 'queued' | 'sent' | 'failed';

/** One line of a conversation. `seq` counts 1, 2, 3 … without a gap in each conversation; it alone is the order. */
export interface Entry {
  id: string;
  conversationId: string;
  seq: number;
  at: Time;
  author: Author;
  leg: LegRef;
  /** The sender's own id of the draft: lets the sender recognise its message. */
  clientId?: string;
  body: EntryBody;
  delivery?: Delivery;
}

export type EntryBody =
  | { type: 'text'; text: string }
  | { type: 'post'; text: string; permalink?: string } // public, from a channel
  | { type: 'link'; url: string; title: string } // "Push page": offered to the visitor, same site only
  | { type: 'media'; media: 'picture' | 'video' | 'document'; url: string; title: string } // shown in the thread and large
  | { type: 'event'; event: ConversationEvent };

export type ConversationStatus = 'waiting' | 'active' | 'ended';

/** An agent as visitors see one. */
export interface AgentFace {
  agentId: string;
  name: string;
}

/** A conversation as the visitor's side keeps it. */
export interface VisitorConversation {
  conversationId: string;
  status: ConversationStatus;
  skill?: string;
  agent?: AgentFace;
  /** Newest seq on the server. More than the entries carried means: ask for the rest. */
  headSeq: number;
  /** What the agent has read up to. */
  readByAgentSeq: number;
  readByVisitorSeq: number;
  /** 1 = next. Only while waiting. */
  queuePosition?: number;
}

/** A message on its way to the server. `clientId` is made by the sender, so a resend is harmless. */
export interface Draft {
  conversationId: string;
  clientId: string;
  text: string;
}

/** The message is committed: it will be there after a power cut. */
export interface Receipt {
  id: string;
  seq: number;
  at: Time;
}

/** Entries after the asked number, in order. `more` tells to ask again from the last one. */
export interface EntryPage {
  conversationId: string;
  entries: Entry[];
  headSeq: number;
  more: boolean;
}
