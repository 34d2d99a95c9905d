import { createId } from '@theke/kit';
import { protocolVersion, type Share, type VisitorWelcome } from '@theke/protocol';
import type { BenchServer } from './server.ts';
import { connectThin, type Thin } from './thin.ts';

/** A visitor's durable line after its first word. */
export interface BenchVisitor {
  line: Thin;
  auth: object;
}

/** Comes to the shop: a new visitor, connected and greeted, as every open widget is. */
export async function comeIn(server: BenchServer): Promise<BenchVisitor> {
  const tab = { protocol: protocolVersion, site: server.site, tabId: createId('tab') };
  const line = await connectThin({
    port: server.port,
    namespace: '/visitor',
    auth: tab,
    headers: { origin: server.origin },
  });
  const { visitor } = await line.must<VisitorWelcome>('visit:hello', {
    locale: 'en',
    page: { url: `${server.origin}/product/raincoat` },
    afterSeq: 0,
  });
  return { line, auth: { ...tab, ...visitor } };
}

/** Signs an agent's desk in. */
export async function openDesk(server: BenchServer, cookie: string): Promise<Thin> {
  const desk = await connectThin({ port: server.port, namespace: '/agent', auth: {}, headers: { cookie } });
  await desk.must('desk:hello', { locale: 'en' });
  await desk.must('agent:available', { on: true });
  return desk;
}

/** A conversation between the two; gives its id. */
export async function converse(visitor: BenchVisitor, desk: Thin): Promise<string> {
  const conversationId = createId('cnv');
  await visitor.line.must('conversation:start', { conversationId, via: 'launcher' });
  await desk.must('conversation:accept', { conversationId });
  return conversationId;
}

/** A share that is on, both sides on the live lane. */
export async function shareView(
  server: BenchServer,
  who: { visitor: BenchVisitor; desk: Thin; cookie: string; conversationId: string },
): Promise<{ shareId: string; from: Thin; to: Thin }> {
  const { shareId } = await who.desk.must<Share>('share:ask', { conversationId: who.conversationId });
  await who.visitor.line.must('share:answer', { shareId, allow: true });
  const live = { port: server.port, namespace: '/live' as const };
  const from = await connectThin({ ...live, auth: who.visitor.auth, headers: { origin: server.origin } });
  const to = await connectThin({ ...live, auth: { role: 'agent' }, headers: { cookie: who.cookie } });
  await from.must('share:join', { shareId });
  await to.must('share:join', { shareId });
  return { shareId, from, to };
}
