// @vitest-environment jsdom
import { fakeClock } from '@theke/kit';
import {
  type Entry,
  no,
  type VisitorAsks,
  type VisitorConversation,
  type VisitorTells,
  type VisitorWelcome,
  yes,
} from '@theke/protocol';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestCore } from '../testing/fakeCore.ts';
import { createFakeLine } from '../testing/fakeLine.ts';
import { createAnnouncer } from './announce.ts';
import { leavingPage } from './leaving.ts';
import { createVisitorStore } from './store.ts';
import { createTab } from './tab.ts';
import { createTalk } from './talk.ts';
import { createVisit } from './visit.ts';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

const conversation = (more: Partial<VisitorConversation> = {}): VisitorConversation => ({
  conversationId: 'c1',
  status: 'active',
  headSeq: 0,
  readByAgentSeq: 0,
  readByVisitorSeq: 0,
  ...more,
});
const entry = (seq: number, more: Partial<Entry> = {}): Entry => ({
  id: `e${seq}`,
  conversationId: 'c1',
  seq,
  at: seq,
  author: { kind: 'agent', agentId: 'a', name: 'Anna' },
  leg: { legId: 'l', kind: 'web' },
  body: { type: 'text', text: `text ${seq}` },
  ...more,
});
const welcome = (more: Partial<VisitorWelcome> = {}): VisitorWelcome => ({
  visitor: { visitorId: 'v1', visitorToken: 't1' },
  site: { id: 'demo', name: 'Demo', privacy: { version: 0, preset: 'none', rules: [], capture: false, frames: [] } },
  availability: 'online',
  conversation: null,
  entries: [],
  share: null,
  call: null,
  serverAt: 5_000_000,
  ...more,
});

describe('what is kept', () => {
  it('[SE74] moves into the browser once that is allowed, out again when it is taken back, and is wiped for good', () => {
    const core = createTestCore();
    const store = createVisitorStore(core);
    store.write('session', 'mine');
    expect([store.read('session'), localStorage.length]).toEqual(['mine', 0]);
    core.acted = true;
    store.allowed();
    expect(localStorage.getItem('theke:session:demo')).toBe('mine');
    core.consent.storage = false;
    store.allowed();
    expect([store.read('session'), localStorage.length]).toEqual(['mine', 0]);
    store.wipe();
    expect(store.read('session')).toBeNull();
  });

  it('[CH49] a storage that throws keeps nothing, and everything else goes on in memory', () => {
    const core = createTestCore({ consent: 'implied' });
    const throwing = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    const store = createVisitorStore(core);
    expect(store.write('session', 'mine')).toBe(false);
    expect(store.read('session')).toBe('mine');
    throwing.mockRestore();
  });

  it('[CH38] what another tab has removed is gone here as well', () => {
    const store = createVisitorStore(createTestCore({ consent: 'implied' }));
    store.write('outbox', 'waiting');
    localStorage.removeItem('theke:outbox:demo');
    expect(store.read('outbox')).toBeNull();
  });

  it('[CH47] a reload keeps the tab’s id; a duplicated tab gets one of its own; nothing is kept before it may be', () => {
    const core = createTestCore({ consent: 'implied' });
    const tab = createTab(core);
    const duplicate = createTab(core);
    expect(duplicate.id).not.toBe(tab.id);
    tab.leave(['open', 'call']);
    expect(createTab(core)).toMatchObject({ id: tab.id, was: ['open', 'call'] });
    const shy = createTab(createTestCore());
    shy.leave(['open']);
    expect(sessionStorage.length).toBe(0);
  });
});

describe('the page as it leaves the browser', () => {
  it('[CH46] is origin and path, without query, fragment or ids', () => {
    const url = (path: string) => leavingPage({ url: `https://shop.example${path}`, type: 'product' }).url;
    expect(url('/jackets/rain-jacket-norden?mail=kim@example.org#top')).toBe(
      'https://shop.example/jackets/rain-jacket-norden',
    );
    expect(url('/order/20260917123/kim@example.org')).toBe('https://shop.example/order/…/…');
    expect(url('/reset/9f8e7d6c5b4a39281706')).toBe('https://shop.example/reset/…');
    expect(leavingPage({ url: 'https://a.example/', type: 'home', title: 'T' })).toEqual({
      url: 'https://a.example/',
      type: 'home',
      title: 'T',
    });
  });
});

describe('announcements', () => {
  it('[AC6] says each thing once, in order, lets it stand a second, and a crowd of messages as a number', () => {
    const clock = fakeClock();
    const announcer = createAnnouncer(clock, (n) => `${n} new`);
    const heard: string[] = [];
    const known = new Set<number>();
    announcer.said.subscribe((now) => {
      for (const { id, text } of now) if (!known.has(id)) heard.push(text) && known.add(id);
    });
    for (let n = 1; n <= 7; n++) announcer.message(`m${n}`);
    expect(heard).toEqual(['m1', 'm2', 'm3']);
    clock.advance(1_100);
    expect(announcer.said.value).toHaveLength(3);
    clock.advance(200);
    expect(announcer.said.value).toHaveLength(0);
    clock.advance(1_000);
    expect(heard).toEqual(['m1', 'm2', 'm3', '4 new']);
    announcer.message('later');
    expect(heard.at(-1)).toBe('later');
  });
});

describe('the visit', () => {
  function visiting(have = () => ({ afterSeq: 0 })) {
    const core = createTestCore({ consent: 'implied' });
    const line = createFakeLine<VisitorAsks, VisitorTells>();
    line.answers['visit:hello'] = () => yes(welcome());
    const clock = fakeClock();
    const store = createVisitorStore(core);
    const welcomed = vi.fn();
    let auth = () => ({});
    const createLine = (given: () => object) => {
      auth = given;
      return line;
    };
    const visit = createVisit({ core, store, clock, tabId: 'tab1', createLine, have, welcomed });
    return { core, line, clock, store, visit, welcomed, auth: () => auth() };
  }
  const settle = () => new Promise((done) => setTimeout(done));

  it('[CH39] says hello after each connect and counts as online only after the welcome; credentials are kept and proved', async () => {
    const { line, visit, welcomed, auth, store } = visiting();
    expect(auth()).toEqual({ protocol: 1, site: 'demo', tabId: 'tab1' });
    line.open();
    expect(visit.lineState.value).toBe('idle');
    await settle();
    expect(visit.lineState.value).toBe('online');
    expect(auth()).toMatchObject({ visitorId: 'v1', visitorToken: 't1' });
    expect(JSON.parse(store.read('session')!)).toMatchObject({ visitorId: 'v1' });
    line.become('offline');
    line.open();
    await settle();
    expect(welcomed.mock.calls.map(([, first]) => first)).toEqual([true, false]);
  });

  it('[CH46] tells context, orders and identity once it may, and later ones at once', async () => {
    const { core, line } = visiting();
    line.answers['identity:claim'] = () => yes({ verified: true });
    core.told.context = { cart: { valueCents: 4_900 } };
    core.told.orders.push({ id: 'o1', amount: 129.9, currency: 'EUR' });
    core.told.identity = { claim: { id: 'k7' }, proof: { getToken: async () => 'jwt' } };
    line.open();
    await settle();
    expect(line.asked.map((ask) => ask.event)).toEqual([
      'visit:hello',
      'context:set',
      'order:report',
      'identity:claim',
    ]);
    // The shop counts in euros, we in cents.
    expect(line.asked[2]!.input).toEqual({ id: 'o1', amountCents: 12_990, currency: 'EUR' });
    expect(line.asked.at(-1)!.input).toEqual({ id: 'k7', token: 'jwt' });
    core.tell({ type: 'page', page: { url: 'https://shop.example/cart?x=1' } });
    await settle();
    expect(line.asked.at(-1)).toEqual({ event: 'page:show', input: { url: 'https://shop.example/cart' } });
  });

  it('[CH45] a visitor the server knows no more begins anew by itself', async () => {
    const { line, auth, store } = visiting();
    line.open();
    await settle();
    line.become('refused', { code: 'signedOut' });
    expect(auth()).not.toHaveProperty('visitorId');
    await settle();
    expect(line.asked.filter((ask) => ask.event === 'visit:hello')).toHaveLength(2);
    expect(store.read('session')).toContain('v1');
  });

  it('[CH38] a hello that is not answered is said again', async () => {
    const { line, clock, visit } = visiting();
    line.answers['visit:hello'] = () => no('unavailable', { retryInMs: 700 });
    line.open();
    await settle();
    line.answers['visit:hello'] = () => yes(welcome());
    clock.advance(700);
    await settle();
    expect(visit.lineState.value).toBe('online');
  });
});

describe('the conversation', () => {
  function talking() {
    const core = createTestCore({ consent: 'implied' });
    const line = createFakeLine<VisitorAsks, VisitorTells>();
    line.answers['conversation:start'] = ({ conversationId }: { conversationId: string }) =>
      yes(conversation({ conversationId, status: 'waiting', queuePosition: 2 }));
    line.answers['message:send'] = () => yes({ id: 'e1', seq: 1, at: 1 });
    line.answers['conversation:resume'] = () => no('offline');
    const arrived = vi.fn();
    const store = createVisitorStore(core);
    const powers = { core, store, line, arrived, remember: vi.fn(), kept: () => undefined, clock: fakeClock() };
    const events: string[] = [];
    for (const name of [
      'conversation:started',
      'conversation:assigned',
      'conversation:transferred',
      'conversation:ended',
      'queue:position',
      'message:read',
    ] as const)
      core.on(name, () => events.push(name));
    return { core, line, arrived, events, store, powers, talk: createTalk(powers) };
  }
  const settle = () => new Promise((done) => setTimeout(done));

  it('[CH36] begins with the first message, for the skill that was wished, and once', async () => {
    const { talk, line } = talking();
    line.open();
    talk.wish({ via: 'button', skill: 'pharmacy' });
    talk.send('one');
    talk.send('two');
    await settle();
    const starts = line.asked.filter((ask) => ask.event === 'conversation:start');
    expect(starts).toHaveLength(1);
    expect(starts[0]!.input).toMatchObject({ via: 'button', skill: 'pharmacy' });
    expect(line.asked.map((ask) => ask.event)).toEqual(['conversation:start', 'message:send', 'message:send']);
  });

  it('[CH38] one begun without a line survives a page load and is begun when the line is there', async () => {
    const { talk, line, powers } = talking();
    talk.send('while offline');
    await settle();
    talk.close();
    expect(line.asked).toEqual([]);
    const next = createTalk(powers);
    expect(next.thread.value?.lines.value.map((one) => one.outgoing?.text)).toEqual(['while offline']);
    line.open();
    next.welcomed(welcome(), true);
    await settle();
    expect(line.asked.map((ask) => ask.event)).toEqual(['conversation:start', 'message:send']);
  });

  it('[AC6] history is not told as news; what came while the line was away is, once', () => {
    const { talk, arrived, line } = talking();
    line.open();
    const first = welcome({ conversation: conversation({ headSeq: 2 }), entries: [entry(1), entry(2)] });
    talk.welcomed(first, true);
    expect(arrived).not.toHaveBeenCalled();
    line.hear('entry:added', { entry: entry(3), headSeq: 3 });
    line.hear('entry:added', { entry: entry(3), headSeq: 3 });
    const again = welcome({ conversation: conversation({ headSeq: 4 }), entries: [entry(3), entry(4)] });
    talk.welcomed(again, false);
    expect(arrived.mock.calls.map(([one]) => one.seq)).toEqual([3, 4]);
    expect(talk.unread.value).toBe(4);
  });

  it('[CH35] tells the page what changed of it, each change once', () => {
    const { talk, events, line } = talking();
    line.open();
    const agent = { agentId: 'a', name: 'Anna' };
    const step = (more: Partial<VisitorConversation>) => line.hear('conversation:changed', conversation(more));
    step({ status: 'waiting', queuePosition: 2 });
    step({ status: 'waiting', queuePosition: 2 });
    step({ agent });
    step({ agent, readByAgentSeq: 1 });
    step({ agent: { agentId: 'b', name: 'Ben' }, readByAgentSeq: 1 });
    step({ agent: { agentId: 'b', name: 'Ben' }, status: 'ended', readByAgentSeq: 1 });
    expect(events).toEqual([
      'conversation:started',
      'queue:position',
      'conversation:assigned',
      'message:read',
      'conversation:transferred',
      'conversation:ended',
    ]);
    expect(talk.conversation.value?.status).toBe('ended');
  });

  it('[CH36] after the end the next message begins a new conversation', async () => {
    const { talk, line } = talking();
    line.open();
    talk.welcomed(welcome({ conversation: conversation({ status: 'ended' }) }), true);
    talk.send('again');
    await settle();
    expect(talk.conversation.value?.conversationId).not.toBe('c1');
    expect(line.asked[0]!.event).toBe('conversation:start');
  });
});
