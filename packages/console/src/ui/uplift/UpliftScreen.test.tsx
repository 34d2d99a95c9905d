// @vitest-environment jsdom
import '@preact/signals';
import { render } from 'preact';
import { describe, expect, it } from 'vitest';
import { startTestDesk } from '../../testing/desk.ts';
import { anna, busyPresent, eva } from '../../testing/fixtures.ts';
import { lineOf, planOf, reports } from '../../testing/upliftScene.ts';
import { type Language, textsOf } from '../../texts/index.ts';
import { ViewContext } from '../use.ts';
import { UpliftScreen } from './UpliftScreen.tsx';

// The machine may be busy with other things.
const patience = { timeout: 10_000 };

async function start(me: typeof anna, language: Language = 'en') {
  const made = await startTestDesk({ me, present: { ...busyPresent(0), me } });
  Object.assign(made.server.line.answers, {
    'privacy:sites': () => ({ ok: true, value: [{ siteId: 'demo', name: 'Wetterfest' }] }),
    'uplift:list': () => ({ ok: true, value: [lineOf(reports.better), lineOf(reports.invalid)] }),
    'uplift:read': () => ({ ok: true, value: reports.better }),
    'uplift:plan': () => ({ ok: true, value: planOf() }),
  });
  const box = document.createElement('div');
  document.body.append(box);
  const draw = () =>
    render(
      <ViewContext.Provider
        value={{ app: { copy: async () => true }, desk: made.desk, texts: textsOf(language), language } as never}
      >
        <UpliftScreen />
      </ViewContext.Provider>,
      box,
    );
  draw();
  const asked = () => made.server.line.asked.map((one) => one.event).filter((event) => /uplift|sites/.test(event));
  return { ...made, box, asked, draw };
}

describe('the place of the report', () => {
  it('[UP70] an agent reads why there is no report, and nothing is asked of the server', async () => {
    for (const language of ['en', 'de'] as const) {
      const { box, asked, settle } = await start(anna, language);
      await settle();
      expect(box.textContent).toContain(textsOf(language).uplift.onlySupervisors);
      expect(asked()).toEqual([]);
    }
  });

  it('[UP70] a supervisor reads it', async () => {
    const { box, asked } = await start(eva);
    await expect.poll(() => box.querySelector('.report h3')?.textContent, patience).toBe('Better');
    expect(box.querySelectorAll('.experiments button').length).toBe(3);
    expect(asked()).toContain('uplift:read');
  });

  it('[UP72] what could not be read is said, with a way to try again', async () => {
    const { box, server } = await start(eva);
    await expect.poll(() => box.querySelector('.report'), patience).not.toBe(null);
    server.line.refuseNext('uplift:list', 'unavailable');
    box.querySelector<HTMLElement>('.uplift-tools button')!.click();
    await expect.poll(() => box.querySelector('[role=alert]')?.textContent, patience).toContain('what was read before');
    expect(box.querySelector('.report')).not.toBe(null);
    box.querySelector<HTMLElement>('[role=alert] button')!.click();
    await expect.poll(() => box.querySelector('[role=alert]'), patience).toBe(null);
  });
});
