import type { Clock } from '@theke/kit';
import type { Answer, PageChunk, RefusalCode } from '@theke/protocol';

export interface StreamPowers {
  shareId: string;
  firstStream: number;
  send: (chunk: PageChunk) => Promise<Answer<void>>;
  bufferedBytes: () => number;
  clock: Clock;
  /**
   * Writes down what is to be told now. False: there is more, after the page had its turn. Only called when the line takes it at
   * once: nothing waits but the page itself.
   */
  fill(write: (text: string) => void): boolean;
  /** Does it in a task of its own. */
  later(then: () => void): void;
  /** Everything written so far has gone into chunks up to this one. */
  onShipped(last: { stream: number; seq: number }): void;
  /** The stream broke and the line is free again: begin a new one with a whole picture. */
  onRoom(): void;
  /** The other side will take nothing more. */
  onRefused(code: RefusalCode): void;
  maxChunkBytes?: number;
  /** Packed; a larger picture is not sent. */
  maxPictureBytes?: number;
  /** The page is more than can be sent. */
  onTooHeavy(): void;
}

/** A stream in the making. Nobody else sees anything of it before it is sent. */
export interface Draft {
  write(text: string): void;
  /** Takes the place of the stream so far. */
  send(): void;
  /** Sent to these viewers alone; everybody goes on in a third stream that continues both. */
  sendOnly(viewers: readonly string[]): void;
}

/** Numbers and packs what is told. Sends nothing before the first draft is sent. */
export interface Stream {
  draft(): Draft;
  /** There is something to tell: asks for it as soon as pace and line allow. */
  wake(): void;
  /** Nothing more of the stream so far. */
  drop(): void;
  stop(): void;
  /** A whole picture has been sent and nothing after it is missing. */
  readonly isWhole: boolean;
  readonly stats: { stream: number; chunks: number; bytes: number; events: number; dropped: number };
}
