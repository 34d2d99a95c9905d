import type { AgentFace, Time } from './conversation.ts';

/** One signalling message between the two members of a call. Neutral: no library's shape. */
export interface Signal {
  callId: string;
  /** Raised by the server whenever a side joins anew; signals of another epoch are dropped. */
  epoch: number;
  /** Number of the offer; an answer echoes it. */
  n: number;
  description?: { type: 'offer' | 'answer'; sdp: string };
  candidate?: {
    candidate: string;
    sdpMid: string | null;
    sdpMLineIndex: number | null;
    usernameFragment?: string | null;
  };
  /** The side that may not offer asks the other to restart. */
  restart?: true;
}

/** What each slot is sending: told, because track mute events lag. */
export interface CallMedia {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
}

export type CallEnd =
  | 'hungUp'
  | 'declined'
  | 'missed'
  | 'cancelled'
  | 'busy'
  | 'lost'
  | 'replaced'
  | 'elsewhere'
  | 'conversationEnded'
  | 'server';

/** A call as the server tells it. */
export interface CallRecord {
  callId: string;
  conversationId: string;
  phase: 'ringing' | 'on' | 'ended';
  agent: AgentFace;
  sinceAt: Time;
  why?: CallEnd;
}

/** A STUN or TURN server, in the browser's own form. Credentials are short-lived. */
export interface IceServer {
  urls: string[];
  username?: string;
  credential?: string;
}

/** Answer to joining: everything needed to link, and what was missed of the running epoch. */
export interface CallJoined {
  callId: string;
  epoch: number;
  /** The side that joined last offers; the other only answers or asks. */
  offerer: 'me' | 'peer';
  iceServers: IceServer[];
  replay: Signal[];
}
