import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import express from 'express';

// "Some channel": any system of yours that has messages for the counter, such as a marketplace, a forum or a phone
// system. It speaks to Theke in both directions with one signed form, Standard Webhooks, and needs no library for it.

/** An answer an agent gave, as Theke delivers it. */
export interface Reply {
  type: 'message';
  /** The thread the customer wrote in, as we named it. */
  thread: string;
  to: { kind: string; value: string }[];
  text: string;
  mode: string;
}

/** What a customer wrote here. `from` is their name on this channel, unique and lasting. */
export interface Post {
  text: string;
  name: string;
  from: string;
  /** A `public` post is answered where everybody can read it; default `private`. */
  visibility?: 'private' | 'public';
  /** Posts of one thread come into one conversation; default: one thread for each person. */
  thread?: string;
  /** Where a public post can be read. */
  permalink?: string;
}

export interface SomeChannel {
  /** Takes Theke's answers at POST /reply. Listening is up to you. */
  app: express.Express;
  /** The answers so far, oldest first. A delivery that is repeated is kept once. */
  received: Reply[];
  /** Sends one post to Theke. 2xx: it waits in the queue; 401: the secret or our clock is wrong. */
  post(post: Post): Promise<{ status: number }>;
}

const toleranceSeconds = 5 * 60;

/** `secret` is the channel's, `whsec_…`; `inboundUrl` the address Theke gave the channel. */
export function createSomeChannel(options: { secret: string; inboundUrl: string | (() => string) }): SomeChannel {
  const key = Buffer.from(options.secret.replace(/^whsec_/, ''), 'base64');
  const seen = new Set<string>();
  const received: Reply[] = [];

  const app = express();
  // The signature is over the bytes as they came, so the body must not be parsed before it is checked.
  app.post('/reply', express.raw({ type: 'application/json', limit: '100kb' }), (request, response) => {
    const id = request.get('webhook-id') ?? '';
    const timestamp = request.get('webhook-timestamp') ?? '';
    const body: unknown = request.body;
    const isRight =
      Buffer.isBuffer(body) &&
      isFresh(timestamp) &&
      isSigned(request.get('webhook-signature') ?? '', id, timestamp, body);
    if (!isRight) return void response.status(401).json({ reason: 'signature' });
    if (!seen.has(id)) {
      seen.add(id);
      received.push(JSON.parse(body.toString('utf8')) as Reply);
    }
    response.json({ externalId: id });
  });

  function sign(id: string, timestamp: string, body: Buffer): string {
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
  }

  /** The header may carry several signatures, for a time when the secret changes; one right one is enough. */
  function isSigned(header: string, id: string, timestamp: string, body: Buffer): boolean {
    const right = Buffer.from(sign(id, timestamp, body));
    return header.split(' ').some((one) => {
      const given = Buffer.from(one);
      return given.length === right.length && timingSafeEqual(given, right);
    });
  }

  return {
    app,
    received,
    async post({ text, name, from, visibility = 'private', thread = `some:${from}`, permalink }) {
      const id = `some-${randomUUID()}`;
      const seconds = Math.floor(Date.now() / 1000);
      const body = Buffer.from(
        JSON.stringify({
          type: 'message',
          id,
          thread,
          visibility,
          from: [{ kind: 'ext.some', value: from }],
          name,
          text,
          at: seconds,
          ...(permalink ? { post: { id: thread, permalink } } : {}),
        }),
      );
      const url = typeof options.inboundUrl === 'string' ? options.inboundUrl : options.inboundUrl();
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(seconds),
          'webhook-signature': sign(id, String(seconds), body),
        },
        body,
      });
      await answer.body?.cancel();
      return { status: answer.status };
    },
  };
}

function isFresh(timestamp: string): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(Date.now() / 1000 - Number(timestamp)) <= toleranceSeconds;
}

// Run by hand: posts what stands on the command line and prints each answer. See README.md.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const secret = process.env.SOME_CHANNEL_SECRET;
  if (!secret) {
    console.error('Set SOME_CHANNEL_SECRET to the channel secret that `npm start` prints (whsec_…).');
    process.exit(1);
  }
  const base = process.env.THEKE_PUBLIC_URL ?? 'http://localhost:4800';
  const channel = createSomeChannel({ secret, inboundUrl: `${base}/api/v1/channels/demo-channel/webhook` });
  const text = process.argv.slice(2).join(' ') || 'My parka leaks after two weeks. Disappointed.';
  channel.app.listen(4802, '127.0.0.1', async () => {
    const { status } = await channel.post({ text, name: 'Erika', from: 'erika77', visibility: 'public' });
    if (status >= 300) {
      console.error(`Theke answered ${status}. With 401, compare SOME_CHANNEL_SECRET with what \`npm start\` printed.`);
      process.exit(1);
    }
    console.log(`Posted: ${text}\nIt waits in the console's queue. Answers appear here; Ctrl-C ends.`);
    let told = 0;
    setInterval(() => {
      for (const reply of channel.received.slice(told)) console.log(`Answer in ${reply.thread}: ${reply.text}`);
      told = channel.received.length;
    }, 500);
  });
}
