import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuetGround, openDuet } from '../testing/duet.contract.ts';

let ground: DuetGround;

beforeAll(async () => {
  ground = await openDuet();
});
afterAll(() => ground?.close());

type Framework = 'react' | 'vue' | 'svelte';

async function show(page: Page, framework: Framework): Promise<void> {
  await page.evaluate((name) => {
    const shown = { react: showReact, vue: showVue, svelte: showSvelte }[name];
    shown(document.querySelector('#root')!);
  }, framework);
  await page.waitForSelector(`#${framework}-text`);
}

/** The agent fills in every field of a form whose state a framework owns; what the framework then knows. */
async function fillIn(page: Page, framework: Framework) {
  await show(page, framework);
  return page.evaluate(async (name) => {
    const at = (field: string) => `#${name}-${field}`;
    const typed: Record<string, string> = {};
    for (const [field, text] of [
      ['text', 'Anna Öz'],
      ['upper', 'abc'],
      ['phone', '0301234567'],
      ['lines', 'one\ntwo'],
      ['mail', 'a@b.de'],
      ['rich', 'Dear Anna'],
    ] as const) {
      await duet.open(at(field));
      await duet.type(text, 5);
      typed[field] = await duet.settled(at(field));
      duet.field?.leave();
      await duet.rest();
    }
    await duet.open(at('date'));
    duet.field?.put('2026-02-03');
    await duet.rest();
    await duet.open(at('choice'));
    duet.field?.pick([2]);
    await duet.rest();
    await duet.open(at('many'));
    duet.field?.pick([0, 2]);
    await duet.rest();
    await duet.open(at('tick'));
    duet.field?.tick(true);
    await duet.rest();
    await duet.open(at('two'));
    duet.field?.tick(true);
    await duet.rest();
    duet.field?.leave();
    await duet.rest();
    const state = (window as unknown as Record<string, Record<string, unknown>>)[`${name}State`]!;
    return { typed, state: JSON.parse(JSON.stringify(state)), refused: duet.refused };
  }, framework);
}

describe('fields whose value a framework owns', () => {
  it.each(['react', 'vue', 'svelte'] as const)(
    '[CT58] %s: its handlers run, its state has what the agent wrote, its formatting comes back',
    async (framework) => {
      const { page, errors } = await ground.page('<div id="root"></div>');
      const { typed, state, refused } = await fillIn(page, framework);
      expect(typed).toEqual({
        text: 'Anna Öz',
        upper: 'ABC',
        phone: '030 123 456 7',
        lines: 'one\ntwo',
        mail: 'a@b.de',
        rich: 'Dear Anna',
      });
      expect(state).toMatchObject({
        text: 'Anna Öz',
        upper: 'ABC',
        phone: '030 123 456 7',
        lines: 'one\ntwo',
        mail: 'a@b.de',
        date: '2026-02-03',
        choice: 'c',
        many: ['x', 'z'],
        tick: true,
        radio: 'two',
        rich: 'Dear Anna',
      });
      expect(state.touched).toMatch(/text/);
      expect(refused).toEqual([]);
      expect(errors).toEqual([]);
      await page.close();
    },
  );

  it.each(['react', 'vue', 'svelte'] as const)(
    '[CT66] %s: the caret of a visitor in the same field stays, also where the page formats what is written',
    async (framework) => {
      const { page } = await ground.page('<div id="root"></div>');
      await show(page, framework);
      const texts: string[] = [];
      for (const [field, start, put] of [
        ['text', 'abcdef', 'x'],
        ['upper', 'abcdef', 'x'],
        ['phone', '123456', '9'],
        ['lines', 'abcdef', 'x'],
      ] as const) {
        const at = `#${framework}-${field}`;
        await page.focus(at);
        await page.keyboard.type(start);
        for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowLeft');
        await page.waitForTimeout(1_550);
        await page.evaluate(
          async ([selector, letter]) => {
            const text = (await duet.open(selector))!;
            duet.field!.write(letter + text, 1);
            await duet.settled(selector);
          },
          [at, put] as const,
        );
        await page.keyboard.type('7');
        texts.push(await page.evaluate((selector) => duet.settled(selector), at));
      }
      expect(texts).toEqual(['xabc7def', 'XABC7DEF', '912 374 56', 'xabc7def']);
      await page.close();
    },
  );
});
