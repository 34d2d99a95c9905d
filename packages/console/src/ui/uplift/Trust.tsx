import type { UpliftReport } from '@theke/protocol';
import { Check, CircleDashed, X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import type { Say } from './say.ts';

type Stand = 'fine' | 'open' | 'broken';
const icons = { fine: Check, open: CircleDashed, broken: X };

/** What the verdict rests on, each with its figures; and what the rows are made of. */
export function Trust({ report, say }: { report: UpliftReport; say: Say }) {
  const { words, figures } = say;
  const { arms, sampleRatio, guards, quality, reasons } = report;
  const trust = words.trust;
  const ratio = { p: figures.tinyP(sampleRatio.lnP), always: figures.p(sampleRatio.sequentialP) };
  const broken = reasons.includes('sampleRatio');
  const reached = (done: number, needed: number): Stand => (done >= needed ? 'fine' : 'open');
  const had = (done: number, needed: number) =>
    (done >= needed ? trust.had : trust.of)(figures.count(done), figures.count(needed));
  const checks: [Stand, string, string][] = [
    [broken ? 'broken' : 'fine', trust.ratio, broken ? trust.ratioBroken(ratio) : trust.ratioFine(ratio)],
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
  ];
  const facts: [string, string][] = [
    [trust.dayOnly, trust.dayOnlyLong(figures.count(quality.dayOnly))],
    [trust.orders, trust.ordersLong(figures.count(quality.ordersFromShop), figures.count(quality.ordersFromPage))],
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
    <div data-stand={props.stand}>
      <dt>
        {Icon ? <Icon size={16} strokeWidth={2.25} aria-hidden="true" /> : <span class="fact-room" />}
        {props.name}
        {props.words ? <span class="heard">: {props.words}</span> : null}
      </dt>
      <dd>{props.children}</dd>
    </div>
  );
}
