// Measures whether the time of a "no" tells its reason: `node --import tsx server/src/invitations/testing/sameTime.ts [each]`.
// Every question comes from a visitor who asks for the first time, reasons in random order. Prints, for each pair of reasons,
// the chance that the one took longer than the other (area under the curve; 0.5: nothing can be told).
import type { InvitationAsk } from '@theke/protocol';
import { startTestServer, testOrigin, testSite } from '../../testing/server.ts';

const each = Number(process.argv[2] ?? 200);
const ttlMs = { windowMs: 86_400_000 };
const ask: InvitationAsk = { ruleId: 'r1', version: 1, skill: 'sales', terms: { digest: 'd' } };
/** Terms with every part, so that only the reason differs. */
const openOn = (from: number) => {
  const days: Record<string, [string, string][]> = {};
  for (const day of [-1, 0, 1])
    days[new Date(Date.now() + (from + day) * 86_400_000).toISOString().slice(0, 10)] = [['00:00', '24:00']];
  return { timeZone: 'shop', open: { weekly: {}, days } };
};
const whole = { digest: 'd', hours: openOn(-100), caps: {} };
const always = openOn(0);
const heldOut = { share: 0.9, salt: 's', ...ttlMs };
const perVisitor = (n: number) => ({ perVisitor: { n, withinMs: 1_000 } });
const reasons: Record<string, Partial<InvitationAsk>> = {
  hours: { terms: { ...whole, holdout: heldOut, caps: perVisitor(1) } },
  noAgent: { skill: 'sails', terms: { ...whole, hours: always, holdout: heldOut, caps: perVisitor(1) } },
  cap: { terms: { ...whole, hours: always, holdout: heldOut, caps: perVisitor(0) } },
  holdout: { terms: { ...whole, hours: always, holdout: heldOut, caps: perVisitor(1) } },
};

const test = await startTestServer({ config: { proxies: 1, paceFactor: 1_000_000 } });
await test.agent('anna@demo.shop', { skills: ['sales'] });
let address = 0;

async function byPost(wish: Partial<InvitationAsk>): Promise<{ ms: number; body: string }> {
  address += 1;
  const from = `2001:db8:${address.toString(16)}::1`;
  const begun = performance.now();
  const res = await fetch(`${test.url}/api/v1/invitations/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: testOrigin, 'x-forwarded-for': from },
    body: JSON.stringify({ site: testSite, ...ask, ...wish }),
  });
  const body = await res.text();
  return { ms: performance.now() - begun, body };
}

async function bySocket(wish: Partial<InvitationAsk>): Promise<{ ms: number; body: string }> {
  const visitor = await test.visitor();
  const begun = performance.now();
  const body = JSON.stringify(await visitor.must('invitation:ask', { ...ask, ...wish }));
  const ms = performance.now() - begun;
  visitor.close();
  return { ms, body };
}

function areaUnderCurve(a: readonly number[], b: readonly number[]): number {
  let wins = 0;
  for (const x of a) for (const y of b) wins += x > y ? 1 : x === y ? 0.5 : 0;
  return wins / (a.length * b.length);
}
const median = (list: readonly number[]) => [...list].sort((x, y) => x - y)[list.length >> 1] ?? 0;

async function measure(name: string, put: typeof byPost, wanted: readonly string[]) {
  const times = new Map<string, number[]>(wanted.map((reason) => [reason, []]));
  for (let warm = 0; warm < 40; warm++) await put(reasons[wanted[warm % wanted.length]!]!);
  for (;;) {
    const open = wanted.filter((reason) => times.get(reason)!.length < each);
    const reason = open[Math.floor(Math.random() * open.length)];
    if (reason === undefined) break;
    const { ms, body } = await put(reasons[reason]!);
    // One in ten is not held out; their card is no "no", and gives its place back.
    if (!body.includes('false')) await test.server.store.db.deleteFrom('invitations').execute();
    else times.get(reason)!.push(ms);
  }
  console.log(`${name}: ${each} of each`);
  for (const reason of wanted) console.log(`  ${reason.padEnd(8)} median ${median(times.get(reason)!).toFixed(2)} ms`);
  for (const [at, one] of wanted.entries())
    for (const other of wanted.slice(at + 1)) {
      const area = areaUnderCurve(times.get(one)!, times.get(other)!);
      console.log(`  ${one} / ${other}: AUC ${Math.max(area, 1 - area).toFixed(3)}`);
    }
}

await measure('POST', byPost, ['hours', 'noAgent', 'holdout']);
await measure('socket', bySocket, ['hours', 'noAgent', 'cap', 'holdout']);
const told = await test.server.store.db
  .selectFrom('decisions')
  .select((e) => ['reason', e.fn.countAll<number>().as('count')])
  .groupBy('reason')
  .execute();
console.log(told);
await test.close();
process.exit(0);
