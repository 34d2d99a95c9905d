import { constants, createInflateRaw, type InflateRaw, inflateRawSync } from 'node:zlib';

/** What is unfolded away from the loop comes in pieces of this size, so that nobody else waits long. */
const pieceBytes = 32 * 1024;
/** A chunk so small is unfolded at once: a thread would cost more, and would be waited for. */
const smallBytes = 8 * 1024;
const smallUnfolded = 128 * 1024;
/** How far back deflate refers. */
const windowBytes = 32 * 1024;

/** Unpacks one deflate context, chunk by chunk. */
export interface Unfolder {
  /**
   * Gives what these bytes unfold to, in pieces; `whole`: it is all of it. False: no deflate stream, or too much; it is of no
   * use any more.
   */
  unfold(bytes: Uint8Array, onPiece: (text: string, whole: boolean) => void): Promise<boolean> | boolean;
  close(): void;
}

/** Chunks end on a byte, behind an empty block; the pieces of one that was too large for a chunk do not, but for the last. */
const isComplete = (bytes: Uint8Array) => {
  const at = bytes.length - 4;
  return at > 0 && bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 255 && bytes[at + 3] === 255;
};

/** Makes an {@link Unfolder}; a few bytes can be made to unfold into gigabytes, so `maxBytes` bounds one call. */
export function createUnfolder(maxBytes: number): Unfolder {
  const decoder = new TextDecoder();
  const before = createWindow();
  /** Only while a chunk comes in several pieces, or is large. */
  let running: ReturnType<typeof createRun> | null = null;
  let bad = false;

  const dictionary = () => (before.last.length > 0 ? { dictionary: before.last } : {});

  /** Null: more than a small chunk unfolds to. */
  function atOnce(bytes: Uint8Array): Buffer | 'bad' | null {
    try {
      const { buffer, engine } = inflateRawSync(bytes, {
        ...dictionary(),
        finishFlush: constants.Z_SYNC_FLUSH,
        maxOutputLength: smallUnfolded,
        info: true,
      }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
      // A stream that says it is at its end is none of ours: ours never end.
      return engine.bytesWritten === bytes.length ? buffer : 'bad';
    } catch (error) {
      return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? null : 'bad';
    }
  }

  return {
    unfold(bytes, onPiece) {
      if (bad) return false;
      const complete = isComplete(bytes);
      if (!running && complete && bytes.length <= smallBytes) {
        const found = atOnce(bytes);
        if (found === 'bad') {
          bad = true;
          return false;
        }
        if (found) {
          before.add(found);
          onPiece(decoder.decode(found, { stream: true }), true);
          return true;
        }
      }
      const run = running ?? createRun(createInflateRaw({ ...dictionary(), chunkSize: pieceBytes }));
      running = run;
      let left = maxBytes;
      return run
        .write(bytes, (piece) => {
          left -= piece.length;
          if (left < 0) return false;
          before.add(piece);
          onPiece(decoder.decode(piece, { stream: true }), false);
          return true;
        })
        .then((fine) => {
          bad ||= !fine;
          if (complete || bad) {
            run.close();
            running = null;
          }
          return !bad;
        });
    },
    close() {
      bad = true;
      running?.close();
      running = null;
    },
  };
}

/** The end of what was unfolded so far. Written over and over: a chunk of a few bytes must not cost one of 32 kB. */
function createWindow() {
  const kept = Buffer.alloc(2 * windowBytes);
  let end = 0;
  return {
    get last() {
      return kept.subarray(Math.max(0, end - windowBytes), end);
    },
    add(piece: Buffer) {
      const part = piece.subarray(-windowBytes);
      if (end + part.length > kept.length) {
        kept.copyWithin(0, end - windowBytes, end);
        end = windowBytes;
      }
      end += part.copy(kept, end);
    },
  };
}

/** One inflating stream, away from the loop. */
function createRun(inflate: InflateRaw) {
  let over = false;
  let take: (piece: Buffer) => boolean = () => true;
  let settle: (fine: boolean) => void = () => {};
  function close() {
    over = true;
    settle(false);
    inflate.destroy();
  }
  inflate.on('data', (piece: Buffer) => {
    if (!over && !take(piece)) close();
  });
  inflate.on('end', close);
  inflate.on('error', close);

  return {
    close,
    write(bytes: Uint8Array, onPiece: (piece: Buffer) => boolean): Promise<boolean> {
      if (over) return Promise.resolve(false);
      take = onPiece;
      return new Promise((done) => {
        settle = done;
        inflate.write(bytes, () => {
          // What was given to us while we were not reading is told in the next turn.
          if (inflate.readableLength > 0) setImmediate(() => done(!over));
          else done(!over);
        });
      });
    },
  };
}
