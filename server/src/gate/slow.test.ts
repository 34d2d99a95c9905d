import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer, testOrigin } from '../testing/server.ts';

/** A visitor that speaks just enough of the protocol to get in, and then can stop reading like a sleeping laptop. */
async function connectRaw(url: string, visitor: { visitorId: string; visitorToken: string }) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    origin: testOrigin,
  });
  await new Promise<void>((done) => {
    socket.on('message', (message: Buffer) => {
      const text = message.toString();
      const auth = {
        protocol: 1,
        site: 'demo',
        tabId: 'raw',
        visitorId: visitor.visitorId,
        visitorToken: visitor.visitorToken,
      };
      if (text.startsWith('0')) socket.send(`40/visitor,${JSON.stringify(auth)}`);
      if (text.startsWith('40/visitor')) done();
    });
  });
  return socket;
}

it('[RE21] a screen that stopped reading is closed within seconds and keeps at most two megabytes waiting; nobody else notices', async () => {
  const test = await startTestServer();
  const first = await test.visitor();
  first.close();
  const bystander = await test.visitor();
  const raw = await connectRaw(test.url, first);
  raw.pause();
  const { tell } = test.server.powers;
  const text = 'x'.repeat(8_000);
  const conversation = {
    conversationId: text,
    status: 'waiting' as const,
    headSeq: 0,
    readByAgentSeq: 0,
    readByVisitorSeq: 0,
  };
  const flood = setInterval(() => {
    for (let n = 0; n < 40; n++) tell.visitor(first.visitorId)('conversation:changed', conversation);
  }, 50);
  await expect.poll(() => test.server.metrics.value('sockets_stuck'), { timeout: 15_000, interval: 100 }).toBe(1);
  clearInterval(flood);
  await bystander.must('line:alive');
  raw.terminate();
  await test.close();
});
