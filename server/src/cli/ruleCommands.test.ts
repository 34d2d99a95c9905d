import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runCommand } from './run.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'theke-cli-rules-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function theke(...list: string[]) {
  const said = { out: '', err: '' };
  const voice = {
    say(words: string) {
      said.out += words;
    },
    complain(words: string) {
      said.err += words;
    },
  };
  return { code: await runCommand(list, { THEKE_DATA_DIR: dataDir }, voice), ...said };
}
const rule = {
  id: 'a',
  version: 1,
  when: { op: 'idle', ms: 1_000 },
  offer: { skill: 's', text: { en: 'x', de: 'x' } },
};

it('[IN188] the command line puts rules in and takes them out again as they were; a wrong file changes nothing', async () => {
  const [from, to] = [join(dataDir, 'in.json'), join(dataDir, 'out.json')];
  const put = (words: unknown) => {
    writeFileSync(from, typeof words === 'string' ? words : JSON.stringify(words));
    return theke('rules', 'import', '--site', 'own', '--from', from);
  };
  expect(await put([rule])).toMatchObject({ code: 2, err: expect.stringContaining('There is no site own') });
  await theke('site', 'add', '--id', 'own', '--origin', 'https://shop.example');
  expect(await put([rule])).toMatchObject({ code: 0, out: 'Rules of site own: 1' });
  expect((await theke('rules', 'export', '--site', 'own', '--to', to)).code).toBe(0);
  const kept = JSON.parse(readFileSync(to, 'utf8')) as { rules: unknown[]; settings: object };
  expect(kept.rules).toEqual([rule]);
  for (const wrong of ['{', { rules: [rule, { ...rule, id: 'b', when: { op: 'x' } }] }, { rules: [], perVisit: 3 }]) {
    const answer = await put(wrong);
    expect(answer.code).toBe(2);
    expect(answer.err).toContain(from);
  }
  expect(await put({ ...kept, settings: { ...kept.settings, perVisit: 5 } })).toMatchObject({ code: 0 });
  const after = JSON.parse((await theke('rules', 'export', '--site', 'own', '--json')).out) as { settings: object };
  expect(after).toMatchObject({ rules: [rule], settings: { perVisit: 5 } });
});

it('[AC148] rules that are put in are told of what seems misspelt, with file, line and column, and are taken all the same', async () => {
  const from = join(dataDir, 'advised.json');
  const put = (words: unknown, ...more: string[]) => {
    writeFileSync(from, JSON.stringify(words, null, 2));
    return theke('rules', 'import', '--site', 'advised', '--from', from, ...more);
  };
  await theke('site', 'add', '--id', 'advised', '--origin', 'https://advised.example');
  await theke('agent', 'add', '--email', 'a@shop.example', '--name', 'A', '--role', 'agent', '--skills', 's');
  expect(await put([rule])).toEqual({ code: 0, out: 'Rules of site advised: 1', err: '' });
  const odd = { ...rule, id: 'odd', when: { op: 'gte', fact: 'cart.valeuCents', value: 4_000 } };
  const told = await put([rule, odd]);
  const say = 'No page tells a fact cart.valeuCents; did you mean cart.valueCents?';
  expect(told.code).toBe(0);
  expect(told.err).toMatch(/advised\.json:(\d+):7: warning: No page tells a fact/u);
  const at = (err: string) => Number(/json:(\d+):/u.exec(err)?.[1]) - 1;
  const lineIn = (err: string) => readFileSync(from, 'utf8').split('\n')[at(err)]?.trim();
  expect(lineIn(told.err)).toBe('"fact": "cart.valeuCents",');
  // The same in a set, and as a record that was read.
  const set = await put({ rules: [{ revision: 1, ruleId: 'odd', rule: odd }] });
  expect(lineIn(set.err)).toBe('"fact": "cart.valeuCents",');
  const json = await put([{ ...odd, offer: { ...odd.offer, skill: 'nobody' } }], '--json');
  expect(json.err).toBe('');
  expect(JSON.parse(json.out)).toMatchObject({
    rules: [{ ruleId: 'odd' }],
    advice: [
      { ruleId: 'odd', path: 'when.fact', code: 'unknownFact', say, instead: 'cart.valueCents' },
      { path: 'offer.skill' },
    ],
  });
});
