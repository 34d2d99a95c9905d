import WebSocket from 'ws';

/**
 * Speaks the protocol over a plain WebSocket, writing Socket.IO's packets by hand. So the measuring side pays about the
 * same for a message to Theke as for one to the bare relay, and what differs is the server.
 */
export interface Thin {
  /** Asks and waits for the value; throws the refusal. */
  must<T>(event: string, input: unknown): Promise<T>;
  /** Asks without a promise: `answered` is called with the raw answer. */
  ask(event: string, input: unknown, answered: (answer: string) => void): void;
  /** Like `ask`, with bytes in place of `{"_placeholder":true,"num":0}` in the JSON text given. */
  askBinary(event: string, json: string, bytes: Uint8Array, answered: (answer: string) => void): void;
  /** Hears every event as the JSON text of `[name, value]`; a binary one twice, with its bytes the second time. */
  heard: (text: string, bytes?: Buffer) => void;
  close(): void;
}

export interface ThinPowers {
  port: number;
  namespace: '/visitor' | '/agent' | '/live';
  auth: object;
  headers: Record<string, string>;
}

/** Connects and enters the namespace; rejects with the server's reason. */
export function connectThin({ port, namespace, auth, headers }: ThinPowers): Promise<Thin> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
    headers,
    perMessageDeflate: false,
  });
  const waiting = new Map<number, (answer: string) => void>();
  const event = `42${namespace},`;
  const binaryEvent = `451-${namespace},`;
  const answer = `43${namespace},`;
  let number = 0;
  let withBytes = '';

  const ask = (prefix: string, body: string, answered: (answer: string) => void) => {
    number += 1;
    waiting.set(number, answered);
    socket.send(`${prefix}${number}${body}`);
  };
  const thin: Thin = {
    must: <T>(name: string, input: unknown) =>
      new Promise<T>((done, failed) => {
        thin.ask(name, input, (text) => {
          const [given] = JSON.parse(text) as [{ ok: true; value: T } | { ok: false; refusal: unknown }];
          if (given.ok) done(given.value);
          else failed(new Error(`${name}: ${JSON.stringify(given.refusal)}`));
        });
      }),
    ask: (name, input, answered) => ask(event, JSON.stringify([name, input]), answered),
    askBinary(name, json, bytes, answered) {
      ask(binaryEvent, `["${name}",${json}]`, answered);
      socket.send(bytes);
    },
    heard: () => {},
    close: () => socket.terminate(),
  };
  const take = (text: string, entered: (refusal?: Error) => void) => {
    if (text === '2') socket.send('3');
    else if (text.startsWith(event)) thin.heard(text.slice(event.length));
    else if (text.startsWith(answer)) {
      const begin = text.indexOf('[');
      const key = Number(text.slice(answer.length, begin));
      waiting.get(key)?.(text.slice(begin));
      waiting.delete(key);
    } else if (text.startsWith(binaryEvent)) withBytes = text.slice(binaryEvent.length);
    else if (text.startsWith('0')) socket.send(`40${namespace},${JSON.stringify(auth)}`);
    else if (text.startsWith('40')) entered();
    else if (text.startsWith('44')) entered(new Error(text));
  };
  return new Promise((done, failed) => {
    socket.on('error', failed);
    socket.on('close', (code) => failed(new Error(`closed with ${code}`)));
    socket.on('message', (raw: Buffer, isBinary) => {
      if (isBinary) thin.heard(withBytes, raw);
      else take(raw.toString(), (refusal) => (refusal ? failed(refusal) : done(thin)));
    });
  });
}
