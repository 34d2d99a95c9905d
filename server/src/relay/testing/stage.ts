import type { ActingCapability, ActOutcome, ActTry, Answer, PageChunk, Share, TargetFacts } from '@theke/protocol';
import type { AgentActor, VisitorActor } from '../../powers.ts';
import { createPages } from '../../testing/pages.ts';
import { createRelay, type Relay } from '../index.ts';
import { anna, openBench, vera } from './bench.ts';

/** What stands where an act aims: a harmless button. */
export const aButton: TargetFacts = {
  tag: 'button',
  kind: 'button',
  secret: false,
  blocked: false,
  denied: false,
  ours: false,
  disabled: false,
  submits: false,
  form: 'none',
  says: [],
  leads: 'nowhere',
  label: 'button',
};

export const must = <T>(answer: Answer<T>): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.refusal));
  return answer.value;
};

/** A bench with the relay on it, and its events by what people do. */
export async function openStage() {
  const bench = await openBench();
  let relay: Relay = createRelay(bench.powers);
  let acts = 0;
  type Who = VisitorActor | AgentActor;

  const stage = {
    bench,
    get relay() {
      return relay;
    },
    ask: (conversationId: string, who: AgentActor = anna()) => relay.agent!['share:ask']!.run(who, { conversationId }),
    allow: (shareId: string, allow = true, who = vera()) =>
      relay.visitor!['share:answer']!.run(who, { shareId, allow }),
    join: (shareId: string, who: Who) => relay.live!['share:join']!.run(who, { shareId }),
    send: (chunk: PageChunk, who: VisitorActor = vera()) => relay.live!['page:chunk']!.run(who, chunk),
    askFor: (shareId: string, capability: ActingCapability, who: AgentActor = anna()) =>
      relay.agent!['grant:ask']!.run(who, { shareId, capability }),
    answerTo: (shareId: string, capability: ActingCapability, allow = true, agentId = 'anna', who = vera()) =>
      relay.visitor!['grant:answer']!.run(who, { shareId, capability, agentId, allow }),
    withdraw: (shareId: string, capability: ActingCapability, who = vera()) =>
      relay.visitor!['grant:withdraw']!.run(who, { shareId, capability }),
    watch: (conversationId: string, who: AgentActor) => relay.agent!['share:watch']!.run(who, { conversationId }),
    pause: (shareId: string, paused: boolean, who = vera()) =>
      relay.visitor!['share:pause']!.run(who, { shareId, paused }),
    /** Asked and allowed at once. */
    async grant(shareId: string, capability: ActingCapability, who: AgentActor = anna()): Promise<Share> {
      await stage.askFor(shareId, capability, who);
      return must(await stage.answerTo(shareId, capability, true, who.agentId));
    },
    async act(shareId: string, act: ActTry['act'], who: Who = anna()): Promise<Answer<ActOutcome>> {
      const wish = { shareId, actId: `act_${acts++}`, act, seen: { stream: 1, seq: 0 } };
      return relay.live!['act:try']!.run(who, wish);
    },
    /** A share that is on, with both sides joined. */
    async sharing() {
      const conversation = await bench.active();
      const { shareId } = must(await stage.ask(conversation.id));
      await stage.allow(shareId);
      await stage.join(shareId, vera());
      await stage.join(shareId, anna());
      bench.told.length = 0;
      return { conversation, shareId, pages: createPages(shareId) };
    },
    async share(conversationId: string): Promise<Share> {
      const share = await relay.shareOf(conversationId);
      if (!share) throw new Error('no share');
      return share;
    },
    /** Another process, on the same database. Nobody is connected any more. */
    async restart() {
      await relay.stop?.();
      bench.rooms.clear();
      relay = createRelay(bench.powers);
      await relay.start?.();
    },
    /** What was told to one ear, without taking it away. */
    bodies: <T>(to: string, event: string): T[] =>
      bench.told.filter((one) => one.to === to && one.event === event).map((one) => one.body as T),
    async close() {
      await relay.stop?.();
      await bench.close();
    },
  };
  return stage;
}

export type Stage = Awaited<ReturnType<typeof openStage>>;
