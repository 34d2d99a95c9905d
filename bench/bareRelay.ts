import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

// What one would write instead, and the physical limit to measure against: a WebSocket relay that keeps nothing, checks
// nothing and forgets everything. One side of a pair sends, it is acknowledged, the other side gets it.

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
const pairs = new Map<string, { a?: WebSocket; b?: WebSocket }>();

server.on('connection', (socket, request) => {
  const at = new URL(request.url ?? '/', 'http://relay');
  const name = at.searchParams.get('pair') ?? '';
  const pair = pairs.get(name) ?? {};
  pairs.set(name, pair);
  if (at.searchParams.get('side') === 'b') {
    pair.b = socket;
    return;
  }
  pair.a = socket;
  socket.on('message', (raw: Buffer, isBinary) => {
    if (isBinary) {
      // A picture's piece: its first four bytes are its number.
      socket.send(JSON.stringify({ id: raw.readUInt32LE(0) }));
      pair.b?.send(raw);
      return;
    }
    const { id, text } = JSON.parse(raw.toString()) as { id: string; text: string };
    socket.send(JSON.stringify({ id }));
    pair.b?.send(JSON.stringify({ id, text }));
  });
});

server.on('listening', () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })));
process.on('SIGTERM', () => process.exit(0));
