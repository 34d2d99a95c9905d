import { constants, deflateRawSync } from 'node:zlib';
import type { Entry } from '@theke/protocol';
import type { Way } from './load.ts';
import { type BenchVisitor, comeIn, converse, openDesk, shareView } from './people.ts';
import type { BenchServer } from './server.ts';
import type { Thin } from './thin.ts';

/** A visitor in conversation with an agent. */
export interface Pair {
  visitor: BenchVisitor;
  desk: Thin;
  cookie: string;
  conversationId: string;
}

/** Agents at their desks; visitors are spread over them. */
export async function openPairs(server: BenchServer, pairs: number): Promise<Pair[]> {
  const desks: Thin[] = [];
  for (const cookie of server.cookies) desks.push(await openDesk(server, cookie));
  const made: Pair[] = [];
  for (let index = 0; index < pairs; index++) {
    const at = index % desks.length;
    const visitor = await comeIn(server);
    const desk = desks[at]!;
    made.push({ visitor, desk, cookie: server.cookies[at]!, conversationId: await converse(visitor, desk) });
  }
  return made;
}

/** The durable lane: committed, then acknowledged, then told to the agent's desk. */
export function durableWays(pairs: readonly Pair[], text: string): Way[] {
  const heard = new Map<string, (clientId: string) => void>();
  for (const desk of new Set(pairs.map((pair) => pair.desk))) {
    desk.heard = (told) => {
      if (!told.startsWith('["entry:added"')) return;
      const [, { entry }] = JSON.parse(told) as [string, { entry: Entry }];
      if (entry.clientId) heard.get(entry.conversationId)?.(entry.clientId);
    };
  }
  return pairs.map(({ visitor, conversationId }) => {
    let round = 0;
    return {
      send(n, acknowledged) {
        const draft = { conversationId, clientId: `msg_bench-${round}-${n}`, text };
        visitor.line.ask('message:send', draft, () => acknowledged());
      },
      onArrived(fn) {
        // Ids never come back: the same id again would be no new message.
        round += 1;
        heard.set(conversationId, (clientId) => fn(Number(clientId.split('-')[2])));
      },
    };
  });
}

const stored = { level: 0, finishFlush: constants.Z_SYNC_FLUSH };
/** What storing adds. */
const storedBytes = deflateRawSync(Buffer.alloc(1), stored).length - 1;

/** The live lane: pieces of a picture, in a share that the visitor has allowed. */
export async function liveWays(server: BenchServer, pairs: readonly Pair[], bytes: number): Promise<Way[]> {
  const ways: Way[] = [];
  for (const pair of pairs) {
    const { shareId, from, to } = await shareView(server, pair);
    let stream = 0;
    ways.push({
      send(n, acknowledged) {
        const chunk = { shareId, stream, seq: n, bytes: { _placeholder: true, num: 0 } };
        // As it comes from a browser: one deflate context, flushed to the byte. Letters alone, stored: the size is what counts.
        const piece = deflateRawSync(Buffer.alloc(bytes - storedBytes, 97 + (n % 26)), stored);
        from.askBinary('page:chunk', JSON.stringify(chunk), piece, () => acknowledged());
      },
      onArrived(fn) {
        stream += 1;
        to.heard = (told, piece) => {
          if (piece) fn((JSON.parse(told) as [string, { seq: number }])[1].seq);
        };
      },
    });
  }
  return ways;
}
