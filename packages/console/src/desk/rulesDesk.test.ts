import type { Decision } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { startTestDesk } from '../testing/desk.ts';
import { checkoutRule } from '../testing/rulesScene.ts';
import { countsOf } from '../ui/rules/counts.ts';
import { beginsExperiment, partsChanged } from './rulesChanges.ts';
import { mayOversee } from './rulesDesk.ts';

const json = (rule: object) => JSON.parse(JSON.stringify(rule)) as Record<string, unknown>;

describe('rules at the desk', () => {
  it('[IN278] somebody else’s change of a rule is never overwritten unseen: it is shown, and what they changed', async () => {
    const { desk, server } = await startTestDesk();
    const before = (await desk.rules.list('demo'))?.find((one) => one.ruleId === 'checkout-help');
    server.rules.elsewhere({ ...checkoutRule, priority: 1, offer: { ...checkoutRule.offer, skill: 'care' } });
    const mine = json({ ...checkoutRule, settleMs: 2_000 });
    const saved = await desk.rules.write('demo', mine, before ?? null);
    expect(saved).toMatchObject({ type: 'conflict', theirs: { revision: 4 }, changed: ['offer', 'priority'] });
    if (saved.type !== 'conflict') return;
    expect(await desk.rules.write('demo', mine, saved.theirs)).toMatchObject({
      type: 'saved',
      record: { revision: 5 },
    });
  });

  it('[IN278] removed by somebody else is told as that; a place of what cannot be read, and any other refusal, as what it is', async () => {
    const { desk, server } = await startTestDesk();
    const all = (await desk.rules.list('demo')) ?? [];
    const record = all.find((one) => one.ruleId === 'checkout-help') ?? null;
    server.rules.records = [];
    expect(await desk.rules.write('demo', json(checkoutRule), record)).toMatchObject({
      type: 'conflict',
      theirs: null,
    });
    server.line.answers['rules:write'] = () => ({ ok: false, refusal: { code: 'malformed', detail: 'when.op: no' } });
    expect(await desk.rules.write('demo', json(checkoutRule), record)).toEqual({
      type: 'malformed',
      detail: 'when.op: no',
    });
    server.line.refuseNext('rules:write', 'forbidden');
    expect(await desk.rules.write('demo', json(checkoutRule), record)).toEqual({ type: 'refused', code: 'forbidden' });
    server.line.refuseNext('rules:list', 'unavailable');
    expect(await desk.rules.list('demo')).toBe(null);
  });

  it('[AC126] what was removed is found again and comes back switched off; a refusal says why', async () => {
    const { desk, server } = await startTestDesk();
    const record = (await desk.rules.list('demo'))?.find((one) => one.ruleId === 'checkout-help');
    expect(await desk.rules.remove(record!)).toBe(null);
    expect((await desk.rules.removed('demo'))?.[0]).toMatchObject({ ruleId: 'checkout-help', version: 3 });
    expect(await desk.rules.restore('demo', 'checkout-help')).toMatchObject({
      type: 'saved',
      record: { ruleId: 'checkout-help', rule: { mode: 'off', when: checkoutRule.when } },
    });
    expect(await desk.rules.restore('demo', 'checkout-help')).toEqual({ type: 'refused', code: 'conflict' });
    server.line.refuseNext('rules:removed', 'forbidden');
    expect(await desk.rules.removed('demo')).toBe(null);
  });

  it('[IN280] settings are kept the same way', async () => {
    const { desk, server } = await startTestDesk();
    const before = (await desk.rules.settings('demo'))!;
    server.rules.settings = { ...before, revision: 2, on: false, gapMs: 1 };
    const saved = await desk.rules.set({ ...before, radar: false }, before);
    expect(saved).toMatchObject({ type: 'conflict', changed: ['on', 'gapMs'] });
    expect(server.rules.settings.radar).toBe(true);
  });

  it('[IN273] conditions, offer or hold-out begin a new experiment; how often, when and for whom first do not', () => {
    const rule = json(checkoutRule);
    expect(beginsExperiment(rule, { ...rule, holdout: { share: 0.1, salt: 's', windowMs: 1 } })).toBe(true);
    expect(beginsExperiment(rule, { ...rule, mode: 'off', priority: 3, caps: { perVisit: 2 }, version: 9 })).toBe(
      false,
    );
    expect(beginsExperiment(null, rule)).toBe(false);
    expect(partsChanged(rule, { ...rule, version: 9 })).toEqual([]);
  });

  it('[AC140] the skills of everybody are read; what could not be read is none known', async () => {
    const { desk, server } = await startTestDesk();
    expect(await desk.rules.skills()).toEqual(server.rules.skills);
    server.line.refuseNext('rules:skills', 'unavailable');
    expect(await desk.rules.skills()).toBe(null);
  });

  it('[IN272] a change on the server is heard by the screen, as often as it comes, and no more once the desk is closed', async () => {
    const { desk, server } = await startTestDesk();
    server.line.arrive('rules:changed', { siteId: 'demo' });
    server.line.arrive('rules:changed', { siteId: 'demo' });
    expect(desk.rules.news.value).toBe(2);
    desk.close();
    server.line.arrive('rules:changed', { siteId: 'demo' });
    expect(desk.rules.news.value).toBe(2);
  });

  it('[IN272] decisions are counted by reason, the invited first', () => {
    const of = (reason: Decision['reason']): Decision => ({ at: 1, ruleId: 'r', version: 1, reason });
    expect(countsOf([of('gap'), of('noAgent'), of('invited'), of('noAgent')])).toEqual([
      ['invited', 1],
      ['noAgent', 2],
      ['gap', 1],
    ]);
  });

  it('[IN270] agents read; supervisors and admins write', () => {
    expect((['agent', 'supervisor', 'admin'] as const).map((role) => mayOversee({ role }))).toEqual([
      false,
      true,
      true,
    ]);
  });
});
