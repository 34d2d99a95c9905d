import type { Reply } from './answer.ts';
import type { Highlight, PageChunk, Pointer } from './share.ts';

/**
 * The live lane of page sharing: its own namespace on its own connection, so that a picture never delays a message.
 * Same handshakes as the durable namespaces; opened only while a share is on. Everything here may be dropped.
 */
export interface LiveAsks {
  /** Both sides: takes part in a share. Refused unless granted and yours. */
  'share:join': (join: { shareId: string }, reply: Reply<void>) => void;
  /** Visitor only. Answered so that the sender can pace itself; a chunk without a grant is refused and counted. */
  'page:chunk': (chunk: PageChunk, reply: Reply<void>) => void;
  /** Agent only: this view cannot go on from what it has. */
  'picture:want': (want: { shareId: string }) => void;
  /** Either side's own pointer. */
  'pointer:move': (pointer: Pointer) => void;
  /** Agent only. */
  'highlight:set': (highlight: Highlight) => void;
}

export interface LiveTells {
  'page:chunked': (chunk: PageChunk) => void;
  /** Visitor only: begin a new stream. */
  'picture:wanted': (want: { shareId: string }) => void;
  /** The other side's pointer. */
  'pointer:moved': (pointer: Pointer) => void;
  'highlight:changed': (highlight: Highlight) => void;
  /** Cut by the server: the grant has ended. Nothing more will be passed on. */
  'share:cut': (cut: { shareId: string }) => void;
}
