// @vitest-environment jsdom
import { fakeClock, memoryStore } from '@theke/kit';
import type { ActingCapability, GrantStand } from '@theke/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anna, ben, shareAsked, shareOn } from '../testing/shares.ts';
import { createGrants, type GrantRecord, grantKeepsMs, ladder, nextGrants, standOf } from './grants.ts';

const share = shareOn({ grants: { point: 'on', control: 'on', fill: 'on' } });
const tab = { id: 'tab1', nowMs: 1_000_000 };
const said = (capability: ActingCapability, yes = true, record: GrantRecord | null = null, of = share) =>
  nextGrants(record, { type: 'said', share: of, tabId: 'tab1', capability, yes, nowMs: tab.nowMs });

describe('standing of a grant', () => {
  it('[SH141] the server’s word alone lets nothing be done but what came with the view', () => {
    expect(ladder.map((one) => standOf(null, share, one, tab))).toEqual(['on', 'again', 'again']);
    expect(standOf(said('control'), share, 'control', tab)).toBe('on');
    expect(standOf(said('control'), share, 'fill', tab)).toBe('again');
  });

  it('[SH141] the visitor’s yes alone lets nothing be done either', () => {
    const yes = said('control');
    for (const stand of ['off', 'refused', 'asked'] as const) {
      const now = shareOn({ grants: { point: 'on', control: stand, fill: 'off' } });
      expect(standOf(yes, now, 'control', tab)).not.toBe('on');
    }
    expect(standOf(yes, shareAsked(), 'control', tab)).toBe('off');
    expect(standOf(yes, null, 'control', tab)).toBe('off');
  });

  it('[SH142] another share, agent or tab, and fifteen minutes without use: as if nothing had been said', () => {
    const yes = said('control');
    expect(standOf(yes, { ...share, shareId: 's2' }, 'control', tab)).toBe('again');
    expect(standOf(yes, { ...share, actor: ben }, 'control', tab)).toBe('again');
    expect(standOf(yes, { ...share, actor: ben }, 'point', tab)).toBe('again');
    expect(standOf(yes, share, 'control', { ...tab, id: 'copy' })).toBe('again');
    expect(standOf(yes, share, 'control', { ...tab, nowMs: tab.nowMs + grantKeepsMs - 1 })).toBe('on');
    expect(standOf(yes, share, 'control', { ...tab, nowMs: tab.nowMs + grantKeepsMs })).toBe('again');
    // A clock that was set back by hours does not make a yes last for hours more.
    expect(standOf(yes, share, 'control', { ...tab, nowMs: tab.nowMs - 3_600_000 })).toBe('again');
    const used = nextGrants(yes, { type: 'used', nowMs: tab.nowMs + 600_000 });
    expect(standOf(used, share, 'control', { ...tab, nowMs: tab.nowMs + grantKeepsMs })).toBe('on');
  });

  it('[SH143] a no counts by itself, and until the server knows', () => {
    const all = said('fill', true, said('control'));
    const without = said('control', false, all);
    expect(ladder.map((one) => standOf(without, share, one, tab))).toEqual(['on', 'taken', 'on']);
    const again = said('control', true, without);
    expect(ladder.map((one) => standOf(again, share, one, tab))).toEqual(['on', 'on', 'on']);
  });

  it('[SH141] whatever happens in whatever order, nothing is on without the server’s on and this tab’s own last yes', () => {
    const capability = fc.constantFrom(...ladder);
    const step = fc.record({
      capability,
      yes: fc.boolean(),
      agent: fc.constantFrom(anna, ben),
      shareId: fc.constantFrom('s1', 's2'),
      tabId: fc.constantFrom('tab1', 'copy'),
      atMs: fc.integer({ min: 0, max: 2_000_000 }),
    });
    const stand = fc.constantFrom<GrantStand>('off', 'asked', 'on', 'refused');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), stand, capability, (steps, server, asked) => {
        let record: GrantRecord | null = null;
        let last: (typeof steps)[number] | undefined;
        for (const one of steps) {
          const of = shareOn({ shareId: one.shareId, actor: one.agent });
          record = nextGrants(record, { type: 'said', share: of, ...one, nowMs: one.atMs });
          last = one;
        }
        const now = shareOn({ grants: { point: 'off', control: 'off', fill: 'off', [asked]: server } });
        const isOn = standOf(record, now, asked, { id: 'tab1', nowMs: 2_000_000 }) === 'on';
        if (!isOn) return true;
        const own = record?.shareId === 's1' && record.agentId === anna.agentId && record.tabId === 'tab1';
        const lastNo = last && !last.yes && last.capability === asked && own;
        return server === 'on' && !lastNo && (asked === 'point' || (own && record?.said[asked] === 'yes'));
      }),
    );
  });
});

describe('the record', () => {
  it('[SH144] is found again by the next page of the tab, and by no copy of it', () => {
    const store = memoryStore();
    const powers = { store, clock: fakeClock(), mayStore: () => true };
    createGrants({ ...powers, tabId: 'tab1' }).said(share, 'control', true);
    expect(createGrants({ ...powers, tabId: 'tab1' }).standOf(share, 'control')).toBe('on');
    expect(createGrants({ ...powers, tabId: 'tab2' }).standOf(share, 'control')).toBe('again');
  });

  it('[SH144] is kept in memory alone where nothing may be stored, and forgotten without a trace', () => {
    const store = memoryStore();
    const powers = { store, clock: fakeClock(), tabId: 'tab1' };
    const grants = createGrants({ ...powers, mayStore: () => false });
    grants.said(share, 'control', true);
    expect([grants.standOf(share, 'control'), store.read('grants')]).toEqual(['on', null]);
    const kept = createGrants({ ...powers, mayStore: () => true });
    kept.said(share, 'control', true);
    kept.forget();
    expect([kept.standOf(share, 'control'), store.read('grants')]).toEqual(['again', null]);
  });

  it('[SH142] what somebody else wrote there grants nothing', () => {
    for (const text of ['{', 'null', '[]', '{"said":{"control":"yes"}}', '{"said":null,"atMs":1}', '7']) {
      const store = memoryStore();
      store.write('grants', text);
      const grants = createGrants({ store, clock: fakeClock(), mayStore: () => true, tabId: 'tab1' });
      expect(grants.standOf(share, 'control')).toBe('again');
    }
  });
});
