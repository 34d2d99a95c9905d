import type { DeskConversation } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { anna, busyPresent, contact, conversation, emptyPresent, share, visit } from '../testing/fixtures.ts';
import { heldRows, mineOf, neighbour, queueOf, shareStands } from './lists.ts';
import { type DeskEvent, type DeskState, emptyDesk, nextDesk } from './state.ts';

const nowMs = 1_790_000_000_000;
const run = (state: DeskState, ...events: DeskEvent[]) => events.reduce(nextDesk, state);
const busy = () => run(emptyDesk(anna), { type: 'welcomed', welcome: busyPresent(nowMs), atMs: nowMs });
const ids = (list: DeskConversation[]) => list.map((one) => one.conversationId);
const mine = (id: string, startedAt: number) =>
  conversation(id, contact(`con_${id}`), nowMs, { status: 'active', agent: anna, startedAt });

describe('what the desk knows', () => {
  it('[CH70] a welcome is the whole present: what it does not name is gone, what is open stays and is shown as ended', () => {
    const open = run(busy(), { type: 'opened', conversationId: 'cnv_mara' });
    const after = run(open, { type: 'welcomed', welcome: emptyPresent(nowMs), atMs: nowMs });
    expect(ids([...after.conversations.values()])).toEqual(['cnv_mara']);
    expect(after.conversations.get('cnv_mara')?.status).toBe('ended');
    expect(after.visits.size).toBe(0);
    expect(after.openId).toBe('cnv_mara');
  });

  it('[CH70] the newest word on a conversation is right; one that another agent took leaves the desk', () => {
    const changed = { ...conversation('cnv_lea', contact('con_lea', 'Lea'), nowMs), preview: 'newer' };
    expect(run(busy(), { type: 'conversation', conversation: changed }).conversations.get('cnv_lea')?.preview).toBe(
      'newer',
    );
    const taken = { ...changed, status: 'active' as const, agent: { agentId: 'agt_ben', name: 'Ben' } };
    expect(run(busy(), { type: 'conversation', conversation: taken }).conversations.has('cnv_lea')).toBe(false);
  });

  it('[CH77] an ended conversation stays while it is open and goes when the agent leaves it', () => {
    const ended = { ...busy().conversations.get('cnv_mara')!, status: 'ended' as const };
    const open = run(
      busy(),
      { type: 'opened', conversationId: 'cnv_mara' },
      { type: 'conversation', conversation: ended },
    );
    expect(open.conversations.has('cnv_mara')).toBe(true);
    expect(run(open, { type: 'opened', conversationId: 'cnv_jonas' }).conversations.has('cnv_mara')).toBe(false);
    const elsewhere = { ...busy().conversations.get('cnv_jonas')!, status: 'ended' as const };
    expect(run(open, { type: 'conversation', conversation: elsewhere }).conversations.has('cnv_jonas')).toBe(false);
  });

  it('[CH84] a mended contact shows in every conversation of theirs, a changed visit too', () => {
    const second = { ...mine('cnv_two', nowMs), contact: contact('con_mara', 'Mara Winter') };
    const state = run(
      busy(),
      { type: 'conversation', conversation: second },
      { type: 'contact', contact: contact('con_mara', 'Mara Sommer') },
      { type: 'visits', visits: [visit('vis_mara', '/en/help', 'Help', nowMs)] },
    );
    expect(state.conversations.get('cnv_mara')?.contact.name).toBe('Mara Sommer');
    expect(state.conversations.get('cnv_two')?.contact.name).toBe('Mara Sommer');
    expect(state.conversations.get('cnv_mara')?.visitor?.page.title).toBe('Help');
    const left = run(state, { type: 'visitGone', visitorId: 'vis_mara' });
    expect(left.conversations.get('cnv_mara')?.visitor?.online).toBe(false);
  });

  it('[CH70] opening what is not there changes nothing', () => {
    const state = busy();
    expect(run(state, { type: 'opened', conversationId: 'cnv_none' })).toBe(state);
  });
});

describe('lists', () => {
  it('[QU60] who waits longest stands first, and a newcomer joins the end', () => {
    expect(ids(queueOf(busy()))).toEqual(['cnv_lea', 'cnv_ebay', 'cnv_anon']);
    const newest = conversation('cnv_0new', contact('con_new'), nowMs, { waitingSinceAt: nowMs });
    expect(ids(queueOf(run(busy(), { type: 'conversation', conversation: newest }))).at(-1)).toBe('cnv_0new');
  });

  it('[CH71] my conversations keep the order they began in, whatever happens in them', () => {
    const before = ids(mineOf(busy()));
    expect(before).toEqual(['cnv_mara', 'cnv_jonas', 'cnv_post']);
    const lively = { ...busy().conversations.get('cnv_post')!, preview: 'news', headSeq: 99 };
    expect(ids(mineOf(run(busy(), { type: 'conversation', conversation: lively })))).toEqual(before);
  });

  it('[CH71] the next and the previous conversation go around the ends', () => {
    const last = run(busy(), { type: 'opened', conversationId: 'cnv_post' });
    expect(neighbour(last, 1)).toBe('cnv_mara');
    expect(neighbour(run(busy(), { type: 'opened', conversationId: 'cnv_mara' }), -1)).toBe('cnv_post');
    expect(neighbour(busy(), 1)).toBe('cnv_mara');
    expect(neighbour(emptyDesk(anna), 1)).toBe(null);
  });

  it('[QU61] while a hand is over the queue nothing changes its place: the gone keep theirs, the new join the end', () => {
    const first = heldRows([], ['a', 'b', 'c'], false);
    const held = heldRows(first, ['b', 'c', 'd'], true);
    expect(held).toEqual([
      { id: 'a', present: false },
      { id: 'b', present: true },
      { id: 'c', present: true },
      { id: 'd', present: true },
    ]);
    expect(heldRows(held, ['b', 'c', 'd'], false).map((row) => row.id)).toEqual(['b', 'c', 'd']);
  });

  it('[VW65] asking to see a page stands as free, asked, refused or on; only a decline counts as refused', () => {
    expect(shareStands(null)).toBe('free');
    expect(shareStands(share('c', { phase: 'asked' }))).toBe('asked');
    expect(shareStands(share('c'))).toBe('on');
    expect(shareStands(share('c', { phase: 'ended', why: 'declined' }))).toBe('refused');
    expect(shareStands(share('c', { phase: 'ended', why: 'stoppedByVisitor' }))).toBe('free');
  });
});
