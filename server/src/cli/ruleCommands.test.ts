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
