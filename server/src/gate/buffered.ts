/** What we look at of an engine connection; its own types hide the socket underneath. */
interface Conn {
  writeBuffer?: { data?: unknown }[];
  transport?: { socket?: { bufferedAmount?: number; terminate?(): void } };
}

/** Bytes this screen has not taken yet: in the engine's queue and in the socket's own. */
export function bufferedBytes(conn: unknown): number {
  const { writeBuffer = [], transport } = conn as Conn;
  let bytes = transport?.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) {
    if (typeof data === 'string') bytes += data.length;
    else if (ArrayBuffer.isView(data)) bytes += data.byteLength;
  }
  return bytes;
}

/** Ends a connection that does not read any more: a polite close would wait behind what it does not read. */
export function terminate(conn: unknown): void {
  (conn as Conn).transport?.socket?.terminate?.();
}
