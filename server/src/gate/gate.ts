import type { Log } from '@theke/kit';
import { type Answer, no, type RefusalCode, type Reply } from '@theke/protocol';
import type { Actor, Counters, Handler, Pace } from '../powers.ts';
import { type Bucket, createBucket } from './bucket.ts';
import { readInput, type Schemas, splitArguments, unanswered } from './read.ts';

/** What a matter did not pace itself. */
const usualPace: Pace = { perSecond: 10, burst: 40 };
/** All events of one socket together, refused ones too. A share sends about 60 a second. */
const floodPace: Pace = { perSecond: 250, burst: 750 };
const retryMs = 2_000;

export type AnyHandler = Handler<Actor, unknown, unknown>;

/** One socket as the gate sees it. */
export interface Peer {
  actor: Actor;
  /** Called at most once a flood is noticed; whoever composes us decides when it is enough. */
  flooded(): void;
}

export interface Gate {
  /** Gives the function that takes every event of one socket. It never throws and never rejects. */
  admit(
    lane: { schemas: Schemas; handlers: ReadonlyMap<string, AnyHandler> },
    peer: Peer,
  ): (...args: unknown[]) => void;
  /** Handlers that are running: a drain waits for them. */
  readonly running: number;
}

/**
 * The one door every event passes: schema → who → pace → run → typed reply.
 * Knows no sockets and no matters. A handler that throws is `unavailable` for its caller and harms nobody else.
 */
export function createGate(powers: { counters: Counters; log: Log; elapsed(): number; paceFactor: number }): Gate {
  const { counters, log, elapsed, paceFactor } = powers;
  let running = 0;
  const bucket = (pace: Pace) =>
    createBucket({ perSecond: pace.perSecond * paceFactor, burst: pace.burst * paceFactor }, elapsed);

  return {
    get running() {
      return running;
    },
    admit({ schemas, handlers }, peer) {
      const buckets = new Map<string, Bucket>();
      const flood = bucket(floodPace);
      let line: Promise<void> = Promise.resolve();

      async function answer(event: string, handler: AnyHandler, input: unknown): Promise<Answer<unknown>> {
        const may = (await handler.may?.(peer.actor, input)) ?? null;
        if (may && !may.ok) return may;
        const own = buckets.get(event) ?? bucket(handler.pace ?? usualPace);
        buckets.set(event, own);
        const waitMs = own.take();
        if (waitMs > 0) return no('tooOften', { retryInMs: waitMs });
        return await handler.run(peer.actor, input);
      }

      async function run(event: string, handler: AnyHandler, input: unknown, reply: Reply<unknown>) {
        running += 1;
        const beganMs = elapsed();
        try {
          reply(await answer(event, handler, input));
        } catch (error) {
          // Storage and bugs alike: nothing was kept, and the client asks again with the same id.
          log.error('an event failed', { event, error: error instanceof Error ? error.message : String(error) });
          counters.count('errors', { event });
          reply(no('unavailable', { retryInMs: retryMs }));
        } finally {
          running -= 1;
          counters.count('event_ms', { event }, elapsed() - beganMs);
        }
      }

      return (...args) => {
        const [event, ...rest] = args;
        const { values, reply } = splitArguments(rest);
        const schema = typeof event === 'string' && Object.hasOwn(schemas, event) ? schemas[event] : undefined;
        // A stranger's words never become a label: that would grow without bound.
        const name = schema ? String(event) : 'unknown';
        const send: Reply<unknown> = (given) => {
          if (!given.ok) counters.refused(name, given.refusal.code);
          reply?.(given);
        };
        const refuse = (code: RefusalCode, more?: { detail?: string; retryInMs?: number }) => send(no(code, more));

        const waitMs = flood.take();
        if (waitMs > 0) {
          peer.flooded();
          return refuse('tooOften', { retryInMs: waitMs });
        }
        if (!schema) return refuse('notOffered', { detail: 'no such event' });
        const handler = handlers.get(name);
        if (!handler) return refuse('notOffered');
        if (!reply && !unanswered.has(name)) return refuse('malformed', { detail: 'no acknowledgement' });
        const input = readInput(schema, values, name);
        if (!input.ok) return send(input);
        counters.count('events', { event: name });
        if (!handler.inOrder) return void run(name, handler, input.value, send);
        line = line.then(() => run(name, handler, input.value, send));
      };
    },
  };
}
