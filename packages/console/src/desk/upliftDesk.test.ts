import type { AgentAsks, AgentTells } from '@theke/protocol';
import { no, yes } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { createFakeLine } from '../testing/fakeLine.ts';
import { lineOf, planOf, reports } from '../testing/upliftScene.ts';
import { createUpliftDesk, keptOf } from './upliftDesk.ts';

// The machine may be busy with other things.
const patience = { timeout: 10_000 };

const all = [reports.tooEarly, reports.better, reports.worse];
const later = { ...reports.worse, experiment: { ...reports.worse.experiment, startedAt: 2e12 } };

function start() {
  const line = createFakeLine<AgentAsks, AgentTells>();
  line.open();
  const held: (() => void)[] = [];
  let holding = false;
  line.answers = {
    'privacy:sites': () => yes([{ siteId: 'demo', name: 'Wetterfest' }]),
    'uplift:list': () => yes([...all.slice(0, 2), later].map(lineOf)),
    'uplift:read': async ({ experimentId }: { experimentId: string }) => {
      if (holding) await new Promise<void>((go) => held.push(go));
      const found = all.find((one) => one.experiment.experimentId === experimentId);
      return found ? yes(found) : no('notFound');
    },
    'uplift:plan': () => yes(planOf()),
  };
  const desk = createUpliftDesk(line, () => 7);
  return {
    line,
    desk,
    hold: () => {
      holding = true;
    },
    letGo: () => {
      holding = false;
      for (const go of held.splice(0)) go();
    },
    asks: (event: string) => line.asked.filter((one) => one.event === event).map((one) => one.input),
  };
}

describe('the uplift desk', () => {
  it('[UP71] the newest experiment is read first, with the plan for its rule', async () => {
    const { desk, asks } = start();
    await desk.open(['other']);
    const state = desk.state.value;
    expect(state.sites).toEqual(['demo', 'other']);
    expect(keptOf(state.lines)?.map((one) => one.experimentId)[0]).toBe('exp_exit');
    expect(state.chosenId).toBe('exp_exit');
    expect(keptOf(state.report)?.experiment.experimentId).toBe('exp_exit');
    expect(asks('uplift:plan')).toEqual([{ siteId: 'demo', ruleId: 'leaving-product' }]);
  });

  it('[UP71] a choice outlives a refresh, the plan as well as an experiment', async () => {
    const { desk, asks } = start();
    await desk.open();
    await desk.choose('exp_checkout');
    await desk.refresh();
    expect(desk.state.value.chosenId).toBe('exp_checkout');
    await desk.choose(null);
    await desk.refresh();
    expect(desk.state.value.chosenId).toBe(null);
    expect(asks('uplift:plan').at(-1)).toEqual({ siteId: 'demo' });
  });

  it('[UP71] an answer to an earlier choice is not shown under a later one', async () => {
    const { desk, hold, letGo } = start();
    await desk.open();
    hold();
    const first = desk.choose('exp_checkout');
    const second = desk.choose('exp_all');
    letGo();
    await Promise.all([first, second]);
    expect(keptOf(desk.state.value.report)?.experiment.experimentId).toBe('exp_all');
  });

  it('[UP72] what was read stays while the line is gone, and is read again when it is back', async () => {
    const { desk, line, asks } = start();
    await desk.open();
    line.become('offline');
    await desk.refresh();
    expect(desk.state.value.lines).toMatchObject({ phase: 'failed', code: 'offline' });
    expect(keptOf(desk.state.value.report)?.experiment.experimentId).toBe('exp_exit');
    const before = asks('uplift:list').length;
    line.become('online');
    await expect.poll(() => desk.state.value.report.phase, patience).toBe('read');
    expect(asks('uplift:list').length).toBe(before + 1);
    desk.close();
    line.become('offline');
    await desk.refresh();
    line.become('online');
    expect(asks('uplift:list').length).toBe(before + 1);
  });

  it('[UP72] a server that fails keeps what was read; another choice does not keep the wrong report', async () => {
    const { desk, line } = start();
    await desk.open();
    line.refuseNext('uplift:list', 'unavailable');
    await desk.refresh();
    expect(desk.state.value.lines).toMatchObject({ phase: 'failed', code: 'unavailable' });
    expect(keptOf(desk.state.value.lines)?.length).toBe(3);
    await desk.choose('exp_gone');
    expect(desk.state.value.report).toEqual({ phase: 'failed', code: 'notFound', kept: null });
  });

  it('[UP72] without a site, and without an answer to which there are, there is a state for each', async () => {
    const { desk, line } = start();
    line.answers['privacy:sites'] = () => yes([]);
    await desk.open();
    expect(desk.state.value).toMatchObject({ siteId: null, lines: { phase: 'read', value: [] } });
    line.refuseNext('privacy:sites', 'unavailable');
    await desk.open();
    expect(desk.state.value.lines).toMatchObject({ phase: 'failed', code: 'unavailable' });
  });
});
