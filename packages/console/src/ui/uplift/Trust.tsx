import type { UpliftReport } from '@theke/protocol';
import { Check, CircleDashed, X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { byPagesOnly } from './byPages.ts';
import type { Say } from './say.ts';

type Stand = 'fine' | 'open' | 'look' | 'broken';
const icons = { fine: Check, open: CircleDashed, look: CircleDashed, broken: X };
// Below it a single look would call the groups broken.
const ratioAlarm = 0.001;

/** What the verdict rests on, each with its figures; and what the rows are made of. */
export function Trust({ report, say }: { report: UpliftReport; say: Say }) {
  const { words, figures } = say;
  const { arms, sampleRatio, guards, quality, reasons } = report;
  const trust = words.trust;
  const ratio = { p: figures.tinyP(sampleRatio.lnP), always: figures.p(sampleRatio.sequentialP) };
  const { count, buyers } = byPagesOnly(report);
  // The verdict rests on the test that is watched daily. What one look says is worth a look, and no more.
  const sizes = reasons.includes('sampleRatio') ? 'broken' : sampleRatio.p < ratioAlarm ? 'look' : 'fine';
  const saidOfSizes = { broken: trust.ratioBroken, look: trust.ratioLook, fine: trust.ratioFine }[sizes];
  const reached = (done: number, needed: number): Stand => (done >= needed ? 'fine' : 'open');
  const had = (done: number, needed: number) =>
    (done >= needed ? trust.had : trust.of)(figures.count(done), figures.count(needed));
  const checks: [Stand, string, string][] = [
    [sizes, trust.ratio, saidOfSizes(ratio)],
    [
      reasons.includes('bothArms') ? 'broken' : 'fine',
      trust.both,
      trust.bothOf(
        figures.count(report.bothArms),
        figures.count(arms.invite.visitors + arms.holdout.visitors + report.bothArms),
      ),
    ],
    [reached(guards.fullDays, guards.fullDaysNeeded), trust.days, had(guards.fullDays, guards.fullDaysNeeded)],
    [
      reached(guards.fewestConversions, guards.fewestConversionsNeeded),
      trust.conversions,
      had(guards.fewestConversions, guards.fewestConversionsNeeded),
    ],
    [
      reasons.includes('toldByPages') || count > buyers / 2 ? 'open' : 'fine',
      trust.confirmed,
      buyers === 0
        ? trust.confirmedNone
        : count === 0
          ? trust.confirmedAll(figures.count(buyers))
          : trust.confirmedOf(figures.count(buyers - count), figures.count(buyers)),
    ],
  ];
  const some = (n: number, name: string, said: (count: string) => string): [string, string][] =>
    n > 0 ? [[name, said(figures.count(n))]] : [];
  const facts: [string, string][] = [
    [trust.dayOnly, trust.dayOnlyLong(figures.count(quality.dayOnly))],
    [
      trust.orders,
      quality.ordersFromPage === 0 && quality.ordersFromShop > 0
        ? trust.ordersShop(figures.count(quality.ordersFromShop))
        : trust.ordersLong(figures.count(quality.ordersFromShop), figures.count(quality.ordersFromPage)),
    ],
    ...some(quality.ordersContested, trust.contested, trust.contestedLong),
    ...some(quality.ordersClaimedLate, trust.late, trust.lateLong),
    [trust.refunds, trust.refundsLong(figures.money(quality.refundsCents))],
    [trust.other, trust.otherLong(figures.count(quality.ordersInOtherCurrency))],
  ];
  return (
    <section class="part" aria-labelledby="uplift-trust">
      <h3 id="uplift-trust">{trust.title}</h3>
      <dl class="uplift-facts">
        {checks.map(([stand, name, said]) => (
          <Fact key={name} name={name} stand={stand} words={trust[stand]}>
            {said}
          </Fact>
        ))}
        {facts.map(([name, said]) => (
          <Fact key={name} name={name}>
            {said}
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Fact(props: { name: string; stand?: Stand; words?: string; children: ComponentChildren }) {
  const Icon = props.stand ? icons[props.stand] : null;
  return (
    <div data-stand={props.stand === 'look' ? 'open' : props.stand}>
      <dt>
        {Icon ? <Icon size={16} strokeWidth={2.25} aria-hidden="true" /> : <span class="fact-room" />}
        {props.name}
        {props.words ? <span class="heard">: {props.words}</span> : null}
      </dt>
      <dd>{props.children}</dd>
    </div>
  );
}
