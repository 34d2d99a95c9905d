// @vitest-environment jsdom
import { no, yes } from '@theke/protocol';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { anna, ben, shareAsked, shareOn } from '../testing/shares.ts';
import { settle, sharing } from '../testing/sharing.ts';
import { createTurns } from './turns.ts';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

const on = shareOn();
/** A share that streams. */
async function shared(more: Parameters<typeof shareOn>[0] = {}) {
  const all = sharing();
  all.desk.welcomed(shareOn(more));
  await settle();
  return all;
}

describe('question, yes, stop', () => {
  it('[SH60] nothing is recorded or opened before the visitor’s yes; a no ends it', async () => {
    const { desk, line, lanes, sessions } = sharing();
    line.hear('share:changed', shareAsked());
    await settle();
    expect([lanes.length, sessions.length]).toEqual([0, 0]);
    desk.answer(false);
    await settle();
    expect(line.asked.at(-1)).toEqual({ event: 'share:answer', input: { shareId: 's1', allow: false } });
    expect([desk.share.value, lanes.length]).toEqual([null, 0]);
  });

  it('[SH60] a shop that said no to sharing declines every wish unseen', async () => {
    const { core, desk, line } = sharing();
    core.consent.cobrowse = false;
    line.hear('share:changed', shareAsked());
    expect(desk.share.value).toBeNull();
    await settle();
    expect(line.asked.at(-1)!.input).toEqual({ shareId: 's1', allow: false });
  });

  it('[SH61] stopping undoes the recording at once, before anybody is told', async () => {
    const { desk, line, sessions, lanes } = sharing();
    line.hear('share:changed', shareAsked());
    desk.answer(true);
    await settle();
    expect(sessions).toHaveLength(1);
    desk.stop();
    expect(sessions[0]!.stop).toHaveBeenCalledOnce();
    expect(lanes[0]!.state).toBe('closed');
    expect(desk.share.value).toBeNull();
    await settle();
    expect(line.asked.at(-1)!.event).toBe('grants:withdraw');
  });

  it('[SH62] goes on after a page load without a question, with a stream above all earlier ones', async () => {
    const { sessions, asked } = await shared();
    expect(sessions[0]!.powers.firstStream).toBe(9_000_000);
    expect(asked('share:answer')).toEqual([]);
  });

  it('[SH62] a live lane that was lost goes on with a fresh picture, not a second recording', async () => {
    const { sessions, lanes } = await shared();
    lanes[0]!.become('offline');
    lanes[0]!.become('online');
    await settle();
    expect(sessions).toHaveLength(1);
    expect(sessions[0]!.picture).toHaveBeenCalledOnce();
  });

  it('[SH63] a stop the server did not hear is said again, and no page load begins anew', async () => {
    const { desk, line, make, sessions, store } = await shared();
    line.become('offline');
    desk.stop();
    await settle();
    desk.close();
    line.open();
    const next = make();
    next.welcomed(on);
    await settle();
    expect(sessions).toHaveLength(1);
    expect(next.share.value).toBeNull();
    expect(line.asked.at(-1)!.event).toBe('grants:withdraw');
    expect(store.read('stopped')).toBeNull();
  });

  it('[SH61] what the server cuts is cut here', async () => {
    const { desk, lanes, sessions, line } = await shared();
    lanes[0]!.hear('share:cut', { shareId: 's1' });
    expect(sessions[0]!.stop).toHaveBeenCalledOnce();
    line.hear('share:changed', shareOn({ phase: 'ended', why: 'stoppedByAgent' }));
    expect(desk.share.value).toBeNull();
  });
});

describe('the stream', () => {
  it('[SH159] a late viewer’s picture is made for them alone', async () => {
    const { sessions, lanes } = await shared();
    lanes[0]!.hear('picture:wanted', { shareId: 's1', only: ['v2'] });
    lanes[0]!.hear('picture:wanted', { shareId: 's1' });
    expect(sessions[0]!.picture.mock.calls).toEqual([[['v2']], [undefined]]);
  });

  it('[SH158] what may be seen is given from the start and told once for each change', async () => {
    const { sessions, site } = await shared();
    const privacy = site.peek()!.privacy;
    expect(sessions[0]!.powers.privacy).toBe(privacy);
    // The welcome after a dropped line carries it once more.
    site.value = { ...site.peek()!, privacy: { ...privacy } };
    expect(sessions[0]!.privacy).not.toHaveBeenCalled();
    const next = { ...privacy, version: 1, preset: 'shop' as const };
    site.value = { ...site.peek()!, privacy: next };
    expect(sessions[0]!.privacy.mock.calls).toEqual([[next]]);
  });

  it('[SH157] what the visitor hid stays hidden on the next page of this share, and is forgotten with it', async () => {
    const { desk, sessions, line } = await shared();
    const first = sessions[0]!.powers.hiddenByVisitor as { read(): string[]; write(keys: string[]): void };
    first.write(['main>p:2']);
    desk.leave();
    desk.welcomed(on);
    await settle();
    const second = sessions[1]!.powers.hiddenByVisitor as typeof first;
    expect(second.read()).toEqual(['main>p:2']);
    line.hear('share:changed', shareOn({ phase: 'ended' }));
    expect([second.read(), sessionStorage.length]).toEqual([[], 0]);
  });

  it('[SH148] whoever comes to look as well is told of by name', async () => {
    const { line, say } = await shared();
    line.hear('share:changed', shareOn({ viewers: [anna, ben] }));
    expect(say).toHaveBeenLastCalledWith('Ben sees this page, too');
  });

  it('[SH143] pointer, frames and lines are drawn only while pointing is allowed', async () => {
    const { sessions, lanes, desk } = await shared();
    const point = () => {
      lanes[0]!.hear('pointer:moved', { shareId: 's1', x: 1, y: 1, inside: true });
      lanes[0]!.hear('highlight:changed', { shareId: 's1', node: 3 });
      lanes[0]!.hear('stroke:drawn', { shareId: 's1', strokeId: 'k', points: [1, 2], done: false });
    };
    const drawn = () => {
      const { pointer, highlight, stroke } = sessions[0]!;
      return [pointer, highlight, stroke].map((fn) => fn.mock.calls.length);
    };
    point();
    expect(drawn()).toEqual([1, 1, 1]);
    desk.grants.withdraw('point');
    await settle();
    // What stood there is taken away.
    expect(drawn()).toEqual([2, 2, 1]);
    point();
    expect(drawn()).toEqual([2, 2, 1]);
  });
});

describe('a pause', () => {
  it('[SH147] holds everything back at once; what the server knew a moment ago does not undo it', async () => {
    const { desk, sessions, line, asked, events, lanes } = await shared();
    line.answers['share:pause'] = () => no('timeout');
    desk.pause(true);
    expect(sessions[0]!.pause.mock.calls).toEqual([[true]]);
    line.hear('share:changed', shareOn({ viewers: [anna, ben] }));
    expect(desk.share.value?.paused).toBe(true);
    expect(desk.grants.granted('point')).toBe(false);
    const act = { shareId: 's1', actId: 'a', act: { kind: 'back' }, seen: { stream: 1, seq: 1 } } as const;
    expect(await lanes[0]!.wants('act:tried', act)).toEqual(yes({ done: false, why: 'paused' }));
    await settle();
    desk.welcomed(on);
    await settle();
    expect(asked('share:pause')).toEqual([
      { shareId: 's1', paused: true },
      { shareId: 's1', paused: true },
    ]);
    line.answers['share:pause'] = () => yes(on);
    desk.pause(false);
    await settle();
    expect(sessions[0]!.pause).toHaveBeenLastCalledWith(false);
    expect(events.filter(({ type }) => type === 'paused').map(({ data }) => data)).toEqual([
      { shareId: 's1', paused: true },
      { shareId: 's1', paused: false },
    ]);
  });

  it('[SH147] a page loaded while paused records nothing until it goes on', async () => {
    const { desk, sessions, lanes, line } = await shared({ paused: true });
    expect([sessions.length, lanes.length]).toEqual([0, 0]);
    line.answers['share:pause'] = () => yes(on);
    desk.pause(false);
    await settle();
    expect(sessions).toHaveLength(1);
  });
});

describe('acts', () => {
  const click = {
    shareId: 's1',
    actId: 'a1',
    act: { kind: 'click', node: 3, rx: 0.5, ry: 0.5 },
    seen: { stream: 1, seq: 1 },
  } as const;
  const control = { grants: { point: 'on', control: 'on', fill: 'off' } } as const;

  it('[SH151] without a grant nothing is even loaded, and every act is refused', async () => {
    const { lanes, loaded } = await shared();
    expect(await lanes[0]!.wants('act:tried', click)).toEqual(yes({ done: false, why: 'notGranted' }));
    expect(await lanes[0]!.wants('act:aimed', click)).toEqual(yes({ why: 'notGranted' }));
    expect(loaded).not.toContain('act');
  });

  it('[SH151] granted, they come, and each act needs its own grant and this very share', async () => {
    const { lanes, loaded, hands, line, desk } = await shared();
    line.answers['grant:answer'] = () => yes(shareOn(control));
    line.hear('share:changed', shareOn({ grants: { point: 'on', control: 'asked', fill: 'off' } }));
    void desk.grants.answer(true);
    await settle();
    expect(loaded.filter((name) => name === 'act')).toHaveLength(1);
    expect(await lanes[0]!.wants('act:tried', click)).toEqual(yes({ done: true }));
    const open = { ...click, act: { kind: 'open', node: 3 } } as const;
    expect(await lanes[0]!.wants('act:tried', open)).toEqual(yes({ done: false, why: 'notGranted' }));
    const other = { ...click, shareId: 's0' };
    expect(await lanes[0]!.wants('act:tried', other)).toEqual(yes({ done: false, why: 'away' }));
    expect(hands.try).toHaveBeenCalledOnce();
    desk.grants.withdraw('control');
    expect(await lanes[0]!.wants('act:tried', click)).toEqual(yes({ done: false, why: 'notGranted' }));
    desk.leave();
    expect(hands.stop).toHaveBeenCalled();
  });

  it('[SH151] hands that throw or do not come end in an answer, never in an error of the page', async () => {
    const { lanes, hands, line, desk, core } = await shared();
    line.answers['grant:answer'] = () => yes(shareOn(control));
    line.hear('share:changed', shareOn({ grants: { point: 'on', control: 'asked', fill: 'off' } }));
    void desk.grants.answer(true);
    await settle();
    hands.try.mockRejectedValueOnce(new Error('odd page'));
    hands.aim.mockImplementationOnce(() => {
      throw new Error('odd page');
    });
    expect(await lanes[0]!.wants('act:tried', click)).toEqual(yes({ done: false, why: 'gone' }));
    expect(await lanes[0]!.wants('act:aimed', click)).toEqual(yes({ why: 'gone' }));
    desk.leave();
    const load = core.load;
    core.load = ((name: string) =>
      name === 'act' ? Promise.reject(new Error('blocked')) : load(name as 'share')) as never;
    desk.welcomed(shareOn(control));
    await settle();
    expect(desk.grants.granted('control')).toBe(false);
    core.load = load;
  });

  it('[SH151] how long the way takes is answered at once', async () => {
    const { lanes } = await shared();
    expect(await lanes[0]!.wants('pulse:felt', { shareId: 's1' })).toEqual(yes(undefined));
  });

  it('[SH152] what only the visitor may press is shown to them: framed, and in words', async () => {
    const { sessions, desk, line, handsPowers } = await shared();
    line.answers['grant:answer'] = () => yes(shareOn(control));
    line.hear('share:changed', shareOn({ grants: { point: 'on', control: 'asked', fill: 'off' } }));
    void desk.grants.answer(true);
    await settle();
    const button = document.createElement('button');
    (handsPowers[0]!.showInstead as (element: Element, label: string) => void)(button, 'Place order');
    expect(desk.deeds.last.value).toBe('Only you can do this: Place order');
    expect(sessions[0]!.instead).toHaveBeenCalledWith(button);
  });
});

describe('begun by the visitor', () => {
  it('[SH163] needs an agent and the visitor’s own yes; each no has its code', async () => {
    const { desk, conversation, core, sessions, line } = sharing();
    const here = conversation.peek()!;
    conversation.value = null;
    await expect(desk.offer.start()).rejects.toMatchObject({ code: 'nobody' });
    conversation.value = { ...here, status: 'waiting', agent: undefined };
    await expect(desk.offer.start()).rejects.toMatchObject({ code: 'nobody' });
    conversation.value = here;
    core.consent.cobrowse = false;
    await expect(desk.offer.start()).rejects.toMatchObject({ code: 'forbidden' });
    core.consent.cobrowse = true;
    const declined = desk.offer.start();
    await desk.offer.answer(false);
    await expect(declined).rejects.toMatchObject({ code: 'notGranted' });
    line.answers['share:offer'] = () => no('gone');
    const late = desk.offer.start();
    void desk.offer.answer(true);
    await expect(late).rejects.toMatchObject({ code: 'gone' });
    expect(sessions).toHaveLength(0);
    line.answers['share:offer'] = () => yes(on);
    const begun = desk.offer.start();
    expect(sessions).toHaveLength(0);
    void desk.offer.answer(true);
    expect(await begun).toEqual({ shareId: 's1' });
    await settle();
    expect(sessions).toHaveLength(1);
    expect(await desk.offer.start()).toEqual({ shareId: 's1' });
  });

  it('[SH163] an agent who asks meanwhile and gets a yes answers it, too', async () => {
    const { desk, line } = sharing();
    const begun = desk.offer.start();
    line.hear('share:changed', shareAsked());
    desk.answer(true);
    expect(await begun).toEqual({ shareId: 's1' });
    expect(desk.offer.asking.value).toBeNull();
  });
});

describe('tabs', () => {
  it('[SH64] of two tabs the one that came to the front last streams', async () => {
    const lost = vi.fn();
    const mine = vi.fn();
    const first = createTurns(window, 'tab1', { mine, lost });
    const second = createTurns(window, 'tab2', { mine: vi.fn(), lost: vi.fn() });
    first.take();
    second.take();
    await vi.waitFor(() => expect(lost).toHaveBeenCalled());
    window.dispatchEvent(new Event('focus'));
    expect(mine).toHaveBeenCalled();
    first.close();
    second.close();
    mine.mockClear();
    window.dispatchEvent(new Event('focus'));
    expect(mine).not.toHaveBeenCalled();
  });

  it('[SH160] the view follows the tab that is looked at, and the tab says so', async () => {
    const { desk, sessions, say } = await shared();
    const other = new BroadcastChannel('theke');
    other.postMessage({ streams: 'tab2' });
    await vi.waitFor(() => expect(desk.elsewhere.value).toBe(true));
    expect(sessions[0]!.stop).toHaveBeenCalled();
    window.dispatchEvent(new Event('focus'));
    await settle();
    expect([desk.elsewhere.value, sessions.length]).toEqual([false, 2]);
    expect(say).toHaveBeenLastCalledWith('Anna now sees this tab');
    other.close();
  });

  it('[SH160] a page opened behind others begins when it is looked at', async () => {
    const sight = (state: string) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    };
    sight('hidden');
    const { sessions } = await shared();
    expect(sessions).toHaveLength(0);
    sight('visible');
    await settle();
    expect(sessions).toHaveLength(1);
  });

  it('[SH161] a page brought back by the browser’s memory goes on with a recording of its own', async () => {
    const { desk, sessions } = await shared();
    desk.leave();
    desk.welcomed(on);
    await settle();
    expect(sessions).toHaveLength(2);
  });
});
