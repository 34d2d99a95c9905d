import { type Answer, limits, namespaces, no, yes } from '@theke/protocol';
import { visitorExplanation } from '@theke/protocol/schema';
import type { Server } from 'socket.io';
import * as v from 'valibot';
import type { Counters, VisitorQuestion, VisitorQuestions } from '../powers.ts';
import { weigh } from './weigh.ts';

/** A rule is eight conditions deep; each is an object in a list. */
const depth = 24;

/** A page may also say no: to a rule it does not have, or to all of this. */
const refusal = v.strictObject({
  ok: v.literal(false),
  refusal: v.object({ code: v.picklist(['notFound', 'notOffered']) }),
});
const replies = {
  'rule:explained': v.union([v.strictObject({ ok: v.literal(true), value: visitorExplanation }), refusal]),
} satisfies { [K in keyof VisitorQuestions]: v.GenericSchema };

/** Checks what a page answered as strictly as what pages ask. */
function read<K extends keyof VisitorQuestions>(event: K, raw: unknown): Answer<VisitorQuestions[K]['answer']> {
  if (weigh(raw, limits.explanationChars, depth) !== 'fine') return no('malformed');
  const parsed = v.safeParse(replies[event], raw, { abortEarly: true });
  if (!parsed.success) return no('malformed');
  if (parsed.output.ok) return yes(parsed.output.value);
  const { code } = parsed.output.refusal;
  return code === 'notFound' ? no(code, { detail: 'ruleId' }) : no(code);
}

/** Asks pages of visitors on the durable lane, one socket at a time. */
export function createVisitorQuestion({ io, counters }: { io: Server; counters: Counters }): VisitorQuestion {
  const visitors = io.of(namespaces.visitor);
  return (socketId, event, value, withinMs) => {
    const socket = visitors.sockets.get(socketId);
    if (!socket) return Promise.resolve(no('gone'));
    return new Promise((done) => {
      // Nobody waits out the time for a page that is gone.
      const gone = () => done(no('gone'));
      socket.once('disconnect', gone);
      socket.timeout(withinMs).emit(event, value, (error: unknown, raw: unknown) => {
        socket.off('disconnect', gone);
        if (error) return done(no('timeout'));
        const answer = read(event, raw);
        if (!answer.ok && answer.refusal.code === 'malformed') counters.refused(event, 'malformed');
        done(answer);
      });
    });
  };
}
