import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuetGround, fillWeight, openDuet } from '../testing/duet.contract.ts';

let ground: DuetGround;

beforeAll(async () => {
  ground = await openDuet();
});
afterAll(() => ground?.close());

/** Writes down every event a page may listen for. */
const listen = (page: Page) =>
  page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    for (const name of ['focus', 'focusin', 'beforeinput', 'input', 'change', 'click', 'blur', 'focusout'])
      document.addEventListener(name, (event) => heard.push(`${name} ${(event.target as Element).id}`), true);
  });
const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));

describe('fields of every kind', () => {
  it.each([
    ['<input id="f">', 'Straße 1'],
    ['<input id="f" type="search">', 'tea'],
    ['<input id="f" type="url">', 'https://x.example'],
    ['<input id="f" type="tel">', '030 12'],
    ['<input id="f" type="email">', 'a@b.de'],
    ['<textarea id="f"></textarea>', 'two\nlines'],
    ['<div id="f" contenteditable>', 'two\nlines\n'],
    ['<div id="f" contenteditable="plaintext-only" style="white-space:pre-wrap"></div>', 'a  b\nc'],
    ['<form><input name="action"><input id="f" name="parentNode"><input name="dispatchEvent"></form>', 'named'],
  ])('[CT59] %s is written in letter by letter, with the events a hand would cause', async (html, text) => {
    const { page, errors } = await ground.page(html);
    await listen(page);
    const result = await page.evaluate(async (letters) => {
      const before = await duet.open('#f');
      await duet.type(letters, 3);
      await duet.rest();
      const value = duet.field?.text.value;
      duet.field?.leave();
      await duet.rest();
      const element = document.querySelector<HTMLInputElement>('#f')!;
      return {
        before,
        value,
        now: element.value ?? element.innerText,
        state: duet.act({ kind: 'open', node: duet.id('#f') }),
      };
    }, text);
    expect(result).toMatchObject({ before: '', value: text, state: { done: true, field: { text, mode: 'open' } } });
    if (!html.includes('div')) expect(result.now).toBe(text);
    const events = (await heard(page)).filter((name) => name.endsWith(' f')).map((name) => name.split(' ')[0]!);
    expect(events.slice(0, 2)).toEqual(['focus', 'focusin']);
    expect(events.filter((name) => name === 'input').length).toBeGreaterThan(0);
    expect(events.slice(-3)).toEqual(['change', 'blur', 'focusout']);
    expect(errors).toEqual([]);
    await page.close();
  });

  it.each([
    ['date', '2026-02-03'],
    ['time', '12:30'],
    ['month', '2026-02'],
    ['week', '2026-W05'],
    ['datetime-local', '2026-02-03T10:00'],
    ['number', '42'],
    ['range', '7'],
    ['color', '#ff0080'],
  ])('[CT60] %s is put whole, and what the browser does not take comes back as it is', async (type, value) => {
    const { page } = await ground.page(`<input id="f" type="${type}" max="99">`);
    await listen(page);
    const result = await page.evaluate(async (put) => {
      await duet.open('#f');
      const kind = duet.field!.kind;
      duet.field!.put(put);
      await duet.rest();
      const first = duet.value;
      duet.field!.put('nonsense');
      await duet.rest();
      const now = duet.value;
      return { kind, first, same: duet.field!.text.value === now, now };
    }, value);
    expect(result).toMatchObject({ kind: 'whole', first: value, same: true });
    expect(result.now).not.toBe('nonsense');
    const events = await heard(page);
    expect(events).toContain('input f');
    expect(events.includes('change f')).toBe(type !== 'number');
    await page.close();
  });

  it('[CT61] options, groups of options and several options are chosen; a disabled one, none', async () => {
    const { page } = await ground.page(
      '<select id="one"><option>a<optgroup label="g"><option>b<option disabled>c</optgroup><optgroup disabled><option>d</optgroup></select>' +
        '<select id="many" multiple><option>x<option selected>y<option>z</select>',
    );
    await listen(page);
    const result = await page.evaluate(async () => {
      const pick = async (options: number[]) => {
        duet.field!.pick(options);
        await duet.rest();
        return duet.field!.text.value;
      };
      const one = [
        await duet.open('#one'),
        await pick([1]),
        await pick([2]),
        await pick([3]),
        await pick([9]),
        await pick([]),
      ];
      const many = [await duet.open('#many'), await pick([2, 0]), await pick([])];
      return { one, many, value: document.querySelector('select')!.value };
    });
    expect(result).toEqual({ one: ['0', '1', '1', '1', '1', '1'], many: ['1', '0,2', ''], value: 'b' });
    expect((await heard(page)).filter((name) => /input|change/.test(name))).toEqual([
      'input one',
      'change one',
      'input many',
      'change many',
      'input many',
      'change many',
    ]);
    await page.close();
  });

  it('[CT61] options that have changed since the agent looked are not chosen by their old place', async () => {
    const { page } = await ground.page('<select id="f"><option>a<option>b</select>');
    const outcome = await page.evaluate(async () => {
      await duet.open('#f');
      duet.changed = true;
      return [duet.act({ kind: 'pick', node: 0, rev: 1, options: [1] }), document.querySelector('select')!.value];
    });
    expect(outcome).toEqual([{ done: false, why: 'changed' }, 'a']);
    await page.close();
  });

  it('[CT62] boxes and radio buttons are ticked, also one without a name; a radio button goes off by another only', async () => {
    const { page } = await ground.page(
      '<input id="box" type="checkbox"><input id="a" type="radio" name="n"><input id="b" type="radio" name="n"><input id="c" type="radio"><input id="no" type="checkbox" onclick="return false">',
    );
    const result = await page.evaluate(async () => {
      const tick = async (selector: string, on: boolean) => {
        await duet.open(selector);
        duet.field!.tick(on);
        await duet.rest();
        return `${duet.field!.text.value}${document.querySelector<HTMLInputElement>(selector)!.checked}`;
      };
      const all = [];
      for (const [at, on] of [
        ['#box', true],
        ['#box', false],
        ['#a', true],
        ['#b', true],
        ['#b', false],
        ['#c', true],
        ['#no', true],
      ] as const)
        all.push(await tick(at, on));
      return { all, a: document.querySelector<HTMLInputElement>('#a')!.checked, refused: duet.refused };
    });
    expect(result).toEqual({
      all: ['1true', 'false', '1true', '1true', '1true', '1true', 'false'],
      a: false,
      refused: [],
    });
    await page.close();
  });

  it('[CT63] length limits hold, and what is read-only, disabled or no field is not opened', async () => {
    const { page } = await ground.page(
      '<input id="f" maxlength="5" value="ab"><input id="ro" readonly><fieldset disabled><input id="off"></fieldset><button id="b">x</button><input id="file" type="file"><p id="p">x</p>',
    );
    const result = await page.evaluate(async () => {
      await duet.open('#f');
      duet.field!.write('XYZWab', 4);
      await duet.rest();
      const long = [duet.field!.text.value, duet.value];
      document.querySelector<HTMLInputElement>('#f')!.readOnly = true;
      duet.field!.write('', 0);
      await duet.rest();
      for (const at of ['#ro', '#off', '#b', '#file', '#p']) await duet.open(at);
      return { long, refused: duet.refused, value: duet.value };
    });
    expect(result).toEqual({
      long: ['XYZab', 'XYZab'],
      refused: ['disabled', 'disabled', 'disabled', 'notField', 'notField', 'notField'],
      value: 'XYZab',
    });
    await page.close();
  });

  it('[CT64] a page that refuses or rewrites input is followed, and told as the page', async () => {
    const { page } = await ground.page('<input id="digits"><input id="upper"><input id="trim">');
    const result = await page.evaluate(async () => {
      const get = (id: string) => document.querySelector<HTMLInputElement>(id)!;
      get('#digits').addEventListener('beforeinput', (event) => /\D/.test(event.data ?? '') && event.preventDefault());
      get('#upper').addEventListener('input', () => (get('#upper').value = get('#upper').value.toUpperCase()));
      get('#trim').addEventListener('input', () =>
        setTimeout(() => (get('#trim').value = get('#trim').value.trim()), 40),
      );
      const texts: unknown[] = [];
      for (const [at, text] of [
        ['#digits', '1a2'],
        ['#upper', 'abc'],
        ['#trim', ' x '],
      ] as const) {
        await duet.open(at);
        await duet.type(text, 100);
        texts.push(await duet.settled(at));
      }
      return { texts, by: [...new Set(duet.news.flatMap((news) => (news.kind === 'changed' ? [news.by] : [])))] };
    });
    expect(result).toEqual({ texts: ['12', 'ABC', 'x'], by: ['agent', 'page'] });
    await page.close();
  });

  it('[CT64] a value the page sets by itself is noticed while the field is open', async () => {
    const { page } = await ground.page('<input id="f" value="old">');
    const result = await page.evaluate(async () => {
      const first = await duet.open('#f');
      duet.set('new');
      await duet.rest();
      return [first, duet.field!.text.value, duet.news];
    });
    expect(result).toEqual([
      'old',
      'new',
      [{ node: 0, kind: 'changed', rev: 2, by: 'page', start: 0, remove: 3, text: 'new' }],
    ]);
    await page.close();
  });

  it('[CT64] a form that is reset, and fields in open shadow roots and in frames of the same site, are followed as well', async () => {
    const { page } = await ground.page(
      '<form><input id="f" value="start"></form><div id="host"></div><iframe srcdoc="<input id=i>"></iframe>',
    );
    const result = await page.evaluate(async () => {
      await duet.open('#f');
      await duet.type('!', 5);
      await duet.rest();
      document.forms[0]!.reset();
      await duet.rest();
      const reset = duet.field!.text.value;
      const root = document.querySelector('#host')!.attachShadow({ mode: 'open' });
      const inside = document.createElement('input');
      root.append(inside);
      const framed = document.querySelector('iframe')!.contentDocument!.querySelector('input')!;
      const values: string[] = [];
      for (const element of [inside, framed]) {
        await duet.agent.open(duet.name(element));
        await duet.type('deep', 5);
        await duet.rest();
        element.value += '+';
        await duet.rest();
        values.push(duet.field!.text.value);
      }
      return [reset, values];
    });
    expect(result).toEqual(['start', ['deep+', 'deep+']]);
    await page.close();
  });

  it('[CT65] the visitor keeps their focus wherever it is, and fields the agent leaves have been touched', async () => {
    const { page } = await ground.page('<input id="mine"><input id="f">');
    await page.focus('#mine');
    await listen(page);
    await page.evaluate(async () => {
      await duet.open('#f');
      await duet.type('ab', 5);
      await duet.rest();
    });
    await page.keyboard.type('me');
    const result = await page.evaluate(async () => {
      duet.field!.leave();
      await duet.rest();
      await duet.open('#f');
      duet.field!.leave();
      await duet.rest();
      return [document.activeElement!.id, document.querySelector('input')!.value];
    });
    expect(result).toEqual(['mine', 'me']);
    const events = await heard(page);
    expect(events.filter((name) => /focus|blur|change/.test(name))).toEqual([
      'focus f',
      'focusin f',
      'change f',
      'blur f',
      'focusout f',
    ]);
    await page.close();
  });

  it.each([
    '<input id="f" value="hello world">',
    '<textarea id="f">hello world</textarea>',
    '<input id="f" type="email" value="hello@world.">',
    '<div id="f" contenteditable>hello world</div>',
  ])('[CT66] %s: the caret of a visitor who is in it stays where their text is', async (html) => {
    const { page } = await ground.page(html);
    await page.focus('#f');
    await page.keyboard.press('Home');
    for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(1_600);
    const agents = await page.evaluate(async () => {
      const text = (await duet.open('#f'))!;
      duet.field!.write(`Oh ${text}`, 3);
      await duet.rest();
      const now = duet.field!.text.value;
      duet.field!.write(`${now}!`, now.length + 1);
      await duet.rest();
      return document.activeElement!.id;
    });
    await page.keyboard.type('X');
    const result = await page.evaluate(() => duet.settled('#f'));
    expect(agents).toBe('f');
    expect(result).toBe(html.includes('email') ? 'Oh helloX@world.!' : 'Oh helloX world!');
    await page.close();
  });

  it('[CT66] a selection of the visitor stays around its text, and comes to the agent', async () => {
    const { page } = await ground.page('<input id="f" value="one two three">');
    await page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>('#f')!;
      field.focus();
      field.setSelectionRange(4, 7, 'backward');
    });
    const result = await page.evaluate(async () => {
      await duet.open('#f');
      duet.field!.write('1 and one two three', 6);
      await duet.rest();
      const field = document.querySelector<HTMLInputElement>('#f')!;
      return [
        field.value,
        field.selectionStart,
        field.selectionEnd,
        field.selectionDirection,
        duet.field!.visitorCaret.value,
      ];
    });
    expect(result).toEqual(['1 and one two three', 10, 13, 'backward', { start: 10, end: 13 }]);
    await page.close();
  });
});

describe('weight', () => {
  it("[CT74] the half in the visitor's browser weighs at most 5.8 kB by itself", async () => {
    expect(await fillWeight()).toBeLessThanOrEqual(5_800);
  });
});
