import { rmSync } from 'node:fs';
import { createId } from '@theke/kit';
import type { Entry } from '@theke/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../store/open.ts';
import type { AgentClient } from '../testing/clients.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let test: TestServer;
let agent: AgentClient;
beforeAll(async () => {
  test = await startTestServer({ config: { paceFactor: 100 } });
  agent = await test.agent('anna@demo.shop', { skills: ['sales'] });
});
afterAll(() => test.close());

const texts = (entries: readonly Entry[]) =>
  entries.flatMap((one) => (one.body.type === 'text' ? [one.body.text] : []));
const seqs = (entries: readonly Entry[]) => entries.map((one) => one.seq);

describe('starting', () => {
  it('[SE96] one visitor has ten open conversations at most, and may begin again when one has ended', async () => {
    const visitor = await test.visitor();
    const other = await test.visitor();
    const begun: string[] = [];
    for (let n = 0; n < 10; n++) begun.push(await visitor.start());
    const start = { conversationId: createId('cnv'), via: 'api' as const };
    expect(await visitor.ask('conversation:start', start)).toMatchObject({ refusal: { code: 'tooOften' } });
    expect(await visitor.ask('conversation:start', { ...start, conversationId: begun[0]! })).toMatchObject({
      ok: true,
    });
    await other.start();
    await visitor.must('conversation:end', { conversationId: begun[0]! });
    expect(await visitor.ask('conversation:start', start)).toMatchObject({ ok: true });
    for (const conversationId of begun) await visitor.must('conversation:end', { conversationId });
    visitor.close();
  });

  it('[CH1] started twice with the same id it is one conversation, even at the same moment', async () => {
    const visitor = await test.visitor();
    const conversationId = createId('cnv');
    const start = { conversationId, via: 'launcher' as const };
    const [first, second] = await Promise.all([
      visitor.must('conversation:start', start),
      visitor.must('conversation:start', start),
    ]);
    const third = await visitor.must('conversation:start', start);
    expect([first.conversationId, second.conversationId, third.conversationId]).toEqual([
      conversationId,
      conversationId,
      conversationId,
    ]);
    const page = await visitor.must('conversation:resume', { conversationId, afterSeq: 0 });
    expect(page.entries.map((one) => one.body)).toEqual([
      { type: 'event', event: { type: 'started', via: 'launcher' } },
    ]);
  });

  it('[CH2] a made-up invitation gives the ordinary queue', async () => {
    const visitor = await test.visitor();
    const conversationId = createId('cnv');
    await visitor.must('conversation:start', { conversationId, via: 'invitation', invitationToken: 'made-up' });
    const seen = await agent.until('conversation:changed', (one) => one.conversationId === conversationId);
    expect(seen).toMatchObject({ via: 'launcher', status: 'waiting' });
  });
});

describe('sending', () => {
  it('[RE5] the same message again is the same receipt; the same id with another text is a conflict and changes nothing', async () => {
    const visitor = await test.visitor();
    const conversationId = await visitor.start();
    const first = await visitor.say(conversationId, 'one', 'id1');
    expect(await visitor.say(conversationId, 'one', 'id1')).toEqual(first);
    expect(await visitor.ask('message:send', { conversationId, clientId: 'id1', text: 'two' })).toMatchObject({
      refusal: { code: 'conflict' },
    });
    const page = await visitor.must('conversation:resume', { conversationId, afterSeq: 0 });
    expect(texts(page.entries)).toEqual(['one']);
    expect(visitor.told('entry:added').filter((one) => one.entry.clientId === 'id1')).toHaveLength(1);
  });

  it('[RE5] two people may use the same client id in one conversation', async () => {
    const visitor = await test.visitor();
    const conversationId = await visitor.start();
    await agent.must('conversation:accept', { conversationId });
    await visitor.say(conversationId, 'from the visitor', 'same');
    await agent.say(conversationId, 'from the agent', 'same');
    const page = await visitor.must('conversation:resume', { conversationId, afterSeq: 0 });
    expect(texts(page.entries)).toEqual(['from the visitor', 'from the agent']);
  });

  it('[RE4] twenty senders at once leave no gap, no double, and every screen sees the same order', async () => {
    const visitor = await test.visitor();
    const conversationId = await visitor.start();
    await agent.must('conversation:accept', { conversationId });
    const { visitorId, visitorToken } = visitor;
    const tabs = await Promise.all(Array.from({ length: 10 }, () => test.visitor({ visitorId, visitorToken })));
    await Promise.all([
      ...tabs.map(async (tab, who) => {
        for (let n = 0; n < 15; n++) await tab.say(conversationId, `v${who}.${n}`);
      }),
      ...Array.from({ length: 10 }, async (_, who) => {
        for (let n = 0; n < 15; n++) await agent.say(conversationId, `a${who}.${n}`);
      }),
    ]);
    const last = 302; // started, assigned, and 300 messages
    const told = async (client: Pick<AgentClient, 'told' | 'until'>) => {
      await client.until('entry:added', (one) => one.entry.conversationId === conversationId && one.entry.seq === last);
      return client
        .told('entry:added')
        .map((one) => one.entry)
        .filter((one) => one.conversationId === conversationId && one.seq > 2);
    };
    const expected = Array.from({ length: 300 }, (_, n) => n + 3);
    const atAgent = await told(agent);
    expect(seqs(atAgent)).toEqual(expected);
    for (const tab of tabs) expect(seqs(await told(tab as never))).toEqual(expected);
    for (let who = 0; who < 10; who++) {
      const own = texts(atAgent).filter((text) => text.startsWith(`v${who}.`));
      expect(own).toEqual(Array.from({ length: 15 }, (_, n) => `v${who}.${n}`));
    }
  });

  it('[RE9] messages sent without waiting for answers keep their order', async () => {
    const visitor = await test.visitor();
    const conversationId = await visitor.start();
    const wanted = Array.from({ length: 50 }, (_, n) => `m${n}`);
    await Promise.all(wanted.map((text) => visitor.say(conversationId, text)));
    const page = await visitor.must('conversation:resume', { conversationId, afterSeq: 0 });
    expect(texts(page.entries)).toEqual(wanted);
  });

  it('[RE10] the answer comes after the commit and before the message reaches any screen', async () => {
    const visitor = await test.visitor();
    const conversationId = await visitor.start();
    const order: string[] = [];
    visitor.socket.on('entry:added', ({ entry }: { entry: Entry }) => entry.clientId === 'asked' && order.push('told'));
    const { seq } = await new Promise<{ seq: number }>((done) => {
      const draft = { conversationId, clientId: 'asked', text: 'kept?' };
      visitor.socket.emit('message:send', draft, (answer: { value: { seq: number } }) => {
        order.push('answered');
        done(answer.value);
      });
    });
    // Another connection to the same file sees it: it is committed, not only in our memory.
    const other = await openStore({ dataDir: test.dataDir });
    const row = await other.db
      .selectFrom('entries')
      .select('seq')
      .where('conversation_id', '=', conversationId)
      .where('seq', '=', seq)
      .executeTakeFirst();
    await other.close();
    expect(row).toEqual({ seq });
    await visitor.until('entry:added', (one) => one.entry.seq === seq);
    expect(order).toEqual(['answered', 'told']);
  });

  it('[CH3] after the end nothing is added any more, and both sides know why', async () => {
    const visitor = await test.visitor();
    const conversationId = await visitor.start();
    await agent.must('conversation:accept', { conversationId });
    await visitor.must('conversation:end', { conversationId });
    await visitor.must('conversation:end', { conversationId });
    expect(await visitor.ask('message:send', { conversationId, clientId: 'late', text: 'x' })).toMatchObject({
      refusal: { code: 'gone' },
    });
    expect(await agent.ask('message:send', { conversationId, clientId: 'late', text: 'x' })).toMatchObject({
      refusal: { code: 'gone' },
    });
    await agent.until('conversation:changed', (one) => one.conversationId === conversationId && one.status === 'ended');
    const page = await visitor.must('conversation:resume', { conversationId, afterSeq: 0 });
    expect(page.entries.filter((one) => one.body.type === 'event' && one.body.event.type === 'ended')).toHaveLength(1);
  });

  it('[CH4] the sender is what the server knows, never what an event claims', async () => {
    const visitor = await test.visitor();
    const conversationId = await visitor.start();
    const forged = {
      conversationId,
      clientId: 'f',
      text: 'I am an agent',
      author: { kind: 'agent', name: 'Anna' },
      role: 'agent',
      body: { type: 'event' },
    };
    await visitor.must('message:send', forged);
    const page = await visitor.must('conversation:resume', { conversationId, afterSeq: 1 });
    expect(page.entries[0]).toMatchObject({
      author: { kind: 'visitor' },
      body: { type: 'text', text: 'I am an agent' },
      leg: { kind: 'web' },
    });
  });
});

describe('coming back', () => {
  it('[RE11] resume gives everything after a number, page by page, with no limit of time', async () => {
    const visitor = await test.visitor();
    const conversationId = await visitor.start();
    const { db } = test.server.store;
    for (let n = 0; n < 450; n++) await visitor.say(conversationId, `m${n}`);
    await db.updateTable('entries').set({ at: 1 }).where('conversation_id', '=', conversationId).execute();
    const all: Entry[] = [];
    let pages = 0;
    for (let afterSeq = 0; ; afterSeq = all.at(-1)!.seq) {
      const page = await visitor.must('conversation:resume', { conversationId, afterSeq });
      all.push(...page.entries);
      pages += 1;
      expect(page.headSeq).toBe(451);
      if (!page.more) break;
    }
    expect(pages).toBe(3);
    expect(seqs(all)).toEqual(Array.from({ length: 451 }, (_, n) => n + 1));
    expect(await visitor.must('conversation:resume', { conversationId, afterSeq: 451 })).toMatchObject({
      entries: [],
      more: false,
    });
    expect(await visitor.must('conversation:resume', { conversationId, afterSeq: 9_999 })).toMatchObject({
      entries: [],
      more: false,
    });
  });

  it('[RE12] the first word gives the whole present: conversation, missed entries, availability', async () => {
    const visitor = await test.visitor();
    const conversationId = await visitor.start();
    await visitor.say(conversationId, 'before');
    await agent.must('conversation:accept', { conversationId });
    visitor.close();
    await agent.say(conversationId, 'while you were away');
    const { visitorId, visitorToken } = visitor;
    const back = await test.visitor({ visitorId, visitorToken, conversationId, afterSeq: 3 });
    expect(back.welcome).toMatchObject({
      visitor: { visitorId, visitorToken },
      availability: 'online',
      conversation: { conversationId, status: 'active', headSeq: 4, agent: { agentId: agent.agentId, name: 'anna' } },
      share: null,
      call: null,
    });
    expect(texts(back.welcome.entries)).toEqual(['while you were away']);
    const fresh = await test.visitor({ visitorId, visitorToken });
    expect(seqs(fresh.welcome.entries)).toEqual([1, 2, 3, 4]);
  });

  it('[RE13] a restart of the server loses nothing, and the visitor goes on in the same conversation', async () => {
    let second = await startTestServer();
    const { dataDir } = second;
    const visitor = await second.visitor();
    const conversationId = await visitor.start();
    await visitor.say(conversationId, 'kept', 'k');
    await second.server.close();
    second = await startTestServer({ dataDir });
    const { visitorId, visitorToken } = visitor;
    const back = await second.visitor({ visitorId, visitorToken });
    expect(texts(back.welcome.entries)).toEqual(['kept']);
    expect((await back.say(conversationId, 'kept', 'k')).seq).toBe(2);
    expect((await back.say(conversationId, 'next')).seq).toBe(3);
    await second.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('[ID1] a wrong proof makes a new visitor and shows nothing of the old one', async () => {
    const visitor = await test.visitor();
    const conversationId = await visitor.start();
    await visitor.say(conversationId, 'private');
    const thief = await test.visitor({ visitorId: visitor.visitorId, visitorToken: 'guessed', conversationId });
    expect(thief.visitorId).not.toBe(visitor.visitorId);
    expect(thief.welcome).toMatchObject({ conversation: null, entries: [] });
  });
});

describe('small things', () => {
  it('[CH5] read marks go forward only and are told to the other side', async () => {
    const visitor = await test.visitor();
    const conversationId = await visitor.start();
    await agent.must('conversation:accept', { conversationId });
    const { seq } = await visitor.say(conversationId, 'read me');
    await agent.must('message:read', { conversationId, seq });
    await visitor.until('conversation:changed', (one) => one.readByAgentSeq === seq);
    await agent.must('message:read', { conversationId, seq: 1 });
    await visitor.must('message:read', { conversationId, seq: 1_000_000 });
    const seen = await agent.until(
      'conversation:changed',
      (one) => one.conversationId === conversationId && one.readByVisitorSeq === seq,
    );
    expect(seen.readByAgentSeq).toBe(seq);
  });

  it('[CH6] typing passes to the other side of the same conversation only', async () => {
    const visitor = await test.visitor();
    const other = await test.visitor();
    const conversationId = await visitor.start();
    await agent.must('conversation:accept', { conversationId });
    other.tell('typing:tell', { conversationId, on: true });
    visitor.tell('typing:tell', { conversationId, on: true });
    agent.tell('typing:tell', { conversationId, on: true });
    expect(await agent.until('typing:told')).toEqual({ conversationId, on: true });
    expect(await visitor.until('typing:told')).toEqual({ conversationId, on: true, agentName: 'anna' });
    expect(agent.told('typing:told')).toHaveLength(1);
    expect(other.told('typing:told')).toEqual([]);
  });

  it('[CH7] a pushed page is a page of the same site or nothing', async () => {
    const visitor = await test.visitor();
    const conversationId = await visitor.start();
    await agent.must('conversation:accept', { conversationId });
    const push = (url: string) =>
      agent.ask('page:push', { conversationId, clientId: createId('psh'), url, title: 'Boots' });
    for (const url of [
      'http://evil.test/boots',
      'http://shop.test.evil.test/',
      'http://shop.test@evil.test/',
      'https://shop.test/',
    ]) {
      expect(await push(url), url).toMatchObject({ refusal: { code: 'foreignOrigin' } });
    }
    expect(await push('javascript:alert(1)')).toMatchObject({ refusal: { code: 'malformed' } });
    expect(await push('http://shop.test/boots')).toMatchObject({ ok: true });
    const told = await visitor.until('entry:added', (one) => one.entry.body.type === 'link');
    expect(told.entry.body).toEqual({ type: 'link', url: 'http://shop.test/boots', title: 'Boots' });
  });

  it('[CH8] a rating and an address for the answer are kept', async () => {
    const visitor = await test.visitor();
    const conversationId = await visitor.start();
    await visitor.must('contact:leave', { conversationId, name: 'Ada', email: 'ada@example.org' });
    const seen = await agent.until(
      'conversation:changed',
      (one) => one.conversationId === conversationId && one.contact.email !== undefined,
    );
    expect(seen.contact).toMatchObject({ name: 'Ada', email: 'ada@example.org', verified: false, identities: [] });
    await visitor.must('conversation:rate', { conversationId, score: 5, comment: 'good' });
    expect(await test.server.powers.conversations.find(conversationId)).toMatchObject({
      rating: 5,
      rating_comment: 'good',
    });
  });
});
