import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuetGround, openDuet } from '../testing/duet.contract.ts';

let ground: DuetGround;

beforeAll(async () => {
  ground = await openDuet();
});
afterAll(() => ground?.close());

const isIn = (letters: string, text: string) => {
  let at = 0;
  for (const letter of text) if (letter === letters[at]) at += 1;
  return at === letters.length;
};

describe('the visitor in the same field', () => {
  it.each(['<input id="f">', '<textarea id="f"></textarea>', '<div id="f" contenteditable></div>'])(
    '[CT67] %s: a typing visitor and a typing agent: no letter of either is lost, both see the same',
    async (html) => {
      const { page } = await ground.page(html, 80);
      await page.evaluate(() => duet.open('#f'));
      const agent = page.evaluate(async () => {
        await duet.type('ABCDEFGHIJ', 60);
        await pause(1_200);
        await duet.type('KLMNOPQRST', 60);
      });
      await page.focus('#f');
      await page.keyboard.type('abcdefghij', { delay: 35 });
      await page.waitForTimeout(2_200);
      await page.keyboard.press('Home');
      await page.keyboard.type('klmnopqrst', { delay: 35 });
      await agent;
      const text = await page.evaluate(() => duet.settled('#f', 9_000));
      expect([...text].sort().join('')).toBe('ABCDEFGHIJKLMNOPQRSTabcdefghijklmnopqrst');
      // Nor are they shaken: each one's letters stand in the order they were written.
      for (const letters of ['ABCDEFGHIJ', 'KLMNOPQRST', 'abcdefghij', 'klmnopqrst'])
        expect(isIn(letters, text)).toBe(true);
      const busy = await page.evaluate(() =>
        duet.outcomes.filter((outcome) => !outcome.done).map((outcome) => ('why' in outcome ? outcome.why : '')),
      );
      expect(new Set(busy)).toEqual(new Set(busy.length > 0 ? ['busy'] : []));
      await page.close();
    },
  );

  it('[CT68] their keystroke keeps the agent away for 1.5 s; what the agent wrote waits and comes after', async () => {
    const { page } = await ground.page('<input id="f">');
    await page.evaluate(() => duet.open('#f'));
    await page.focus('#f');
    await page.keyboard.type('v');
    const during = await page.evaluate(async () => {
      const first = duet.act({ kind: 'edit', node: 0, rev: duet.news.length + 1, start: 0, remove: 0, text: 'x' });
      await duet.rest();
      const locked = duet.field!.locked.value;
      duet.field!.write('va', 2);
      await pause(900);
      const value = duet.value;
      const shown = duet.field!.text.value;
      await pause(900);
      return {
        first,
        locked,
        value,
        shown,
        after: duet.value,
        free: duet.field!.locked.value,
      };
    });
    expect(during).toEqual({
      first: { done: false, why: 'busy' },
      locked: 'busy',
      value: 'v',
      shown: 'va',
      after: 'va',
      free: null,
    });
    await page.close();
  });

  it('[CT68] keys that write nothing keep the agent away as well', async () => {
    const { page } = await ground.page('<input id="f" value="abc">');
    await page.evaluate(() => duet.open('#f'));
    await page.focus('#f');
    await page.keyboard.press('ArrowLeft');
    const result = await page.evaluate(async () => {
      duet.field!.write('abcX', 4);
      await duet.rest();
      return [duet.field!.locked.value, duet.value];
    });
    expect(result).toEqual(['busy', 'abc']);
    await page.close();
  });

  it('[CT69] letters being put together are left alone until they are, and 1.5 s more', async () => {
    const { page } = await ground.page('<input id="f">');
    await page.evaluate(() => duet.open('#f'));
    await page.focus('#f');
    const wire = await page.context().newCDPSession(page);
    await wire.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
    const during = await page.evaluate(async () => {
      duet.field!.write(`${duet.field!.text.value}A`, 2);
      await pause(2_200);
      return duet.value;
    });
    await wire.send('Input.insertText', { text: '日本' });
    const after = await page.evaluate(async () => {
      await pause(600);
      const early = duet.value;
      return [early, await duet.settled('#f'), duet.field!.text.value];
    });
    expect(during).toBe('に');
    expect(after[0]).toBe('日本');
    expect([...after[1]!].sort()).toEqual([...'A日本'].sort());
    expect(after[2]).toBe(after[1]);
    await page.close();
  });

  it('[CT70] where the visitor is comes to the agent, at most ten times a second, and never from a hidden field', async () => {
    const { page } = await ground.page('<input id="f" value="0123456789"><div data-theke-mask><input id="m"></div>');
    await page.evaluate(() => duet.open('#f'));
    await page.focus('#f');
    await page.keyboard.press('Home');
    const sinceMs = Date.now();
    for (let i = 0; i < 60; i += 1) await page.keyboard.press(i % 2 ? 'ArrowLeft' : 'ArrowRight');
    await page.keyboard.press('End');
    await page.waitForTimeout(250);
    const tookMs = Date.now() - sinceMs;
    const carets = await page.evaluate(() => duet.news.filter((news) => news.kind === 'caret'));
    expect(carets.length).toBeGreaterThan(1);
    expect(carets.length).toBeLessThanOrEqual(Math.ceil(tookMs / 100) + 1);
    expect(carets.at(-1)).toMatchObject({ start: 10, end: 10 });
    expect(await page.evaluate(() => duet.field!.visitorCaret.value)).toEqual({ start: 10, end: 10 });
    const hidden = await page.evaluate(async () => {
      duet.news.length = 0;
      await duet.open('#m');
      document.querySelector<HTMLInputElement>('#m')!.focus();
      await pause(200);
      return duet.news;
    });
    expect(hidden).toEqual([]);
    await page.close();
  });
});

/** Everything that reached the agent's side, as text. */
const told = (page: Page) => page.evaluate(() => JSON.stringify([duet.news, duet.outcomes, duet.field?.text.value]));

describe('fields whose content stays hidden', () => {
  it("[CT71] the agent may write while all that is in it is the agent's, and open it again", async () => {
    const { page } = await ground.page('<div data-theke-mask><input id="f"></div>');
    const result = await page.evaluate(async () => {
      await duet.open('#f');
      const { mode } = duet.field!;
      await duet.type('agent', 5);
      await duet.rest();
      duet.field!.leave();
      await duet.rest();
      return [mode, await duet.open('#f'), duet.value];
    });
    expect(result).toEqual(['blind', 'agent', 'agent']);
    await page.close();
  });

  it('[CT71] what the visitor had written is not opened, and never told of', async () => {
    const { page } = await ground.page('<div data-theke-mask><input id="f" value="SECRET"></div>');
    await page.evaluate(() => duet.open('#f'));
    expect(await page.evaluate(() => duet.refused)).toEqual(['theirs']);
    expect(await told(page)).not.toMatch(/SECRET|CR/);
    await page.close();
  });

  it.each([
    [
      'the visitor types',
      async (page: Page) => {
        await page.focus('#f');
        await page.keyboard.type('Q');
      },
    ],
    ['the page puts something in', (page: Page) => page.evaluate(() => duet.set('agQent'))],
    [
      'the page writes what was written another way',
      (page: Page) =>
        page.evaluate(() => {
          const field = document.querySelector<HTMLInputElement>('#f')!;
          field.addEventListener('input', () => (field.value = field.value.replace('!', 'Q')));
          duet.field!.write('agent!', 6);
        }),
    ],
  ])('[CT71] %s: it closes at once, with nothing told but that it is theirs', async (_, does) => {
    const { page } = await ground.page('<div data-theke-mask><input id="f"></div>');
    await page.evaluate(async () => {
      await duet.open('#f');
      await duet.type('agent', 5);
      await duet.rest();
    });
    await does(page);
    await page.waitForTimeout(100);
    const result = await page.evaluate(async () => {
      await duet.open('#f');
      return [duet.news.filter((news) => news.kind === 'closed'), duet.refused, duet.field];
    });
    expect(result).toEqual([[{ node: 0, kind: 'closed', why: 'theirs' }], ['theirs', 'theirs'], null]);
    expect(await told(page)).not.toContain('Q');
    await page.close();
  });

  it('[CT71] ticks and choices the visitor has made are not told of either', async () => {
    const { page } = await ground.page(
      '<div data-theke-mask><input id="t" type="checkbox" checked><input id="r1" type="radio" name="r" checked><input id="r2" type="radio" name="r"><select id="s"><option value="">-<option selected>b</select><select id="s0"><option value="">-<option>b</select><input id="t0" type="checkbox"></div>',
    );
    const result = await page.evaluate(async () => {
      for (const at of ['#t', '#r1', '#r2', '#s']) await duet.open(at);
      const refused = [...duet.refused];
      await duet.open('#s0');
      duet.field!.pick([1]);
      await duet.rest();
      await duet.open('#t0');
      duet.field!.tick(true);
      await duet.rest();
      return [
        refused,
        document.querySelector<HTMLSelectElement>('#s0')!.value,
        document.querySelector<HTMLInputElement>('#t0')!.checked,
      ];
    });
    expect(result).toEqual([['theirs', 'theirs', 'theirs', 'theirs'], 'b', true]);
    await page.close();
  });
});

describe('fields nobody but the visitor fills in', () => {
  it('[CT72] passwords, what the shop blocks or denies, and what has a hidden part, are not opened', async () => {
    const { page } = await ground.page(
      '<input id="p" type="password"><div data-theke-block><input id="b"></div><input id="d" data-theke-deny><div id="r" contenteditable>x<b data-theke-block>HID</b></div><input id="c" value="4111 1111 1111 1111">',
    );
    const refused = await page.evaluate(async () => {
      for (const at of ['#p', '#b', '#d', '#r', '#c']) await duet.open(at);
      document.querySelector<HTMLInputElement>('#p')!.type = 'text';
      await duet.open('#p');
      return duet.refused;
    });
    expect(refused).toEqual(['secret', 'secret', 'denied', 'secret', 'secret', 'secret']);
    expect(await told(page)).not.toMatch(/HID|4111/);
    await page.close();
  });

  it.each([
    ['becomes a password field', (): void => document.querySelector('#f')!.setAttribute('type', 'password'), 'secret'],
    [
      'is blocked by the shop',
      () => {
        document.body.setAttribute('data-theke-block', '');
        duet.set('TELL');
      },
      'secret',
    ],
    [
      'is masked by the shop',
      () => {
        document.body.setAttribute('data-theke-mask', '');
        duet.set('TELL');
      },
      'changed',
    ],
    [
      'is denied by the shop',
      () => {
        document.body.setAttribute('data-theke-deny', '');
        duet.set('TELL');
      },
      'denied',
    ],
    ['is taken off the page', (): void => document.querySelector('#f')!.remove(), 'gone'],
    ['gets a card number', (): void => duet.set('TELL 4111 1111 1111 1111'), 'secret'],
    ['may no longer be filled in', (): void => void Object.assign(duet, { granted: false }), 'notGranted'],
  ] as const)('[CT72] a field that %s closes, and nothing more is told', async (_, does, why) => {
    const { page } = await ground.page('<input id="f" value="a">');
    await page.evaluate(() => duet.open('#f'));
    await page.evaluate(does);
    await page.waitForTimeout(100);
    const result = await page.evaluate(() => {
      duet.set('MORE');
      return [duet.news, duet.act({ kind: 'edit', node: 0, rev: 1, start: 0, remove: 0, text: 'x' }), duet.refused];
    });
    expect(result).toEqual([[{ node: 0, kind: 'closed', why }], { done: false, why: 'gone' }, [why]]);
    expect(await told(page)).not.toMatch(/TELL|4111|MORE/);
    await page.close();
  });

  it('[CT72] an agent cannot write a card number, nor complete one', async () => {
    const { page } = await ground.page('<input id="f" value="4111 1111 1111 111">');
    const result = await page.evaluate(async () => {
      await duet.open('#f');
      duet.field!.write('4111 1111 1111 1111', 19);
      await duet.rest();
      return [duet.value, duet.refused, duet.field];
    });
    expect(result).toEqual(['4111 1111 1111 111', ['secret'], null]);
    await page.close();
  });
});

describe('both halves', () => {
  it('[CT73] an act asked again because its answer was lost is done once', async () => {
    const { page } = await ground.page('<input id="f">');
    const result = await page.evaluate(async () => {
      await duet.open('#f');
      const edit = { kind: 'edit', node: 0, rev: 1, start: 0, remove: 0, text: 'once' } as const;
      const twice = [duet.act(edit, 'act_1'), duet.act(edit, 'act_1')];
      duet.loseAnswers = 1;
      await duet.rest();
      duet.field!.write('once more', 9);
      return [twice, await duet.settled('#f')];
    });
    expect(result).toEqual([
      [
        { done: true, rev: 2 },
        { done: true, rev: 2 },
      ],
      'once more',
    ]);
    await page.close();
  });

  it('[CT75] acts that fit no open field, no text or no kind do nothing', async () => {
    const { page } = await ground.page('<input id="f" value="abc"><input id="t" type="checkbox">');
    const result = await page.evaluate(async () => {
      const early = duet.act({ kind: 'edit', node: 0, rev: 1, start: 0, remove: 0, text: 'x' });
      await duet.open('#f');
      duet.act({ kind: 'open', node: duet.id('#t') });
      return [
        early,
        duet.act({ kind: 'edit', node: 0, rev: 1, start: 2, remove: 2, text: 'x' }),
        duet.act({ kind: 'edit', node: 0, rev: 0, start: 0, remove: 0, text: 'x' }),
        duet.act({ kind: 'edit', node: 0, rev: 99, start: 0, remove: 0, text: 'x' }),
        duet.act({ kind: 'put', node: 0, rev: 1, text: 'x' }),
        duet.act({ kind: 'tick', node: 0, rev: 1, on: true }),
        duet.act({ kind: 'edit', node: 1, rev: 2, start: 0, remove: 0, text: 'x' }),
        duet.act({ kind: 'edit', node: 0, rev: 1, start: 0, remove: 0, text: 'x'.repeat(19_999) }),
        duet.value,
      ];
    });
    const no = (why: string) => ({ done: false, why });
    expect(result).toEqual([
      no('gone'),
      no('changed'),
      no('changed'),
      no('changed'),
      no('notField'),
      no('notField'),
      no('notField'),
      no('notField'),
      'abc',
    ]);
    await page.close();
  });

  it('[CT76] after the end nothing is listened to, looked at or told any more', async () => {
    const { page } = await ground.page('<input id="f">');
    const result = await page.evaluate(async () => {
      const listening = new Set<string>();
      const { addEventListener, removeEventListener } = window;
      window.addEventListener = function (this: Window, ...all: Parameters<typeof addEventListener>) {
        listening.add(all[0]);
        return addEventListener.apply(this, all);
      } as typeof addEventListener;
      window.removeEventListener = function (this: Window, ...all: Parameters<typeof removeEventListener>) {
        listening.delete(all[0]);
        return removeEventListener.apply(this, all);
      } as typeof removeEventListener;
      const idle = [...listening];
      await duet.open('#f');
      await duet.type('a');
      await duet.rest();
      const during = listening.size;
      duet.fill.stop();
      const { length } = duet.news;
      duet.set('b');
      await duet.rest();
      return { idle, during, after: [...listening], more: duet.news.length - length };
    });
    expect(result).toMatchObject({ idle: [], after: [], more: 0 });
    expect(result.during).toBeGreaterThan(5);
    await page.close();
  });
});
