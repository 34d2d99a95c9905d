// @vitest-environment jsdom
import type { UpliftReport } from '@theke/protocol';
import { render } from 'preact';
import { expect, it } from 'vitest';
import { experimentOf, planOf, reports } from '../../testing/upliftScene.ts';
import { type Language, textsOf } from '../../texts/index.ts';
import { createFigures, isTelling, roughly } from './figures.ts';
import { Plan } from './Plan.tsx';
import { Report } from './Report.tsx';

const languages = ['en', 'de'] as const;
const sayIn = (language: Language) => ({
  words: textsOf(language).uplift,
  figures: createFigures(language, 'EUR'),
});
const textOf = (element: Element | null) => (element?.textContent ?? '').replace(/\s+/gu, ' ').trim();

function show(report: UpliftReport, language: Language = 'en'): HTMLElement {
  const box = document.createElement('div');
  render(<Report report={report} plan={null} say={sayIn(language)} copy={async () => true} />, box);
  return box;
}

it('[UP120] a broken measurement: first find the cause and start a new experiment, how and where; this one stays invalid', () => {
  for (const language of languages) {
    const words = textsOf(language).uplift;
    const next = (report: UpliftReport) =>
      [...show(report, language).querySelectorAll('.verdict-next > p')].map((one) => textOf(one));
    for (const reason of ['sampleRatio', 'bothArms'] as const) {
      const broken = { ...reports.invalid, reasons: [reason] };
      expect(next(broken)).toEqual([words.anew.first, words.anew.rule, words.nexts[reason]]);
      const all = { ...broken, experiment: experimentOf({ layer: 'programme', ruleId: '' }) };
      expect(next(all)[1]).toBe(words.anew.programme);
      // Waiting mends nothing.
      expect(textOf(show(broken, language))).not.toMatch(
        /until it is|once the measurement|bis das|sobald die Messung/i,
      );
    }
    expect(words.anew.first).toMatch(language === 'en' ? /^Find the cause.*stays invalid/ : /^Finden Sie die Ursache/);
    expect(words.anew.rule).toContain(textsOf(language).ruleForm.salt);
    for (const verdict of ['better', 'worse', 'inconclusive', 'tooEarly'] as const)
      expect(next(reports[verdict])).not.toContain(words.anew.first);
    expect(next({ ...reports.invalid, reasons: ['noHoldout'] })).toEqual([words.nexts.noHoldout]);
  }
});

it('[UP122] an accepted chat has its own place, with what the figure takes for granted; too wide a figure is not shown', () => {
  for (const language of languages) {
    const { perChat, cost } = textsOf(language).uplift;
    const part = (perAcceptedChat: UpliftReport['perAcceptedChat']) =>
      show({ ...reports.better, perAcceptedChat }, language).querySelector('[aria-labelledby=uplift-per-chat]')!;
    const told = part({ estimate: 0.81, low: 0.32, high: 1 });
    expect(textOf(told)).toContain(perChat.assumes);
    expect(textOf(told.querySelector('[data-interval]'))).toMatch(/\+32 (to|bis) \+100/);
    const wide = part({ estimate: 0.4, low: -0.1, high: 1 });
    expect(textOf(wide)).toBe(`${perChat.title}${perChat.wide}`);
    expect(textOf(part(null))).toBe(`${perChat.title}${perChat.unknown}`);
    const costs = show(reports.better, language).querySelector('[aria-labelledby=uplift-cost]');
    expect(textOf(costs)).toContain(cost.title);
    expect(textOf(costs)).not.toContain(perChat.title);
    for (const verdict of ['invalid', 'tooEarly'] as const)
      expect(textOf(show(reports[verdict], language))).not.toContain(perChat.title);
  }
  expect(isTelling({ estimate: 0, low: -0.5, high: 0.5 })).toBe(true);
  expect(isTelling({ estimate: 0, low: -0.5, high: 0.51 })).toBe(false);
  expect(isTelling({ estimate: 0, low: 0, high: null as unknown as number })).toBe(false);
});

it('[UP123] of what only pages told the report speaks only where there is some', () => {
  const { arms, confirmed, quality } = reports.better;
  const buyers = { invite: arms.invite.buyers, holdout: arms.holdout.buyers };
  const all = (buyers.invite + buyers.holdout).toLocaleString('en-GB');
  const whole = {
    ...reports.better,
    confirmed: { ...confirmed, buyers },
    quality: { ...quality, ordersFromPage: 0, ordersFromShop: 7_003 },
  };
  for (const language of languages) {
    const facts = textOf(show(whole, language).querySelector('.uplift-facts'));
    expect(facts).not.toMatch(/the others only|die übrigen|by the page only|nur von der Seite/);
    expect(facts).toMatch(/7[,.]003, all(e)? /);
  }
  expect(textOf(show(whole))).toContain(`: in orderall ${all}`);
  const one = { ...whole, confirmed: { ...confirmed, buyers: { ...buyers, holdout: buyers.holdout - 1 } } };
  expect(textOf(show(one))).toContain(`of ${all}; the others only by their page`);
  const nobody = { ...arms.invite, buyers: 0 };
  const none = { ...whole, arms: { invite: nobody, holdout: nobody } };
  const noneYet = { ...none, confirmed: { ...confirmed, buyers: { invite: 0, holdout: 0 } } };
  expect(textOf(show(noneYet, 'de').querySelector('.uplift-facts'))).toContain('noch keine');
});

it('[UP124] a plan’s visitors are rounded and called about that many', () => {
  expect([42_834, 1_529.8, 833.6, 29.76, 3, 0.4, 0].map(roughly)).toEqual([42_800, 1_500, 830, 30, 3, 0.4, 0]);
  for (const language of languages) {
    const box = document.createElement('div');
    render(<Plan plan={planOf(42_834 / 28)} say={sayIn(language)} />, box);
    expect(textOf(box)).toMatch(/(about 42,800 in 28 days|etwa 42\.800 in 28 Tagen)\./);
  }
});
