import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line to `port` on which everything takes `oneWayMs` longer, in both directions; order is kept. */
export async function openSlowLine(port: number, oneWayMs: number): Promise<{ port: number; close(): void }> {
  const open = new Set<Socket>();
  const pass = (from: Socket, to: Socket) => {
    from.on('data', (bytes) => {
      setTimeout(() => to.writable && to.write(bytes), oneWayMs);
    });
    from.on('end', () => {
      setTimeout(() => to.end(), oneWayMs);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      open.delete(from);
      setTimeout(() => to.destroy(), oneWayMs);
    });
  };
  const server: Server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    open.add(near).add(far);
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
