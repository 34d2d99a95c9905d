// @vitest-environment jsdom
import type { ReportInterval, UpliftReason, UpliftReport, UpliftVerdict } from '@theke/protocol';
import { priceOfLooking } from '@theke/uplift';
import fc from 'fast-check';
import { render } from 'preact';
import { describe, expect, it } from 'vitest';
import { experimentOf, planOf, reports, toldByPages } from '../../testing/upliftScene.ts';
import { type Language, textsOf } from '../../texts/index.ts';
import { createFigures } from './figures.ts';
import { Plan } from './Plan.tsx';
import { Report } from './Report.tsx';
import type { Say } from './say.ts';
import { toldOf } from './verdictWords.ts';

// The machine may be busy with other things.
const patience = { timeout: 10_000 };

const sayIn = (language: Language): Say => ({
  words: textsOf(language).uplift,
  figures: createFigures(language, 'EUR'),
});
const languages = ['en', 'de'] as const;

function show(report: UpliftReport, language: Language = 'en', plan = planOf()): HTMLElement {
  const box = document.createElement('div');
  render(<Report report={report} plan={plan} say={sayIn(language)} copy={async () => true} />, box);
  return box;
}

const textOf = (element: Element | null) => (element?.textContent ?? '').replace(/\s+/gu, ' ').trim();

/** Every percentage on the screen that breaks the rule, with where it stands. */
function loosePercentages(box: HTMLElement): string[] {
  const loose: string[] = [];
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.textContent?.includes('%')) continue;
    const at = node.parentElement!;
    // Set by hand, not measured.
    if (at.closest('[data-set]')) continue;
    const plan = at.closest('[data-plan]');
    const struck = at.closest('s')?.closest('section');
    const figure = at.closest('[data-figure]');
    const n = /\d/.test(textOf((plan ?? struck ?? figure)?.querySelector('[data-n]') ?? null));
    const interval = Boolean(plan || struck) || textOf(figure?.querySelector('[data-interval]') ?? null) !== '';
    if (!n || !interval) loose.push(node.textContent);
  }
  return loose;
}

const count = fc.nat(400_000);
const part = fc.double({ min: 0, max: 1, noNaN: true });
const lift = fc.double({ min: -1, max: 30, noNaN: true });
const missing = undefined as unknown as number;
const interval: fc.Arbitrary<ReportInterval> = fc
  .tuple(lift, lift, lift, fc.constantFrom('both', 'low', 'high', 'none'))
  .map(([a, b, c, has]) => {
    const [low, estimate, high] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
    return {
      estimate,
      low: has === 'both' || has === 'low' ? low : missing,
      high: has === 'both' || has === 'high' ? high : missing,
    };
  });
const maybe = fc.option(interval, { nil: null });
const p = fc.oneof(part, fc.constantFrom(0, 1, 1e-300));
const arm = fc.record({
  visitors: count,
  buyers: count,
  revenue: count,
  revenueSquared: count,
  orders: count,
  ordersSquared: count,
  revenueOrders: count,
});
const pair = fc.record({ invite: count, holdout: count });
const anyReport: fc.Arbitrary<UpliftReport> = fc.record({
  experiment: fc
    .record({ share: part, cap: fc.option(count, { nil: undefined }), programme: fc.boolean() })
    .map((one) =>
      experimentOf({
        holdoutShare: one.share,
        layer: one.programme ? 'programme' : 'rule',
        ...(one.cap === undefined ? {} : { capCents: one.cap }),
      }),
    ),
  untilAt: fc.constant(1_790_000_000_000),
  verdict: fc.constantFrom<UpliftVerdict>('invalid', 'tooEarly', 'inconclusive', 'better', 'worse'),
  reasons: fc.uniqueArray(
    fc.constantFrom<UpliftReason>(
      'noHoldout',
      'toldByPages',
      'sampleRatio',
      'bothArms',
      'fewDays',
      'fewConversions',
      'coversZero',
      'aboveZero',
      'belowZero',
    ),
  ),
  arms: fc.record({ invite: arm, holdout: arm }),
  conversion: fc.record({ relative: maybe, absolute: maybe, p: fc.option(p, { nil: null }) }),
  revenue: fc.record({ relative: maybe, p: fc.option(p, { nil: null }) }),
  confirmed: fc.record({
    buyers: pair,
    relative: maybe,
    verdict: fc.constantFrom<UpliftVerdict>('tooEarly', 'inconclusive', 'better', 'worse'),
  }),
  orderValue: fc.record({ invite: maybe, holdout: maybe }),
  sampleRatio: fc.record({
    p,
    lnP: fc.double({ min: -1e5, max: 0, noNaN: true }),
    alarm: fc.boolean(),
    sequentialP: p,
  }),
  bothArms: count,
  overTime: fc.uniqueArray(
    fc.record({
      day: fc.integer({ min: 10, max: 30 }).map((day) => `2026-09-${day}`),
      visitors: count,
      interval: maybe,
    }),
    { selector: (one) => one.day, maxLength: 12 },
  ),
  flow: fc.record({ eligible: pair, shown: count, dismissed: count, accepted: count, chatted: pair, ordered: pair }),
  cost: fc.record({ agentMinutes: count, perAcceptedMinutes: fc.option(part, { nil: null }) }),
  perAcceptedChat: maybe,
  naive: fc.option(
    fc.record({ chatters: count, others: count, chattersRate: part, othersRate: part, ratio: fc.oneof(lift, p) }),
    { nil: null },
  ),
  guards: fc.record({
    fullDays: fc.nat(40),
    fullDaysNeeded: fc.constant(14),
    fewestConversions: count,
    fewestConversionsNeeded: fc.constant(50),
  }),
  quality: fc.record({
    visitors: count,
    dayOnly: count,
    ordersFromPage: count,
    ordersFromShop: count,
    ordersContested: count,
    ordersClaimedLate: count,
    ordersInOtherCurrency: count,
    refundsCents: count,
  }),
});

describe('no percentage stands alone', () => {
  it('[UP76] in any report, in both languages, every % has its interval and its N in the same figure', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyReport, fc.constantFrom(...languages), (report, language) => {
        const box = show(report, language);
        expect(loosePercentages(box)).toEqual([]);
        expect(box.textContent).not.toMatch(/NaN|Infinity|undefined|∞/);
        seen += box.querySelectorAll('[data-figure]').length;
        render(null, box);
      }),
      { numRuns: 150 },
    );
    expect(seen).toBeGreaterThan(300);
  });

  it('[UP76] the search itself finds a percentage that stands alone', () => {
    const box = document.createElement('div');
    box.innerHTML = '<p>+12%</p><div data-figure><b>+3%</b><i data-interval>1 to 2</i></div>';
    expect(loosePercentages(box)).toEqual(['+12%', '+3%']);
  });

  it('[UP76] a figure’s N is both groups as they were counted', () => {
    const box = show(reports.better);
    const { invite, holdout } = reports.better.arms;
    const n = textOf(box.querySelector('.verdict [data-n]'));
    expect(n).toBe(
      `N = ${invite.visitors.toLocaleString('en-GB')} invited + ${holdout.visitors.toLocaleString('en-GB')} held out`,
    );
  });
});

describe('verdicts in plain words', () => {
  const marks: Record<UpliftVerdict, [string, string]> = {
    invalid: ['Invalid', 'Nicht auswertbar'],
    tooEarly: ['Too early', 'Zu früh'],
    inconclusive: ['Inconclusive', 'Nicht entscheidbar'],
    better: ['Better', 'Besser'],
    worse: ['Worse', 'Schlechter'],
  };
  it.each(Object.keys(marks) as UpliftVerdict[])('[UP73] %s has its word, reasons and what to do next', (verdict) => {
    expect(reports[verdict].verdict).toBe(verdict);
    languages.forEach((language, index) => {
      const box = show(reports[verdict], language);
      const said = box.querySelector('.verdict-said')!;
      const words = textsOf(language).uplift;
      expect(textOf(said.querySelector('h3'))).toBe(marks[verdict][index]);
      expect(textOf(said)).toContain(words.leads[verdict]);
      for (const reason of reports[verdict].reasons) expect(textOf(said)).toContain(words.nexts[reason]);
      const sentences = [...said.querySelectorAll('p')].map(textOf);
      expect(sentences.length).toBeGreaterThanOrEqual(1 + 2 * reports[verdict].reasons.length);
      for (const sentence of sentences) expect(sentence).toMatch(/\.$/);
    });
  });

  it('[UP73] a broken ratio is told with its p and with the sizes there should be', () => {
    const { arms } = reports.invalid;
    const report = {
      ...reports.invalid,
      arms: {
        invite: { ...arms.invite, visitors: 8_000 },
        holdout: { ...arms.holdout, visitors: 1_700 },
      },
      sampleRatio: { p: 2e-5, lnP: Math.log(2e-5), alarm: true, sequentialP: 1e-4 },
    };
    expect(textOf(show(report))).toContain(
      'The two groups do not have the sizes they should: p = 1·10⁻⁴. Counted were 8,000 invited and 1,700 held out; by the lot it should be about 7,760 and 1,940.',
    );
    // The test that is read daily makes the verdict, also where one look would see nothing.
    const late = { ...report, sampleRatio: { p: 0.02, lnP: Math.log(0.02), alarm: true, sequentialP: 4e-4 } };
    expect(textOf(show(late, 'de'))).toContain('nicht so groß, wie sie sein müssten: p = 4·10⁻⁴');
    expect(textOf(show(late))).toContain('not as drawn: p < 0.001, watched daily; p = 0.020 at a single look');
  });

  it('[UP108] a sample ratio that only one look would call broken is worth a look, beside its verdict', () => {
    const odd = { ...reports.better, sampleRatio: { p: 4e-4, lnP: Math.log(4e-4), alarm: false, sequentialP: 0.31 } };
    for (const language of languages) {
      const { trust, marks } = textsOf(language).uplift;
      const box = show(odd, language);
      const fact = [...box.querySelectorAll('.uplift-facts > div')].find((one) => textOf(one).startsWith(trust.ratio));
      expect(textOf(fact!)).toContain(trust.look);
      expect(textOf(fact!)).toMatch(/p = 0[.,]31, watched daily|p = 0,31 bei täglichem Hinsehen/);
      expect(textOf(fact!)).toContain('p = 4·10⁻⁴');
      expect(fact!.getAttribute('data-stand')).toBe('open');
      expect(textOf(box.querySelector('.verdict h3'))).toContain(marks.better);
      expect(textOf(show(reports.better, language))).not.toContain(trust.look);
    }
  });

  it('[UP110] without a limit for large orders there is no comparison by revenue, and why', () => {
    const { capCents: _, ...experiment } = reports.better.experiment;
    const uncut = { ...reports.better, experiment, revenue: { relative: null, p: null } };
    for (const language of languages) {
      const card = show(uncut, language).querySelectorAll('.card')[1]!;
      expect(textOf(card)).toContain(textsOf(language).uplift.uncut);
      expect(textOf(card)).not.toContain('%');
      expect(textOf(card)).not.toContain(textsOf(language).uplift.nothing);
    }
    expect(textOf(show(reports.better))).not.toContain(textsOf('en').uplift.uncut);
  });

  it('[UP73] every reason there is says why and what to do next, none twice', () => {
    const whys: Record<UpliftReason, true> = {
      noHoldout: true,
      toldByPages: true,
      contested: true,
      fewTied: true,
      sampleRatio: true,
      bothArms: true,
      fewDays: true,
      fewConversions: true,
      coversZero: true,
      aboveZero: true,
      belowZero: true,
    };
    const reasons = Object.keys(whys) as UpliftReason[];
    for (const language of languages) {
      const told = toldOf({ ...reports.tooEarly, reasons }, sayIn(language));
      const sentences = told.flatMap(({ why, next }) => [why, next]);
      expect(new Set(sentences).size).toBe(reasons.length * 2);
      for (const sentence of sentences) expect(sentence).toMatch(/^[A-ZÄÖÜ0-9].+\.$/);
    }
  });

  it('[UP73] days enough but windows still open: it says what it waits for, not that days are few', () => {
    const { guards } = reports.tooEarly;
    const open = { ...reports.tooEarly, reasons: ['fewDays' as const], guards: { ...guards, fullDays: 20 } };
    expect(textOf(show(open))).toContain('Orders of the last visitors still come in: each is waited for 7 days.');
    expect(textOf(show(open).querySelector('.verdict-said'))).not.toContain('20 of 14');
    expect(textOf(show(open, 'de'))).toContain('Auf jeden wird 7 Tage gewartet.');
  });

  it('[UP102] a difference that only pages tell of: no verdict, why, and how the shop’s server tells orders', () => {
    for (const language of languages) {
      const words = textsOf(language).uplift;
      const box = show(toldByPages({ invite: 20, holdout: 3 }), language);
      const said = textOf(box.querySelector('.verdict-said'));
      expect(said).toContain(words.marks.inconclusive);
      expect(said).toContain(words.leadByPages);
      // That gain and loss both fit would not be true here.
      expect(said).not.toContain(words.leads.inconclusive);
      expect(said).toContain(words.nexts.toldByPages);
      expect(said).toContain('POST /api/v1/orders');
      expect(said).toContain('orders:write');
      expect(said).toContain('docs/uplift.md');
      const { invite, holdout } = reports.better.arms;
      const figures = createFigures(language, 'EUR');
      const buyers = figures.count(invite.buyers + holdout.buyers);
      expect(said).toContain(words.reasons.toldByPages({ buyers, confirmed: '23' }));
      // The figure stays, and is marked; customers won by it are not told.
      const figure = box.querySelector('.verdict-figure')!;
      expect(figure.querySelectorAll('[data-figure]')).toHaveLength(1);
      const count = figures.count(invite.buyers + holdout.buyers - 23);
      expect(textOf(figure)).toContain(words.byPages.note({ count, buyers }));
      expect(textOf(figure)).toContain(words.byPages.nothing);
      expect(textOf(box)).not.toContain(words.cost.buyers);
    }
  });

  it('[SE267] whose orders they are is not sure: no verdict, why, and what to do; nothing that rests on the difference', () => {
    for (const language of languages)
      for (const reason of ['contested', 'fewTied'] as const) {
        const words = textsOf(language).uplift;
        const { quality } = reports.better;
        const report = {
          ...reports.better,
          verdict: 'inconclusive' as const,
          reasons: [reason],
          quality: { ...quality, ordersContested: 98 },
        };
        const box = show(report, language);
        const said = textOf(box.querySelector('.verdict-said'));
        expect(said).toContain(words.marks.inconclusive);
        expect(said).toContain(words.leadDoubt);
        expect(said).not.toContain(words.leads.inconclusive);
        expect(said).toContain(words.nexts[reason]);
        const orders = createFigures(language, 'EUR').count(quality.ordersFromShop + quality.ordersFromPage);
        const { contested, fewTied } = words.reasons;
        expect(said).toContain(reason === 'fewTied' ? fewTied : contested({ contested: '98', orders }));
        expect(textOf(box)).not.toContain(words.cost.buyers);
      }
  });

  it('[UP102] before a verdict is near the shop is told that its own word will be needed, and not where it has it', () => {
    const { hint } = textsOf('en').uplift.byPages;
    const none = { ...reports.tooEarly.confirmed, buyers: { invite: 0, holdout: 0 } };
    expect(textOf(show({ ...reports.tooEarly, confirmed: none }))).toContain(hint);
    expect(textOf(show({ ...reports.inconclusive, confirmed: none }))).toContain(hint);
    expect(textOf(show(reports.tooEarly))).not.toContain(hint);
    expect(textOf(show({ ...reports.invalid, confirmed: none }))).not.toContain(hint);
  });

  it('[UP105] the sceptic reads what the report does not say, and whether somebody could have forged it', () => {
    for (const language of languages) {
      const { limits } = textsOf(language).uplift;
      const part = show(reports.better, language).querySelector('.limits')!;
      expect([...part.querySelectorAll('li')].map(textOf)).toEqual(limits.list);
      expect(textOf(part)).toMatch(/forged|fälschen/);
      expect(show(reports.invalid, language).querySelector('.limits')).toBe(null);
    }
  });

  it('[UP104] orders that several visitors claimed, and that pages told at another time, stand with what the data are made of', () => {
    const { quality } = reports.better;
    const box = show({ ...reports.better, quality: { ...quality, ordersContested: 7, ordersClaimedLate: 5 } });
    expect(textOf(box)).toContain('7 orders: the page’s word counts for none of them');
    expect(textOf(box)).toContain('5 orders, more than half an hour');
    expect(textOf(show(reports.better))).not.toContain('0 orders: the page');
  });

  it('[UP73] nobody held out, and visitors in both groups, have their sentences', () => {
    const none = { ...reports.invalid, reasons: ['noHoldout' as const], experiment: experimentOf({ holdoutShare: 0 }) };
    expect(textOf(show(none))).toContain('Nobody is held out');
    const both = { ...reports.invalid, reasons: ['bothArms' as const], bothArms: 312 };
    const seen = both.arms.invite.visitors + both.arms.holdout.visitors + 312;
    expect(textOf(show(both, 'de'))).toContain(`312 von ${seen.toLocaleString('de')} Besuchern wurden in beiden`);
  });
});

describe('what is shown when', () => {
  it('[UP74] an invalid report has no uplift, no orders and no naive figure, whatever the server sent', () => {
    fc.assert(
      fc.property(anyReport, fc.constantFrom(...languages), (any, language) => {
        const box = show({ ...any, verdict: 'invalid' }, language);
        expect(box.querySelectorAll('[data-figure], s, [data-plan]').length).toBe(0);
        for (const set of box.querySelectorAll('[data-set]')) set.remove();
        expect(box.textContent).not.toContain('%');
        expect(box.textContent).not.toContain(`${textsOf(language).uplift.flow.ordered}`);
        render(null, box);
      }),
      { numRuns: 60 },
    );
  });

  it('[UP75] too early: days and customers of those needed; figures only behind a warning', () => {
    const box = show(reports.tooEarly);
    expect(textOf(box.querySelector('.verdict'))).toContain('11 of 14');
    const early = box.querySelector('details.early')!;
    expect(early.hasAttribute('open')).toBe(false);
    expect(textOf(early)).toContain('Do not decide by them.');
    for (const figure of box.querySelectorAll('[data-figure]')) expect(early.contains(figure)).toBe(true);
    expect(early.querySelectorAll('[data-figure]').length).toBeGreaterThan(2);
  });

  it('[UP80] [UP81] both pictures are there as sentences and as tables', () => {
    const box = show(reports.better);
    const time = box.querySelector('.over-time')!;
    expect(textOf(time.querySelector('figcaption'))).toMatch(
      /^From 7 Sept? to 11 Oct, 35 days\. At the end \+\d+%, 95% interval/,
    );
    expect(time.querySelectorAll('tbody tr').length).toBe(reports.better.overTime.length);
    const flow = box.querySelector('.flow')!;
    expect(flow.querySelectorAll('tbody tr').length).toBe(6);
    expect(textOf(flow.querySelector('tbody'))).toContain(reports.better.flow.accepted.toLocaleString('en-GB'));
    for (const svg of box.querySelectorAll('svg')) expect(svg.getAttribute('aria-hidden')).toBe('true');
  });

  it('[UP81] areas are in proportion to the group', () => {
    const { flow } = reports.better;
    const radii = [...show(reports.better).querySelectorAll('[data-arm=invite] circle')].map((one) =>
      Number(one.getAttribute('r')),
    );
    expect((radii[1]! / radii[0]!) ** 2).toBeCloseTo(flow.shown / flow.eligible.invite, 6);
    expect((radii.at(-1)! / radii[0]!) ** 2).toBeCloseTo(flow.ordered.invite / flow.eligible.invite, 6);
  });

  it('[UP82] minutes for each additional customer only where none at all is ruled out', () => {
    expect(textOf(show(reports.better))).toContain('min for each of them.');
    const box = textOf(show(reports.inconclusive));
    expect(box).toContain('cannot be told while there may be none');
    expect(box).not.toContain('min for each of them.');
  });

  it('[UP83] the naive figure is struck through, said to be not causal, with reason and visitors', () => {
    for (const language of languages) {
      const box = show(reports.inconclusive, language);
      const naive = box.querySelector('.naive')!;
      expect(naive.querySelectorAll('s').length).toBe(1);
      expect(textOf(naive.querySelector('s'))).toMatch(/^\+6\d\d\s?%/);
      expect(textOf(naive.querySelector('.heard'))).toMatch(/not causal|nicht ursächlich/);
      expect(textsOf(language).uplift.naive.why.match(/\.( |$)/g)?.length).toBe(2);
      expect(textOf(naive)).toContain(textsOf(language).uplift.naive.why);
      const beside = box.cloneNode(true) as HTMLElement;
      for (const struck of beside.querySelectorAll('s')) struck.remove();
      expect(textOf(beside)).not.toMatch(/\+6\d\d\s?%/);
    }
  });

  it('[UP84] the plan tells a lift for each hold-out with the visitors, or that nothing is known', () => {
    const box = document.createElement('div');
    render(<Plan plan={planOf(371)} say={sayIn('en')} />, box);
    expect(textOf(box)).toMatch(
      /With your traffic the smallest provable uplift in 28 days is about \d\d%, if 20% are held out\./,
    );
    expect(textOf(box.querySelector('[data-n]'))).toContain('about 10,400 in 28 days');
    expect([...box.querySelectorAll('tr')].map(textOf)).toHaveLength(4);
    render(<Plan plan={planOf(null)} say={sayIn('de')} />, box);
    expect(textOf(box)).toContain('Noch ist nicht bekannt');
    expect(box.querySelector('.plan-read')).toBe(null);
    render(<Plan plan={{ ...planOf(371), baseRate: null }} say={sayIn('en')} />, box);
    expect(textOf(box)).toContain('How many of them order is not known yet');
    expect(box.querySelector('.plan-read')).toBe(null);
    const hopeless = { ...planOf(1), provable: [{ holdoutShare: 0.1, lift: null }] };
    render(<Plan plan={hopeless} say={sayIn('en')} />, box);
    expect(textOf(box)).toContain('nothing: too few visitors');
  });

  it('[UP111] the plan says how much larger an effect must be because one may look every day', () => {
    for (const language of languages) {
      const box = document.createElement('div');
      render(<Plan plan={planOf(371)} say={sayIn(language)} />, box);
      const price = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(priceOfLooking());
      expect(textOf(box)).toMatch(language === 'en' ? `${price} times as large` : `${price}-mal so groß`);
    }
  });

  it('[UP103] the plan says what it was counted from, and where nothing is known it gives examples with their visitors', () => {
    const box = document.createElement('div');
    render(<Plan plan={planOf(371)} say={sayIn('en')} />, box);
    expect(textOf(box.querySelector('[data-n]'))).toContain(
      'Counted: 10,388 eligible visitors in the last 28 days. How often they order is taken from 7,791 whose time to order is over: 242 ordered.',
    );
    render(<Plan plan={planOf(null)} say={sayIn('en')} />, box);
    const rows = [...box.querySelectorAll('tr')].map(textOf);
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatch(/^10,000 eligible visitors in 28 days ?about 72%$/);
    expect(textOf(box)).toContain('an example: a shop where 2% of the eligible visitors order, and 20% are held out.');
    const { basis } = planOf(null);
    render(<Plan plan={{ ...planOf(null), basis: { ...basis, visitors: 40, days: 1 } }} say={sayIn('de')} />, box);
    expect(textOf(box)).toContain('Bisher gezählte Besucher, die infrage kämen: 40.');
    expect(loosePercentages(box)).toEqual([]);
  });

  it('[UP85] a clear verdict before the planned visitors says that it looks too large', () => {
    const { arms, experiment } = reports.better;
    const all = arms.invite.visitors + arms.holdout.visitors;
    const early = { ...reports.better, experiment: { ...experiment, plannedVisitors: all + 1 } };
    const done = { ...reports.better, experiment: { ...experiment, plannedVisitors: all } };
    const { curse } = textsOf('en').uplift;
    expect(textOf(show(early))).toContain(curse);
    expect(textOf(show(done))).not.toContain(curse);
    expect(textOf(show(reports.inconclusive))).not.toContain(curse);
  });

  it('[UP86] order values stand for each group on their own and are called description', () => {
    const card = show(reports.better).querySelector('.card-quiet')!;
    expect(textOf(card)).toContain('description only');
    expect(card.querySelectorAll('.order-value').length).toBe(2);
    expect(textOf(card)).not.toContain('%');
  });

  it('[UP89] the address of the rows and its scope are there, and the address is copied', async () => {
    const copied: string[] = [];
    const box = document.createElement('div');
    const copy = async (text: string) => copied.push(text) > 0;
    render(<Report report={reports.better} plan={null} say={sayIn('en')} copy={copy} />, box);
    const raw = box.querySelector('.raw')!;
    expect(textOf(raw)).toContain('GET /api/v1/reports/uplift/exp_checkout/rows');
    expect(textOf(raw)).toContain('reports:read');
    raw.querySelector('button')!.click();
    await expect.poll(() => textOf(raw), patience).toContain('Copied.');
    expect(copied).toEqual(['/api/v1/reports/uplift/exp_checkout/rows']);
  });
});
