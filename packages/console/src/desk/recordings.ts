import type { Clock } from '@theke/kit';
import type { Line } from '@theke/line';
import type { AgentAsks, AgentTells, PageChunk, Recording } from '@theke/protocol';
import { type ReadonlySignal, signal } from './signals.ts';
import type { Playback, ViewDoor } from './viewDoor.ts';

/** One piece of a recorded stream, as the server keeps it. */
export interface RecordedPart {
  n: number;
  atMs: number;
  stream: number;
  seq: number;
  base64: string;
}

/** Reads the pieces from number `from` on, some at a time; none: the end. Null: they cannot be had. */
export type ReadParts = (recordingId: string, from: number) => Promise<RecordedPart[] | null>;

/** Recorded shares of a conversation, and the one being played. */
export interface Recordings {
  readonly playing: ReadonlySignal<Recording | null>;
  readonly playback: ReadonlySignal<Playback | null>;
  /** The recording could not be read to its end. */
  readonly broken: ReadonlySignal<boolean>;
  list(conversationId: string): Promise<Recording[]>;
  open(recording: Recording): void;
  close(): void;
  /** Plays the open one inside `mount`; the undo takes it away. */
  attach(mount: HTMLElement, words: { title: string; frame: string }): () => void;
}

/** Bytes of a base64 text; null when it is none. */
export function readBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

/** Makes {@link Recordings}. Only what is being looked at is fetched; nothing of it is kept. */
export function createRecordings(powers: {
  line: Line<AgentAsks, AgentTells>;
  readParts: ReadParts;
  playRecording: ViewDoor['playRecording'];
  assetUrl: (shareId: string, url: string) => string | null;
  clock: Clock;
}): Recordings {
  const playing = signal<Recording | null>(null);
  const playback = signal<Playback | null>(null);
  const broken = signal(false);

  async function* partsOf(recording: Recording, isOver: () => boolean) {
    for (let from = 0; !isOver(); ) {
      const parts = await powers.readParts(recording.recordingId, from);
      if (isOver()) return;
      if (!parts) {
        broken.value = true;
        return;
      }
      if (parts.length === 0) return;
      for (const part of parts) {
        const bytes = readBase64(part.base64);
        if (!bytes) continue;
        const { stream, seq } = part;
        const chunk: PageChunk = { shareId: recording.shareId, stream, seq, bytes };
        yield { atMs: part.atMs, chunk };
      }
      const last = parts.at(-1)?.n ?? from;
      // A server that gives the same pieces again would keep us here for ever.
      if (last < from) return;
      from = last + 1;
    }
  }

  return {
    playing,
    playback,
    broken,
    async list(conversationId) {
      const answer = await powers.line.ask('recording:list', { conversationId });
      return answer.ok ? answer.value : [];
    },
    open(recording) {
      broken.value = false;
      playing.value = recording;
    },
    close() {
      playing.value = null;
    },
    attach(mount, words) {
      const recording = playing.peek();
      if (!recording) return () => {};
      let over = false;
      const mine = powers.playRecording({
        mount,
        frameTitle: words.title,
        frameLabel: words.frame,
        clock: powers.clock,
        assetUrl: (url) => powers.assetUrl(recording.shareId, url),
        parts: partsOf(recording, () => over),
      });
      playback.value = mine;
      return () => {
        over = true;
        mine.close();
        if (playback.peek() === mine) playback.value = null;
      };
    },
  };
}

/** Reads parts over HTTP: one JSON object a line. Never rejects. */
export function createReadParts(server: string, fetchIt: typeof fetch): ReadParts {
  return async (recordingId, from) => {
    try {
      const answer = await fetchIt(
        `${server}/api/v1/recordings/${encodeURIComponent(recordingId)}/parts?from=${from}`,
        { credentials: 'include', cache: 'no-store', headers: { 'x-theke': '1' } },
      );
      if (!answer.ok) return null;
      const lines = (await answer.text()).split('\n').filter((line) => line.trim() !== '');
      return lines.map((line) => JSON.parse(line) as RecordedPart);
    } catch {
      return null;
    }
  };
}
