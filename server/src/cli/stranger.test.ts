import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from './commands.ts';
import { runCommand } from './run.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'theke-cli-stranger-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
beforeAll(async () => void (await theke('site add --id own --origin https://shop.example')));

async function theke(line: string, env: Record<string, string> = {}) {
  const said = { out: '', err: '' };
  const voice = {
    say(words: string) {
      said.out += words;
    },
    complain(words: string) {
      said.err += words;
    },
  };
  const code = await runCommand(line.split(' ').filter(Boolean), { THEKE_DATA_DIR: dataDir, ...env }, voice);
  return { code, ...said };
}

it('[AC106] the script tag and a channel’s address are those the server is reached at', async () => {
  const add = 'site add --id own --origin https://shop.example';
  expect((await theke(add)).out).toContain('src="http://localhost:4800/theke.js" data-site="own"');
  expect((await theke(add, { THEKE_PORT: '4900' })).out).toContain('src="http://localhost:4900/theke.js"');
  const named = { THEKE_PUBLIC_URL: 'https://chat.shop.example/' };
  expect((await theke(add, named)).out).toContain('src="https://chat.shop.example/theke.js"');
  const channel = `channel add --id post --site own --name Post --secret whsec_${'A'.repeat(32)} --json`;
  expect(JSON.parse((await theke(channel, named)).out)).toEqual({
    id: 'post',
    url: 'https://chat.shop.example/api/v1/channels/post/webhook',
  });
});

describe('help', () => {
  it('[AC107] every command tells what can be typed, alone and among those of its first word', async () => {
    const all = await theke('--help');
    expect(all.code).toBe(0);
    for (const [name, { usage, does }] of Object.entries(commands)) {
      for (const line of ['--help', `${name} --help`, `${name.split(' ')[0]} --help`]) {
        const answer = await theke(line);
        expect([line, answer.code]).toEqual([line, 0]);
        expect(answer.out).toContain(usage);
        expect(answer.out).toContain(does);
        expect(answer.out).toContain('Exit codes');
      }
    }
    const rules = await theke('rules --help');
    expect(rules.out).not.toContain('site add');
    expect((await theke('simulate --help')).out).toContain('JOURNEY');
    expect(await theke('nonsense --help')).toMatchObject({ code: 2, out: '' });
  });
});

describe('typed wrongly', () => {
  it.each([
    ['', 'npm run theke'],
    ['rules', 'rules export'],
    ['rule import', 'There is no command "rule import"'],
    ['toString', 'There is no command "toString"'],
    ['site add extra --id a --origin https://a.example', 'extra is a word too many'],
    ['backup extra', 'extra is a word too many'],
    ['site add --id own --orign https://a.example', 'There is no --orign here'],
    ['site add --id toString --origin https://a.example', '--id may hold'],
    ['rules import --site nowhere --from x.json', 'There is no site nowhere'],
    ['rules import --site own --from /nowhere/x.json', 'cannot be read as JSON'],
    ['rules export --site', '--site needs a value'],
    ['key add --scopes rules:read --site nowhere', 'There is no site nowhere'],
    ['key add', '--scopes is missing'],
    ['channel add --id a --site nowhere --name A --secret x', '--secret must be'],
    ['agent add --email nobody --name N', 'is no e-mail address'],
    ['agent add --email a@b.example --name N --skills Sales!', 'is no skill'],
    ['export uplift --experiment never', 'There is no experiment never'],
    ['demo uplift --site nowhere', 'There is no site nowhere'],
    ['demo uplift --site own --visitors many', '--visitors many is no number'],
    ['simulate', 'The rules are missing'],
    ['simulate a.ts b.jsonl --dif c.ts', 'There is no --dif here'],
  ])(
    '[AC108] "%s" is told in one sentence, by exit code 2, and as JSON where that was asked for',
    async (line, words) => {
      const answer = await theke(line);
      expect(answer).toMatchObject({ code: 2, out: '', err: expect.stringContaining(words) });
      const json = await theke(`${line} --json`);
      if (line.endsWith('--site')) return;
      expect(json).toMatchObject({ code: 2, out: '' });
      expect((JSON.parse(json.err) as { error: string }).error).toContain(words);
    },
  );

  it('[AC108] what fails though it was typed rightly has exit code 1', async () => {
    expect(await theke('rules export --site own --to /nowhere/at/all.json')).toMatchObject({ code: 1 });
    expect(await theke('audit verify', { THEKE_DATA_DIR: '/dev/null/x' })).toMatchObject({ code: 1, out: '' });
  });
});
