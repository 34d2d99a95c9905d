import type { InvitationSettings } from '@theke/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AgentClient } from '../testing/clients.ts';
import { testSite as siteId, startTestServer, type TestServer } from '../testing/server.ts';

let test: TestServer;
let root: AgentClient;
let key: string;
let settings: InvitationSettings;
beforeAll(async () => {
  test = await startTestServer({ config: { paceFactor: 1_000 } });
  root = await test.agent('root@demo.shop', { role: 'admin' });
  key = await test.addKey('rules:read', 'rules:write');
  settings = await root.must('rules:settings', { siteId });
});
afterAll(() => test.close());

const rule = (more: object = {}) => ({
  id: 'r',
  version: 1,
  when: { op: 'dwell', what: 'page', ms: 60_000 },
  offer: { skill: 'sales', text: { en: 'Questions?', de: 'Fragen?' } },
  ...more,
});
async function put(body: object): Promise<string> {
  const answer = await fetch(`${test.url}/api/v1/rules?site=${siteId}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { code = 'ok', detail = '' } = (await answer.json()) as { code?: string; detail?: string };
  return `${answer.status} ${code} ${detail}`.trim();
}
const told = (answer: { ok: boolean; refusal?: { code: string; detail?: string } }) =>
  answer.ok ? 'ok' : `${answer.refusal!.code} ${answer.refusal!.detail}`;

const hour = 3_600_000;
const day = 24 * hour;
const good = { share: 0.1, salt: 'winter', windowMs: day };

it.each([
  ['a window of nothing', { ...good, windowMs: 0 }, 'windowMs'],
  ['a window under an hour', { ...good, windowMs: hour - 1 }, 'windowMs'],
  ['a window over a year', { ...good, windowMs: 367 * day }, 'windowMs'],
  ['a window of half a millisecond', { ...good, windowMs: hour + 0.5 }, 'windowMs'],
  ['everybody held out', { ...good, share: 0.91 }, 'share'],
  ['less than nobody held out', { ...good, share: -0.1 }, 'share'],
  ['a share in words', { ...good, share: '0.1' }, 'share'],
  ['an empty salt', { ...good, salt: '' }, 'salt'],
  ['a salt of spaces', { ...good, salt: '  ' }, 'salt'],
])(
  '[IN353] a hold-out or a programme with %s is refused with the place and a sentence, by both doors',
  async (_, bent, at) => {
    const sentence = new RegExp(`^malformed holdout\\.${at}: .*(must|is) `);
    expect(told(await root.ask('rules:write', { siteId, revision: 0, rule: rule({ holdout: bent }) }))).toMatch(
      sentence,
    );
    expect(await put({ rules: [rule({ holdout: bent })] })).toMatch(
      new RegExp(`^400 malformed rules\\[0\\]\\.holdout\\.${at}: .* `),
    );
    const programme = bent as InvitationSettings['programme'];
    expect(told(await root.ask('rules:set', { ...settings, programme }))).toMatch(
      new RegExp(`^malformed programme\\.${at}: `),
    );
    expect(await put({ rules: [], settings: { programme } })).toMatch(
      new RegExp(`^400 malformed settings\\.programme\\.${at}: \\S+ `),
    );
    expect(await root.must('rules:list', { siteId })).toEqual([]);
    expect(await root.must('rules:settings', { siteId })).toEqual(settings);
  },
);

it('[IN353] the shortest and the longest window, and the largest share, are taken', async () => {
  for (const windowMs of [hour, 366 * day])
    expect(await put({ rules: [rule({ holdout: { share: 0.9, salt: 's', windowMs } })] })).toBe('200 ok');
  await put({ rules: [] });
});

it('[IN354] caps below nothing, within no time, times no clock shows and misspelt parts of settings are refused by name', async () => {
  const before = await root.must('rules:settings', { siteId });
  const bent: [object, string][] = [
    [{ perVisit: -1 }, 'perVisit'],
    [{ perVisit: 1.5 }, 'perVisit'],
    [{ gapMs: -1 }, 'gapMs'],
    [{ perVisitor: { n: 3, withinMs: 0 } }, 'perVisitor.withinMs'],
    [{ perVisitor: { n: -1, withinMs: day } }, 'perVisitor.n'],
    [{ perVisitor: { n: 3, withinMs: day, within: 1 } }, 'perVisitor'],
    [{ programme: { ...good, windowMS: 1 } }, 'programme'],
    [{ hours: { weekly: { mon: [['09:00', '24:30']] } } }, 'hours.weekly.mon'],
    [{ hours: { weekly: { montag: [] } } }, 'hours.weekly'],
    [{ hours: { weekly: {}, day: {} } }, 'hours'],
    [{ timeZone: '' }, 'timeZone'],
    [{ currency: 'EURO' }, 'currency'],
  ];
  for (const [part, at] of bent) {
    expect(await put({ rules: [], settings: part })).toMatch(new RegExp(`^400 malformed settings\\.${at}`));
    expect(told(await root.ask('rules:set', { ...before, ...part } as never))).toMatch(new RegExp(`^malformed ${at}`));
  }
  for (const [caps, at] of [
    [{ perVisitor: { n: 2, withinMs: 0 } }, 'perVisitor.withinMs'],
    [{ perVisit: -1 }, 'perVisit'],
    [{ perPage: 0.5 }, 'perPage'],
  ] as const)
    expect(await put({ rules: [rule({ caps })] })).toMatch(new RegExp(`^400 malformed rules\\[0\\]\\.caps\\.${at}: `));
  expect(await root.must('rules:settings', { siteId })).toEqual(before);
});

it('[IN355] whatever is put where something belongs, it is taken and read back as it was sent, or refused by a place; it never fails', async () => {
  const whole = rule({
    priority: 3,
    mode: 'shadow',
    caps: { perPage: 1, perVisit: 2, perVisitor: { n: 3, withinMs: day } },
    cooldown: { afterDismissMs: day },
    hours: { timeZone: 'shop', open: { weekly: { mon: [['09:00', '17:00']] } } },
    settleMs: 5,
    funnel: { level: 1, lockMs: hour },
    holdout: good,
  });
  const places = (value: unknown, at: (string | number)[] = []): (string | number)[][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, part]) => [[...at, name], ...places(part, [...at, name])])
      : [];
  const bend = (path: (string | number)[], put: unknown): Record<string, unknown> => {
    const copy = structuredClone(whole) as Record<string, unknown>;
    const last = path.slice(0, -1).reduce<Record<string, unknown>>((part, name) => part[name] as never, copy);
    last[path.at(-1)!] = put;
    return copy;
  };
  const odd = fc.oneof(
    fc.constantFrom(
      -1,
      0,
      0.5,
      1e300,
      '',
      ' ',
      'x'.repeat(501),
      null,
      true,
      [],
      {},
      [[]],
      { op: 'all', of: [] },
      '__proto__',
    ),
    fc.jsonValue({ maxDepth: 2 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places(whole)), odd, async (path, value) => {
      const sent = bend(path, value);
      const answer = await root.ask('rules:write', { siteId, revision: 0, rule: sent });
      if (answer.ok) {
        const { ruleId, revision, rule: kept } = answer.value;
        expect({ ...kept, version: 0 }).toEqual({ ...(JSON.parse(JSON.stringify(sent)) as object), version: 0 });
        await root.must('rules:remove', { siteId, ruleId, revision });
      } else {
        expect(['malformed', 'tooLarge']).toContain(answer.refusal.code);
        expect(answer.refusal.detail).toBeTruthy();
      }
    }),
    { numRuns: 150, seed: 5 },
  );
});
