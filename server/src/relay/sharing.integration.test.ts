import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ActTry, type Answer, limits } from '@theke/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../audit/audit.ts';
import type { AgentClient, VisitorClient } from '../testing/clients.ts';
import { createPages, packed } from '../testing/pages.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { aButton } from './testing/stage.ts';

// Whole server, real sockets, everything that can go wrong between two people who look at one page.

let test: TestServer;
beforeEach(async () => {
  test = await startTestServer();
});
afterEach(() => test.close());

const click = { kind: 'click', node: 5, rx: 0.5, ry: 0.5 } as const;
let acts = 0;
const trying = (shareId: string, act: ActTry['act'] = click): ActTry => ({
  shareId,
  actId: `act_${acts++}`,
  act,
  seen: { stream: 1, seq: 0 },
});
const yes = <T>(value: T) => ({ ok: true, value });

async function sharing() {
  const anna = await test.agent('anna@demo.shop', { skills: ['sales'] });
  const vera = await test.visitor();
  const conversationId = await vera.start('sales');
  await anna.must('conversation:accept', { conversationId });
  const { shareId } = await anna.must('share:ask', { conversationId });
  await vera.must('share:answer', { shareId, allow: true });
  const page = await vera.live();
  const view = await anna.live();
  await page.must('share:join', { shareId });
  await view.must('share:join', { shareId });
  page.replies('act:aimed', () => yes(aButton));
  page.replies('act:tried', () => yes({ done: true }));
  return { anna, vera, conversationId, shareId, page, view, pages: createPages(shareId) };
}
async function grant(anna: AgentClient, vera: VisitorClient, shareId: string, capability: 'control' | 'fill') {
  await anna.must('grant:ask', { shareId, capability });
  await vera.must('grant:answer', { shareId, capability, agentId: anna.agentId, allow: true });
}
/** Both still write to each other, whatever has happened to the page. */
async function chats(anna: AgentClient, vera: VisitorClient, conversationId: string) {
  const text = `still here ${acts++}`;
  await vera.say(conversationId, text);
  await anna.until('entry:added', ({ entry }) => entry.body.type === 'text' && entry.body.text === text);
  await anna.say(conversationId, `${text} too`);
  await vera.until('entry:added', ({ entry }) => entry.body.type === 'text' && entry.body.text === `${text} too`);
}
const outcome = (answer: Answer<unknown>) => (answer.ok ? answer.value : answer.refusal.code);
const audits = async (act: string) =>
  test.server.store.db.selectFrom('audit').selectAll().where('act', '=', act).orderBy('seq').execute();

describe('acts', () => {
  it('[SH230] [SH234] [SH255] before, with and after a grant, by the right agent and by others', async () => {
    const { anna, vera, conversationId, shareId, page, view } = await sharing();
    const seen: string[] = [];
    page.socket.onAny((event: string) => seen.push(event));
    const eva = await test.agent('eva@demo.shop', { role: 'supervisor' });
    const other = await eva.live();
    expect(outcome(await other.ask('act:try', trying(shareId)))).toBe('notGranted');
    await eva.must('share:watch', { conversationId });
    await other.must('share:join', { shareId });
    expect(outcome(await view.ask('act:try', trying(shareId)))).toEqual({ done: false, why: 'notGranted' });
    await grant(anna, vera, shareId, 'control');
    expect(outcome(await view.ask('act:try', trying(shareId)))).toEqual({ done: true });
    expect(outcome(await other.ask('act:try', trying(shareId)))).toEqual({ done: false, why: 'notGranted' });
    expect(outcome(await page.ask('act:try', trying(shareId)))).toBe('notGranted');
    expect(seen.filter((event) => event.startsWith('act:'))).toEqual(['act:aimed', 'act:tried']);
    await vera.must('grant:withdraw', { shareId, capability: 'control' });
    for (let n = 0; n < 100; n++)
      expect(outcome(await view.ask('act:try', trying(shareId)))).toEqual({ done: false, why: 'notGranted' });
    await vera.must('grants:withdraw');
    expect(outcome(await view.ask('act:try', trying(shareId)))).toBe('notGranted');
    expect(seen.filter((event) => event.startsWith('act:'))).toHaveLength(2);
    await chats(anna, vera, conversationId);
    expect(await test.server.metrics.value('acts', { outcome: 'done' })).toBe(1);
    expect(await test.server.metrics.text()).toContain('theke_sharing{of="views"} 0');
  });

  it('[SH203] two controllers: the visitor’s yes moves the one hand from Anna to Eva', async () => {
    const { anna, vera, conversationId, shareId, view } = await sharing();
    const eva = await test.agent('eva@demo.shop', { role: 'supervisor' });
    await eva.must('share:watch', { conversationId });
    const other = await eva.live();
    await other.must('share:join', { shareId });
    await grant(anna, vera, shareId, 'control');
    await eva.must('grant:ask', { shareId, capability: 'control' });
    const { handover } = await vera.until('share:changed', (share) => share.handover !== undefined);
    expect(handover).toEqual({ agent: { agentId: eva.agentId, name: 'eva' }, capability: 'control' });
    const answer = { shareId, capability: 'control', agentId: eva.agentId, allow: true } as const;
    const both = await Promise.all([
      vera.must('grant:answer', answer),
      view.ask('act:try', trying(shareId)),
      other.ask('act:try', trying(shareId)),
    ]);
    expect(both[0].actor.agentId).toBe(eva.agentId);
    expect(outcome(await view.ask('act:try', trying(shareId)))).toEqual({ done: false, why: 'notGranted' });
    expect(outcome(await other.ask('act:try', trying(shareId)))).toEqual({ done: true });
  });

  it('[SH232] [SH255] what a lying browser answers is no answer, and is never passed on', async () => {
    const { anna, vera, conversationId, shareId, page, view } = await sharing();
    await grant(anna, vera, shareId, 'control');
    const lies: unknown[] = [
      undefined,
      null,
      'yes',
      { ok: false, refusal: { code: 'gone' } },
      { ok: true },
      yes({ ...aButton, label: 'x'.repeat(500) }),
      yes({ ...aButton, says: ['nothing'] }),
      yes({ ...aButton, extra: 'x'.repeat(40_000) }),
      JSON.parse('{"ok":true,"value":{"__proto__":{"secret":false}}}'),
      yes({ why: 'because' }),
    ];
    const deep = JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) as unknown;
    for (const lie of [...lies, deep]) {
      page.replies('act:aimed', () => lie);
      const answer = await view.ask('act:try', trying(shareId));
      if (!answer.ok) await new Promise((done) => setTimeout(done, answer.refusal.retryInMs ?? 0));
      else expect([lie, answer.value]).toEqual([lie, { done: false, why: 'away' }]);
    }
    page.replies('act:aimed', () => yes(aButton));
    page.replies('act:tried', () => yes({ done: true, field: { text: '<script>' }, html: 'x' }));
    await expect
      .poll(async () => outcome(await view.ask('act:try', trying(shareId))))
      .toEqual({
        done: false,
        why: 'away',
        label: 'button',
      });
    expect(page.told('act:tried')).toHaveLength(1);
    await chats(anna, vera, conversationId);
  });

  it('[SH238] [SH255] the page goes in the middle of an act: its agent hears at once, not after eight seconds', async () => {
    const { anna, vera, conversationId, shareId, page, view } = await sharing();
    await grant(anna, vera, shareId, 'control');
    page.replies('act:aimed', () => new Promise(() => {}));
    const socketId = page.socket.id!;
    // Would be waited for longer than this test, were the close not noticed.
    const asked = test.server.powers.live.ask(socketId, 'act:aimed', trying(shareId), 600_000);
    const act = view.ask('act:try', trying(shareId));
    await page.until('act:aimed');
    page.close();
    expect(outcome(await act)).toEqual({ done: false, why: 'away' });
    expect(await asked).toBeNull();
    const next = await vera.live();
    next.replies('act:aimed', () => yes(aButton));
    next.replies('act:tried', () => yes({ done: true }));
    await next.must('share:join', { shareId });
    // Granted once, it goes on on the next page.
    expect(outcome(await view.ask('act:try', trying(shareId)))).toEqual({ done: true });
    await chats(anna, vera, conversationId);
  });

  it('[SH235] what is typed together goes both ways, and nothing of it stays behind', async () => {
    const { anna, vera, shareId, page, view } = await sharing();
    await grant(anna, vera, shareId, 'fill');
    page.replies('act:aimed', () => yes({ ...aButton, tag: 'input', kind: 'field', label: 'Street' }));
    page.replies('act:tried', ({ act }) =>
      act.kind === 'open'
        ? yes({ done: true, field: { node: 5, mode: 'open', kind: 'text', rev: 0, text: 'Hauptstr' } })
        : yes({ done: true, rev: 1 }),
    );
    expect(outcome(await view.ask('act:try', trying(shareId, { kind: 'open', node: 5 })))).toMatchObject({
      done: true,
      field: { text: 'Hauptstr' },
    });
    const edit = { kind: 'edit', node: 5, rev: 0, start: 8, remove: 0, text: 'aße-Kanarienvogel' } as const;
    expect(outcome(await view.ask('act:try', trying(shareId, edit)))).toEqual({ done: true, rev: 1 });
    expect((await page.until('act:tried', ({ act }) => act.kind === 'edit')).act).toEqual(edit);
    const news = { shareId, node: 5, kind: 'changed', rev: 2, by: 'visitor', start: 0, remove: 1, text: 'h' } as const;
    page.tell('field:tell', news);
    expect(await view.until('field:told')).toEqual(news);
    const lines = await test.server.store.db.selectFrom('audit').selectAll().execute();
    expect(JSON.stringify(lines)).not.toMatch(/Hauptstr|Kanarienvogel/);
    expect(await audits('act.done')).toHaveLength(1);
    expect(await verifyAudit(test.server.store.db)).toMatchObject({ ok: true });
  });

  it('[SH224] the way to the visitor and back is measured', async () => {
    const { shareId, page, view } = await sharing();
    page.replies('pulse:felt', () => yes(undefined));
    expect(await view.must('share:pulse', { shareId })).toMatchObject({ visitorMs: expect.any(Number) });
    page.replies('pulse:felt', () => new Promise((done) => setTimeout(() => done(yes(null)), 60)));
    expect((await view.must('share:pulse', { shareId })).visitorMs).toBeGreaterThanOrEqual(50);
  });
});

describe('streams that are none', () => {
  it('[SH242] [SH255] forged, reordered, truncated, oversized and endless: the view gets whole streams or nothing', async () => {
    const { anna, vera, conversationId, shareId, page, view, pages } = await sharing();
    await page.must('page:chunk', pages.begin());
    const [second, third] = [pages.next(), pages.next()];
    await page.must('page:chunk', third);
    await page.must('page:chunk', second);
    await page.until('picture:wanted');
    await page.must('page:chunk', pages.begin());
    await page.must('page:chunk', { ...pages.next(), stream: 1 });
    expect(
      await page.ask('page:chunk', { ...pages.next(), bytes: new Uint8Array(limits.pageChunkBytes + 1) }),
    ).toMatchObject({
      refusal: { code: 'tooLarge' },
    });
    expect(await page.ask('page:chunk', { ...pages.next(), seq: -1 })).toMatchObject({
      refusal: { code: 'malformed' },
    });
    await page.must('page:chunk', pages.begin());
    // Endless: as many as the line takes.
    const flood = await Promise.all(Array.from({ length: 200 }, () => page.ask('page:chunk', pages.next())));
    expect(flood.some((answer) => !answer.ok && answer.refusal.code === 'tooOften')).toBe(true);
    await chats(anna, vera, conversationId);
    const told = view.told('page:chunked').map((one) => ({ stream: one.stream, seq: one.seq }));
    for (const [n, one] of told.entries())
      expect(one).toEqual(one.seq === 0 ? one : { stream: told[n - 1]!.stream, seq: told[n - 1]!.seq + 1 });
    expect(new Set(told.map((one) => one.stream))).toEqual(new Set([1, 2, 3]));
    expect((await view.ask('share:join', { shareId })).ok).toBe(true);
  });

  it('[SH241] [SH255] no stream at all, three times: the share ends as unsafe and the chat goes on', async () => {
    const { anna, vera, conversationId, shareId, page, view } = await sharing();
    const bombs = [
      packed('x'.repeat(40 * 1024 * 1024)),
      new Uint8Array([255, 254, 253]),
      packed('"4111111111111111"\n'),
    ];
    for (const [n, bytes] of bombs.entries()) await page.ask('page:chunk', { shareId, stream: n + 1, seq: 0, bytes });
    await Promise.all([page.until('share:cut'), view.until('share:cut')]);
    expect(await anna.until('share:changed', (share) => share.phase === 'ended')).toMatchObject({ why: 'unsafe' });
    expect(view.told('page:chunked')).toEqual([]);
    expect(await test.server.metrics.value('secrets_dropped')).toBe(3);
    await chats(anna, vera, conversationId);
    // Nothing is held against the two: they may try again.
    expect(await anna.must('share:ask', { conversationId })).toMatchObject({ phase: 'asked' });
  });
});

describe('several viewers', () => {
  it('[SH217] [SH214] one that stops reading costs bounded memory, and no other misses a piece', async () => {
    const { vera, anna, conversationId, shareId, page, view, pages } = await sharing();
    const eva = await test.agent('eva@demo.shop', { role: 'supervisor' });
    await eva.must('share:watch', { conversationId });
    const slow = await eva.live();
    await slow.must('share:join', { shareId });
    const { ws } = (slow.socket.io.engine as unknown as { transport: { ws: { pause(): void; resume(): void } } })
      .transport;
    await page.must('page:chunk', pages.begin());
    await slow.until('page:chunked');
    ws.pause();
    const letters = 'abcdefghijklmnop';
    const noise = () => {
      let text = '';
      for (let n = 0; n < 60_000; n++) text += letters[Math.floor(Math.random() * 16)];
      return text;
    };
    const { stream } = pages;
    let seq = 1;
    const large = () => ({ shareId, stream, seq: seq++, bytes: packed(`${noise()}\n`, 0) });
    for (let n = 0; n < 110; n++) await page.must('page:chunk', large());
    await expect.poll(() => test.server.metrics.value('pictures_behind')).toBe(1);
    expect(view.told('page:chunked').map((one) => one.seq)).toEqual(Array.from({ length: 111 }, (_, n) => n));
    await expect.poll(() => test.server.metrics.value('sockets_stuck'), { timeout: 12_000 }).toBe(1);
    expect(eva.told('picture:gap')).toEqual([{ shareId, why: 'behind' }]);
    expect(anna.told('picture:gap')).toEqual([]);
    await chats(anna, vera, conversationId);
    ws.resume();
  });

  it('[SH211] the visitor has heard of a viewer when the first piece reaches that one', async () => {
    const { vera, conversationId, shareId, page, pages } = await sharing();
    await page.must('page:chunk', pages.begin());
    const eva = await test.agent('eva@demo.shop', { role: 'supervisor' });
    const order: string[] = [];
    vera.socket.on('share:changed', () => order.push('visitor'));
    const look = await eva.live();
    look.socket.on('page:chunked', () => order.push('viewer'));
    await eva.must('share:watch', { conversationId });
    const { viewer } = await look.must('share:join', { shareId });
    expect(await page.until('picture:wanted')).toEqual({ shareId, only: [viewer] });
    await page.must('page:chunk', pages.begin(undefined, [viewer]));
    await look.until('page:chunked');
    expect(order).toEqual(['visitor', 'viewer']);
    await vera.until(
      'entry:added',
      ({ entry }) => entry.body.type === 'event' && entry.body.event.type === 'shareJoined',
    );
  });
});

describe('restart and drain', () => {
  it('[SH206] [SH212] [SH255] share, viewers and grants come back with the server; acts go on when both have rejoined', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'theke-restart-'));
    const spare = test;
    test = await startTestServer({ dataDir });
    const before = await sharing();
    await grant(before.anna, before.vera, before.shareId, 'control');
    const eva = await test.agent('eva@demo.shop', { role: 'supervisor' });
    await eva.must('share:watch', { conversationId: before.conversationId });
    const { visitorId, visitorToken } = before.vera;
    await test.close();

    test = await startTestServer({ dataDir });
    const { shareId, conversationId } = before;
    const vera = await test.visitor({ visitorId, visitorToken });
    expect(vera.welcome.share).toMatchObject({ shareId, phase: 'on', grants: { control: 'on', fill: 'off' } });
    expect(vera.welcome.share?.viewers).toHaveLength(2);
    const anna = await test.agent('anna@demo.shop', { skills: ['sales'] });
    const view = await anna.live();
    await view.must('share:join', { shareId });
    expect(outcome(await view.ask('act:try', trying(shareId)))).toEqual({ done: false, why: 'away' });
    const page = await vera.live();
    page.replies('act:aimed', () => yes(aButton));
    page.replies('act:tried', () => yes({ done: true }));
    await page.must('share:join', { shareId });
    expect(outcome(await view.ask('act:try', trying(shareId)))).toEqual({ done: true });
    const look = await (await test.agent('eva@demo.shop')).live();
    expect((await look.ask('share:join', { shareId })).ok).toBe(true);
    await page.must('page:chunk', createPages(shareId, 50).begin());
    await Promise.all([view.until('page:chunked'), look.until('page:chunked')]);
    await chats(anna, vera, conversationId);
    await test.close();
    rmSync(dataDir, { recursive: true, force: true });
    test = spare;
  });

  it('[SH256] a server that drains finishes the act it is in', async () => {
    const { anna, vera, shareId, page, view } = await sharing();
    await grant(anna, vera, shareId, 'control');
    page.replies('act:tried', () => new Promise((done) => setTimeout(() => done(yes({ done: true })), 300)));
    const act = view.ask('act:try', trying(shareId));
    await page.until('act:tried');
    const closing = test.server.close();
    await vera.until('server:draining');
    expect(outcome(await act)).toEqual({ done: true });
    await closing;
  });
});

describe('showing', () => {
  it('[SH223] [SH222] a picture or a video of the same site stands in the thread, and is played in step', async () => {
    const { anna, vera, conversationId, shareId, page, view } = await sharing();
    const show = { conversationId, clientId: 'msg_1', title: 'Care', media: 'video' } as const;
    expect(await anna.ask('media:show', { ...show, url: 'https://evil.test/v.mp4' })).toMatchObject({
      refusal: { code: 'foreignOrigin' },
    });
    const { id } = await anna.must('media:show', { ...show, url: 'http://shop.test/v.mp4' });
    const { entry } = await vera.until('entry:added', (one) => one.entry.body.type === 'media');
    expect(entry).toMatchObject({ id, body: { media: 'video', url: 'http://shop.test/v.mp4', title: 'Care' } });
    view.tell('media:step', { shareId, entryId: id, playing: true, atMs: 500 });
    expect(await page.until('media:stepped')).toMatchObject({ entryId: id, playing: true });
    page.tell('media:step', { shareId, entryId: id, playing: false, atMs: 900 });
    expect(await view.until('media:stepped')).toMatchObject({ playing: false });
  });

  it('[SH220] the visitor sees whose pointer it is', async () => {
    const { shareId, page, view } = await sharing();
    view.tell('pointer:move', { shareId, x: 5, y: 6, inside: true, laser: true });
    expect(await page.until('pointer:moved')).toEqual({ shareId, x: 5, y: 6, inside: true, laser: true, name: 'anna' });
  });
});
