import WebSocket from 'ws';
import type { Way } from './load.ts';

const opened = (socket: WebSocket) =>
  new Promise<void>((done, failed) => {
    socket.once('open', done);
    socket.once('error', failed);
  });

/** Pairs on the bare relay: texts as JSON, or pieces of a picture as they are. */
export async function bareWays(
  port: number,
  pairs: number,
  make: { text: string } | { bytes: number },
): Promise<Way[]> {
  const ways: Way[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const kind = 'text' in make ? 'text' : 'picture';
    const dial = (side: string) =>
      new WebSocket(`ws://127.0.0.1:${port}/?pair=${kind}-${pair}&side=${side}`, { perMessageDeflate: false });
    const a = dial('a');
    const b = dial('b');
    await Promise.all([opened(a), opened(b)]);
    const answers = new Map<string, () => void>();
    a.on('message', (raw: Buffer) => {
      const id = String((JSON.parse(raw.toString()) as { id: string | number }).id);
      answers.get(id)?.();
      answers.delete(id);
    });
    let arrived = (_n: number) => {};
    b.on('message', (raw: Buffer, isBinary) =>
      arrived(isBinary ? raw.readUInt32LE(0) : Number((JSON.parse(raw.toString()) as { id: string }).id)),
    );
    ways.push({
      send(n, acknowledged) {
        answers.set(String(n), acknowledged);
        if ('text' in make) return a.send(JSON.stringify({ id: String(n), text: make.text }));
        const piece = Buffer.alloc(make.bytes, n);
        piece.writeUInt32LE(n, 0);
        a.send(piece);
      },
      onArrived(fn) {
        arrived = fn;
      },
    });
  }
  return ways;
}
