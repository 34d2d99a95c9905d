// @vitest-environment jsdom
import { no, type Share, yes } from '@theke/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { anna, ben, shareOn } from '../testing/shares.ts';
import { settle, sharing } from '../testing/sharing.ts';
import { grantKeepsMs } from './grants.ts';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

const withGrants = (grants: Partial<Share['grants']>, more: Partial<Share> = {}) =>
  shareOn({ grants: { point: 'on', control: 'off', fill: 'off', ...grants }, ...more });

/** A share that is on, and streams. */
async function shared(grants: Partial<Share['grants']> = {}, tabId = 'tab1') {
  const all = sharing({ tabId });
  all.desk.welcomed(withGrants(grants));
  await settle();
  const { desk } = all;
  return { ...all, allowed: () => (['point', 'control', 'fill'] as const).filter(desk.grants.granted) };
}

/** Control granted by the visitor's own answer. */
async function controlled(tabId = 'tab1') {
  const all = await shared({}, tabId);
  all.line.hear('share:changed', withGrants({ control: 'asked' }));
  void all.desk.grants.answer(true);
  await settle();
  return all;
}

describe('one more thing asked for', () => {
  it('[SH140] each is asked for by itself, one question at a time, and nothing is granted by asking', async () => {
    const { desk, line, allowed, asked, events } = await shared();
    expect(allowed()).toEqual(['point']);
    line.hear('share:changed', withGrants({ control: 'asked', fill: 'asked' }));
    expect(desk.grants.asking.value).toMatchObject({ capability: 'control', again: false });
    expect(events.at(-1)).toEqual({ type: 'requested', data: { shareId: 's1', capability: 'control' } });
    expect(allowed()).toEqual(['point']);
    void desk.grants.answer(true);
    await settle();
    expect(asked('grant:answer')).toEqual([{ shareId: 's1', capability: 'control', agentId: 'a1', allow: true }]);
    expect(allowed()).toEqual(['point', 'control']);
    expect(desk.grants.asking.value?.capability).toBe('fill');
    void desk.grants.answer(false);
    await settle();
    expect(desk.grants.asking.value).toBeNull();
    expect(allowed()).toEqual(['point', 'control']);
  });

  it('[SH140] a question goes when it is taken back, and after a minute without an answer', async () => {
    const { desk, line, clock, asked } = await shared();
    line.hear('share:changed', withGrants({ control: 'asked' }));
    line.hear('share:changed', withGrants({}));
    expect(desk.grants.asking.value).toBeNull();
    await settle();
    line.hear('share:changed', withGrants({ control: 'asked' }));
    expect(desk.grants.asking.value).not.toBeNull();
    clock.advance(60_000);
    expect(desk.grants.asking.value).toBeNull();
    expect(asked('grant:answer')).toEqual([]);
  });

  it('[SH141] a yes the server refused is none', async () => {
    const { desk, line, allowed } = await shared();
    line.answers['grant:answer'] = () => no('gone');
    line.hear('share:changed', withGrants({ control: 'asked' }));
    void desk.grants.answer(true);
    await settle();
    line.hear('share:changed', withGrants({ control: 'on' }));
    expect(allowed()).toEqual(['point']);
  });

  it('[SH142] what the server calls on is asked anew here when another agent has it, and told as no when refused', async () => {
    const { desk, line, allowed, asked } = await controlled();
    line.hear('share:changed', withGrants({ control: 'on' }, { actor: ben }));
    expect(allowed()).toEqual([]);
    expect(desk.grants.asking.value).toMatchObject({ capability: 'point', again: true });
    void desk.grants.answer(false);
    await settle();
    expect(asked('grant:answer')).toHaveLength(1);
    expect(asked('grant:withdraw')[0]).toEqual({ shareId: 's1', capability: 'point' });
  });
});

describe('another viewer wants to act', () => {
  const handover = { agent: ben, capability: 'control' } as const;

  it('[SH142] is asked about by name; until the yes the first agent’s grants stand, then they are over', async () => {
    const { desk, line, allowed, asked } = await controlled();
    line.hear('share:changed', withGrants({ control: 'on' }, { handover }));
    expect(desk.grants.asking.value).toMatchObject({ agent: ben, capability: 'control', insteadOf: anna });
    expect(allowed()).toEqual(['point', 'control']);
    const moved = withGrants({ control: 'on' }, { actor: ben });
    line.answers['grant:answer'] = async () => {
      // The server tells everybody before it answers.
      line.hear('share:changed', moved);
      expect([allowed(), desk.grants.asking.value]).toEqual([[], null]);
      await settle();
      expect(desk.grants.asking.value).toBeNull();
      return yes(moved);
    };
    void desk.grants.answer(true);
    expect(allowed()).toEqual([]);
    await settle();
    await settle();
    expect(asked('grant:answer').at(-1)).toEqual({
      shareId: 's1',
      capability: 'control',
      agentId: ben.agentId,
      allow: true,
    });
    expect(allowed()).toEqual(['point', 'control']);
    line.hear('share:changed', withGrants({ control: 'on' }, { actor: anna }));
    expect(allowed()).toEqual(['point']);
  });

  it('[SH142] a no leaves everything as it was', async () => {
    const { desk, line, allowed } = await controlled();
    line.hear('share:changed', withGrants({ control: 'on' }, { handover }));
    line.answers['grant:answer'] = () => yes(withGrants({ control: 'on' }));
    void desk.grants.answer(false);
    await settle();
    expect([allowed(), desk.grants.asking.value]).toEqual([['point', 'control'], null]);
    line.hear('share:changed', withGrants({ control: 'on' }, { handover }));
    expect(desk.grants.asking.value).toMatchObject({ agent: ben });
  });
});

describe('taking back', () => {
  it('[SH143] counts before anybody is told, by itself, and is told until it is heard', async () => {
    const { desk, line, allowed, asked, hands, say } = await controlled();
    line.hear('share:changed', withGrants({ control: 'on', fill: 'asked' }));
    void desk.grants.answer(true);
    await settle();
    expect(allowed()).toEqual(['point', 'control', 'fill']);
    line.become('offline');
    hands.regrant.mockClear();
    desk.grants.withdraw('control');
    expect(allowed()).toEqual(['point', 'fill']);
    await settle();
    expect(hands.regrant).toHaveBeenCalled();
    expect(say).toHaveBeenLastCalledWith('Anna no longer clicks and scrolls');
    expect(asked('grant:withdraw')).toEqual([]);
    line.open();
    desk.welcomed(withGrants({ control: 'on', fill: 'on' }));
    await settle();
    expect(asked('grant:withdraw')).toEqual([{ shareId: 's1', capability: 'control' }]);
    expect([allowed(), desk.grants.asking.value]).toEqual([['point', 'fill'], null]);
  });

  it('[SH146] everything at once: only looking is left, and that is said', async () => {
    const { desk, allowed, say, events } = await controlled();
    desk.grants.withdrawFrom('point');
    expect(allowed()).toEqual([]);
    await settle();
    expect(say).toHaveBeenLastCalledWith('Stopped. Anna can only look now.');
    expect(events.at(-1)).toEqual({ type: 'control', data: { shareId: 's1', capability: 'control', on: false } });
    expect(desk.share.value?.phase).toBe('on');
  });

  it('[SH145] after fifteen minutes without an act it ends by itself; each act begins them anew', async () => {
    const { desk, clock, allowed, handsPowers, asked, lanes } = await controlled();
    clock.advance(grantKeepsMs - 60_000);
    const scroll = { kind: 'scroll', node: null, left: 0, top: 1 } as const;
    await lanes[0]!.wants('act:tried', { shareId: 's1', actId: 'a', act: scroll, seen: { stream: 1, seq: 1 } });
    (handsPowers[0]!.onActed as (act: object, label: string) => void)({ kind: 'click' }, 'Size guide');
    await settle();
    expect(desk.deeds.last.value).toBe('Anna clicked: Size guide');
    clock.advance(grantKeepsMs - 60_000);
    expect(allowed()).toEqual(['point', 'control']);
    clock.advance(60_000);
    await settle();
    expect(allowed()).toEqual(['point']);
    expect(asked('grant:withdraw')).toEqual([{ shareId: 's1', capability: 'control' }]);
  });

  it('[SH145] half a minute out of sight ends clicking and filling in, not looking', async () => {
    const { clock, allowed, desk } = await controlled();
    const sight = (state: string) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    };
    sight('hidden');
    clock.advance(29_000);
    sight('visible');
    clock.advance(5_000);
    expect(allowed()).toEqual(['point', 'control']);
    sight('hidden');
    clock.advance(30_000);
    sight('visible');
    await settle();
    expect(allowed()).toEqual(['point']);
    expect(desk.share.value?.phase).toBe('on');
  });
});

describe('over page loads and tabs', () => {
  it('[SH144] goes on after a page load without a question', async () => {
    const { desk, make } = await controlled();
    desk.leave();
    const next = make();
    next.welcomed(withGrants({ control: 'on' }));
    await settle();
    expect(next.grants.granted('control')).toBe(true);
    expect(next.grants.asking.value).toBeNull();
  });

  it('[SH142] a duplicated tab has the same storage and may do nothing before it is asked itself', async () => {
    const { make } = await controlled();
    const copy = make({ tabId: 'tab2' });
    copy.welcomed(withGrants({ control: 'on' }));
    await settle();
    expect(copy.grants.granted('control')).toBe(false);
    expect(copy.grants.asking.value).toMatchObject({ capability: 'control', again: true, share: { agent: anna } });
    void copy.grants.answer(true);
    expect(copy.grants.granted('control')).toBe(true);
  });

  it('[SH145] only the tab that is seen acts', async () => {
    const { allowed, lanes } = await controlled();
    expect(allowed()).toEqual(['point', 'control']);
    lanes[0]!.hear('share:cut', { shareId: 's1' });
    expect(allowed()).toEqual([]);
  });

  it('[SH142] the end of the share is the end of every yes', async () => {
    const { desk, line, make } = await controlled();
    line.hear('share:changed', shareOn({ phase: 'ended', why: 'stoppedByAgent' }));
    expect(sessionStorage.length).toBe(0);
    const next = make();
    next.welcomed(withGrants({ control: 'on' }));
    await settle();
    expect(next.grants.granted('control')).toBe(false);
    desk.close();
  });
});
