import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves one page and the recorders' scripts, and counts what a tracker sends to its ingest address. */
export interface Counter {
  url: string;
  /** Bytes posted to `/ingest` since the start. */
  readonly bytes: number;
  page(html: string): void;
  script(name: string, code: string): void;
  close(): void;
}

/** The tracker's server as far as it needs one to begin and go on sending. */
const started = (timestamp: number) => ({
  token: 'bench',
  userUUID: 'bench',
  projectID: '1',
  sessionID: '1',
  beaconSizeLimit: 1_000_000,
  compressionThreshold: 24_000,
  timestamp,
  delay: 0,
  startTimestamp: timestamp,
  features: {},
  canvasEnabled: false,
});

export async function openCounter(): Promise<Counter> {
  let html = '';
  let bytes = 0;
  const scripts = new Map<string, string>();
  const server: Server = createServer((req, res) => {
    const path = (req.url ?? '').split('?')[0]!;
    const code = scripts.get(path.slice(1));
    if (code !== undefined) return void res.writeHead(200, { 'content-type': 'text/javascript' }).end(code);
    if (!path.startsWith('/ingest')) return void res.writeHead(200, { 'content-type': 'text/html' }).end(html);
    let size = 0;
    req.on('data', (piece: Buffer) => {
      size += piece.length;
    });
    req.on('end', () => {
      const isStart = path.endsWith('/start');
      if (!isStart) bytes += size;
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end(isStart ? JSON.stringify(started(Date.now())) : '{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get bytes() {
      return bytes;
    },
    page(next) {
      html = next;
    },
    script: (name, code) => void scripts.set(name, code),
    close: () => void server.close().closeAllConnections(),
  };
}
