import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startWalk, type Walk, writeJourney } from '@theke/rules/simulate';
import { afterAll, expect, it } from 'vitest';
import { offsetOf, placeOf } from './jsonPlace.ts';
import { runCommand } from './run.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'theke-simulate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function theke(...list: string[]) {
  const said = { out: '', err: '' };
  const code = await runCommand(
    list,
    // A database that cannot be opened: whoever tries to, fails.
    { THEKE_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
    {
      say: (words) => {
        said.out += words;
      },
      complain: (words) => {
        said.err += words;
      },
    },
  );
  return { code, ...said };
}

function put(name: string, content: string | object): string {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return file;
}

const offer = { skill: 'sales', text: { en: 'Help?', de: 'Hilfe?' } };
const lingers = (id: string, ms: number, more: object = {}) => ({
  id,
  version: 1,
  when: {
    op: 'all',
    of: [
      { op: 'dwell', what: 'page', ms },
      { op: 'agent', skill: 'sales' },
    ],
  },
  offer,
  ...more,
});
const walked = (name: string, walk: Walk) => put(name, writeJourney(walk.journey()));

const long = walked('journeys/long.jsonl', startWalk().open('/a').wait('3m'));
const short = walked('journeys/short.jsonl', startWalk().open('/a').wait('1m'));
const rules = put('rules.json', [lingers('help', 120_000)]);

it('[IN263] tells who is invited when, by journey, with a sum, and opens no database', async () => {
  const run = await theke('simulate', rules, long, short, '--why');
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.out.split('\n')).toEqual([
    `${long} (3 min)`,
    '  2 min        help  invited',
    `${short} (1 min)`,
    '  nothing',
    '  –            help  waiting: dwell page has 1 min, needs 2 min (by itself in 1 min)',
    '',
    '2 journeys: 1 invited, 0 denied, 0 shadow, 0 held out, 1 nothing.',
  ]);
  const json = JSON.parse((await theke('simulate', rules, join(folder, 'journeys'), '--json')).out);
  expect(json.journeys).toHaveLength(2);
  expect(json.journeys[0]).toMatchObject({
    file: long,
    decisions: [{ tMs: 120_000, ruleId: 'help', decision: 'offered', why: 'invited' }],
  });
});

it('[IN264] with --diff tells which visitors gain and lose an invitation, and why; exit code 1 on demand alone', async () => {
  const other = put('other.json', { rules: [lingers('soon', 30_000)] });
  const diff = await theke('simulate', rules, long, short, '--diff', other);
  expect(diff.code).toBe(0);
  expect(diff.out.split('\n')).toEqual([
    `With ${rules} instead of ${other}:`,
    `  ~ ${long}  soon at 30 s → help at 2 min`,
    `  - ${short}  loses soon at 30 s`,
    '      soon is not there any more',
    '',
    '0 visitors gain an invitation, 1 loses one, 1 invited otherwise, 0 as before.',
  ]);
  const back = await theke('simulate', other, short, '--diff', rules, '--json', '--fail-on-diff');
  expect(back.code).toBe(1);
  expect(JSON.parse(back.out)).toMatchObject({ gained: 1, lost: 0, visitors: [{ journey: short, kind: 'gained' }] });
  const same = await theke('simulate', rules, short, '--diff', rules, '--fail-on-diff');
  expect(same).toMatchObject({ code: 0, out: expect.stringContaining('nobody would notice') });
});

it('[IN263] agents, time zone, beginning and hold-out take part', async () => {
  const agents = put('agents.json', [{ skill: 'sales', from: '3m' }]);
  expect((await theke('simulate', rules, long, '--agents', agents)).out).toContain('denied (noAgent) ×2');
  const open = { weekly: { tue: [['09:00', '17:00']] } };
  const timed = put('timed.json', [lingers('help', 1000, { hours: { timeZone: 'shop', open } })]);
  const at = ['--starts-at', '2026-01-06T17:00:00Z'];
  expect((await theke('simulate', timed, short, ...at)).out).toContain('denied (hours)');
  expect((await theke('simulate', timed, short, ...at, '--time-zone', 'America/New_York')).out).toContain('invited');
  const held = put('held.json', [lingers('help', 1000, { holdout: { share: 0.5, salt: 's', windowMs: 86_400_000 } })]);
  const files = Array.from({ length: 20 }, (_, i) => walked(`many/v${i}.jsonl`, startWalk().open('/a').wait('2s')));
  const first = await theke('simulate', held, ...files);
  expect(first.out).toMatch(/20 journeys: ([5-9]|1[0-5]) invited, 0 denied, 0 shadow, ([5-9]|1[0-5]) held out/);
  expect((await theke('simulate', held, ...files)).out).toBe(first.out);
});

it('[IN265] rules come from code or JSON; wrong ones are refused with file, line and column', async () => {
  const wrong = put('wrong.json', { rules: [lingers('a', 1), { ...lingers('b', 1), caps: { perVisitt: 1 } }] });
  const lines = JSON.stringify({ rules: [lingers('a', 1), { ...lingers('b', 1), caps: { perVisitt: 1 } }] }, null, 2);
  const line = lines.split('\n').findIndex((one) => one.includes('perVisitt')) + 1;
  const refused = await theke('simulate', wrong, long);
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(new RegExp(`^${wrong}:${line}:9: caps.perVisitt is not known here`));

  const module = put(
    'rules.mjs',
    `const rule = ${JSON.stringify(lingers('help', 120_000))};
     export const help = rule;
     export const predicates = { no: { deps: [], test: () => false } };
     export default [rule];`,
  );
  expect((await theke('simulate', module, long)).out).toContain('help  invited');
  const bad = put('bad.mjs', `export const soon = ${JSON.stringify(lingers('soon', -1))};`);
  expect((await theke('simulate', bad, long)).err).toMatch(/bad\.mjs:1 \(soon\.when\.of\[0\]\.ms\): .*whole number/);
  const twice = put('twice.json', [lingers('a', 1), lingers('a', 2)]);
  expect((await theke('simulate', twice, long)).err).toContain('another rule with the id a');
  expect((await theke('simulate', put('broken.json', '[\n{"id": }]'), long)).err).toMatch(
    /broken\.json:2:\d+: This is no/,
  );
  expect((await theke('simulate', put('none.json', []), long)).err).toContain('There is no rule in it');
  expect((await theke('simulate', put('syntax.mjs', 'export default [;'), long)).err).toContain('cannot be loaded');
});

it('[IN380] what seems misspelt is told on stderr with its place and is part of --json, and plays along', async () => {
  const when = {
    op: 'all',
    of: [
      { op: 'gte', fact: 'cart.valeuCents', value: 4000 },
      { op: 'agent', skill: 'slaes' },
    ],
  };
  const wish = {
    rules: [lingers('good', 120_000), { ...lingers('soon', 1), when, offer: { ...offer, skill: 'slaes' } }],
  };
  const file = put('misspelt.json', wish);
  const lines = JSON.stringify(wish, null, 2).split('\n');
  const line = (words: string) => lines.findIndex((one) => one.includes(words)) + 1;
  const fact = 'No page tells a fact cart.valeuCents; did you mean cart.valueCents?';
  const run = await theke('simulate', file, long);
  expect(run).toMatchObject({ code: 0, out: expect.stringContaining('good  invited') });
  expect(run.err).toBe(`${file}:${line('valeuCents')}:13: warning: ${fact}`);
  const agents = put('sales.json', [{ skill: 'sales' }]);
  const skilled = await theke('simulate', file, long, '--agents', agents, '--diff', rules);
  const skill = 'Nobody has the skill slaes; did you mean sales?';
  expect(skilled.err.split('\n')[1]).toMatch(
    new RegExp(`misspelt\\.json:\\d+:9: warning: ${skill.replace('?', '\\?')}$`),
  );
  const json = await theke('simulate', file, long, '--agents', agents, '--diff', rules, '--json');
  expect(json.err).toBe('');
  expect(JSON.parse(json.out).advice).toEqual([
    expect.objectContaining({
      ruleId: 'soon',
      path: 'when.of[0].fact',
      code: 'unknownFact',
      say: fact,
      instead: 'cart.valueCents',
    }),
    expect.objectContaining({ path: 'offer.skill', code: 'unknownSkill', instead: 'sales' }),
  ]);

  const program = (more: string) =>
    put(
      `own${more.length}.mjs`,
      `export const own = ${JSON.stringify(lingers('own', 1, { when: { op: 'custom', name: 'isBgi' } }))};
       export const mine = ${JSON.stringify(lingers('mine', 1, { when: { op: 'eq', fact: 'cart.voucher', value: 'x' } }))};
       export const predicates = { isBig: { deps: [], test: () => false } };${more}`,
    );
  const own = await theke('simulate', program(''), long);
  expect(own.err).toMatch(
    /own0\.mjs:1 \(own\.when\.name\): warning: .*isBgi; did you mean isBig\?\n.*mjs:2 .*cart\.voucher\.$/,
  );
  const told = await theke(
    'simulate',
    program("export const vocabulary = { facts: { 'cart.voucher': 'text' } };"),
    long,
  );
  expect(told.err.split('\n')).toHaveLength(1);
});

it('[IN265] what is missing or wrong on the command line is one sentence and exit code 2; --help tells all', async () => {
  const broken = put('broken.jsonl', '{"theke":"journey","v":1}\n{"t":1,"k":"form"}\n');
  for (const [list, words] of [
    [[], 'The rules are missing'],
    [[rules], 'The journeys are missing'],
    [[rules, join(folder, 'absent.jsonl')], 'There is no such file'],
    [[join(folder, 'absent.ts'), long], 'There is no such file'],
    [[rules, broken], `${broken}:2: Line 2 needs "form"`],
    [[rules, long, '--time-zone', 'Mars/Base'], 'There is no time zone Mars/Base'],
    [[rules, long, '--starts-at', 'noon'], '--starts-at must be'],
    [[rules, long, '--agents', rules], '.skill must be a text'],
    [[rules, long, '--per-visit', 'two'], '--per-visit must be'],
    [[rules, long, '--diff'], '--diff needs a value'],
  ] as [string[], string][]) {
    const answer = await theke('simulate', ...list);
    expect(answer, words).toMatchObject({ code: 2, err: expect.stringContaining(words) });
  }
  expect(await theke('simulate', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--fail-on-diff') });
  expect((await theke('--help')).out).toContain('simulate RULES JOURNEY');
});

it('[IN263] typed rules are read as they are, by the command as a shop types it', () => {
  const example = 'examples/custom-rules';
  const journeys = readdirSync(join(root, example, 'journeys')).map((name) => `${example}/journeys/${name}`);
  const list = ['simulate', `${example}/rules.ts`, ...journeys, '--diff', `${example}/live-rules.json`];
  const run = spawnSync(process.execPath, ['--import', 'tsx', 'server/src/cli/main.ts', ...list], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(run).toMatchObject({ status: 0, stderr: '' });
  expect(run.stdout).toContain('+ examples/custom-rules/journeys/lost-in-checkout.jsonl  gains checkout-help');
  expect(run.stdout).toContain('- examples/custom-rules/journeys/voucher-refused.jsonl  loses voucher-refused');
});

it('[IN265] the place of a value in a JSON text is found through texts that look like brackets', () => {
  const text = '{\n  "a": "}\\"]",\n  "b": [1, {"c": [true,\n {"d": -2e3}]}]\n}';
  const place = (path: string) => placeOf(text, offsetOf(text, path));
  expect(place('b[1].c[1].d')).toEqual({ line: 4, column: 3 });
  expect(place('a')).toEqual({ line: 2, column: 3 });
  // What is missing is shown where it should be.
  expect(place('b[1].x')).toEqual(place('b[1]'));
  expect(place('')).toEqual({ line: 1, column: 1 });
});
