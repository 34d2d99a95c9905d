import type { ThreadLine } from '@theke/chat';
import type { Author, Entry, EntryBody, Share } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { type MessageRowModel, openWish, threadRows } from './rows.ts';

const noon = new Date(2026, 5, 10, 12).getTime();
const minuteMs = 60_000;
let seq = 0;

function line(author: Author, at: number, more: Partial<Entry> = {}, state: ThreadLine['state'] = 'sent'): ThreadLine {
  seq += 1;
  const body: EntryBody = { type: 'text', text: `text ${seq}` };
  const entry: Entry = {
    id: `e${seq}`,
    conversationId: 'c',
    seq,
    at,
    author,
    leg: { legId: 'l', kind: 'web' },
    body,
    ...more,
  };
  const mine = author.kind === 'agent';
  return { key: entry.id, entry, mine, at, ...(mine ? { state } : {}) };
}
const anna: Author = { kind: 'agent', agentId: 'agt_anna', name: 'Anna' };
const justSent: Author = { kind: 'agent', agentId: '', name: '' };
const visitor: Author = { kind: 'visitor' };
const ebay = { leg: { legId: 'x', kind: 'webhook', channelName: 'eBay' } };
const messages = (lines: ThreadLine[]) =>
  threadRows(lines).filter((row): row is MessageRowModel => row.type === 'message');

describe('what an invitation offered', () => {
  it('[AC153] a wished call or look stays open until one began, also after it has ended', () => {
    const of = (type: 'callStarted' | 'shareEnded') => [
      line({ kind: 'system' }, noon, { body: { type: 'event', event: { type } } }),
    ];
    const call = { wish: 'call', call: null, share: null } as const;
    expect(openWish(call, [line(visitor, noon)])).toBe('call');
    expect(openWish(call, of('callStarted'))).toBe(null);
    expect(openWish(call, of('shareEnded'))).toBe('call');
    const share = { phase: 'asked', shareId: 's' } as Share;
    expect(openWish({ wish: 'share', call: null, share }, [])).toBe('share');
    expect(openWish({ wish: 'share', call: null, share: { ...share, phase: 'on' } as Share }, [])).toBe(null);
    expect(openWish({ call: null, share: null }, [])).toBe(null);
  });
});

describe('a thread as rows', () => {
  it('[CH78] days are marked where they change, and a run of one speaker is named once', () => {
    const rows = threadRows([
      line(visitor, noon - 24 * 60 * minuteMs),
      line(visitor, noon),
      line(visitor, noon + minuteMs),
    ]);
    expect(rows.map((row) => row.type)).toEqual(['day', 'message', 'day', 'message', 'message']);
    expect(messages([line(visitor, noon), line(visitor, noon + minuteMs)]).map((row) => [row.first, row.last])).toEqual(
      [
        [true, false],
        [false, true],
      ],
    );
  });

  it('[CH78] after a pause, an event, or another speaker a run begins anew', () => {
    const event = line({ kind: 'system' }, noon, { body: { type: 'event', event: { type: 'shareEnded' } } });
    const firsts = (lines: ThreadLine[]) => messages(lines).map((row) => row.first);
    expect(firsts([line(visitor, noon), line(visitor, noon + 6 * minuteMs)])).toEqual([true, true]);
    expect(firsts([line(visitor, noon), event, line(visitor, noon)])).toEqual([true, true]);
    expect(firsts([line(visitor, noon), line(anna, noon)])).toEqual([true, true]);
  });

  it('[CH78] the customer before and after a hand-off is one person; the channel is what changes', () => {
    const rows = messages([line({ kind: 'contact' }, noon, ebay), line(visitor, noon + 1)]);
    expect(rows.map((row) => [row.first, row.channel])).toEqual([
      [true, 'eBay'],
      [true, null],
    ]);
  });

  it('[CH78] a message of mine keeps its place in the run from its first moment on', () => {
    const underway: ThreadLine = {
      key: 'm1',
      mine: true,
      at: noon + 2,
      state: 'sending',
      outgoing: { conversationId: 'c', clientId: 'm1', text: 'x', state: 'sending', at: noon + 2 },
    };
    const rows = messages([line(justSent, noon + 1), underway]);
    expect(rows.map((row) => row.first)).toEqual([true, false]);
  });

  it('[CH79] how far a reply has come shows on the newest, and on any that is not settled', () => {
    const failed = line(anna, noon, { ...ebay, delivery: 'failed' });
    const queued = line(anna, noon + 1, { ...ebay, delivery: 'queued' });
    const sent = line(anna, noon + 2, { ...ebay, delivery: 'sent' });
    const newest = line(anna, noon + 3, { ...ebay, delivery: 'sent' });
    expect(messages([failed, queued, sent, newest]).map((row) => row.showsState)).toEqual([true, true, false, true]);
  });
});
