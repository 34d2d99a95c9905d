import type { UpliftReport, UpliftVerdict } from '@theke/protocol';
import { Hourglass, type LucideIcon, Scale, TrendingDown, TrendingUp, TriangleAlert } from 'lucide-preact';
import { stroke } from '../parts.tsx';
import { ByPagesNote, ConfirmedFigure, TellOrders } from './ByPages.tsx';
import { isDoubted, needsShopsWord } from './byPages.ts';
import { Estimate } from './Estimate.tsx';
import { bothN, lengthOf, nameOf, type Say } from './say.ts';
import { isEarlyStop, startAnew, toldOf } from './verdictWords.ts';

const icons: Record<UpliftVerdict, LucideIcon> = {
  invalid: TriangleAlert,
  tooEarly: Hourglass,
  inconclusive: Scale,
  better: TrendingUp,
  worse: TrendingDown,
};

/** A verdict as a small mark: picture and word, never colour alone. */
export function VerdictMark({ verdict, say }: { verdict: UpliftVerdict; say: Say }) {
  const Icon = icons[verdict];
  return (
    <span class="verdict-mark" data-verdict={verdict}>
      <Icon size={14} strokeWidth={2} aria-hidden="true" />
      {say.words.marks[verdict]}
    </span>
  );
}

interface Props {
  report: UpliftReport;
  say: Say;
  copy: (text: string) => Promise<boolean>;
}

/** What may be said today, why, and what to do: the first thing one reads, and for most people the last. */
export function Verdict({ report, say, copy }: Props) {
  const { words, figures } = say;
  const { experiment, verdict, arms } = report;
  const Icon = icons[verdict];
  const told = toldOf(report, say);
  const byPages = report.reasons.includes('toldByPages');
  const early = needsShopsWord(report);
  const lead = byPages ? words.leadByPages : isDoubted(report) ? words.leadDoubt : words.leads[verdict];
  const judged = verdict === 'better' || verdict === 'worse' || verdict === 'inconclusive';
  const { relative, p } = report.conversion;
  const span = experiment.endedAt
    ? words.ended(figures.date(experiment.startedAt), figures.date(experiment.endedAt))
    : words.running(figures.date(experiment.startedAt));
  return (
    <section class="verdict" data-verdict={verdict} aria-labelledby="uplift-verdict">
      <p class="verdict-of">
        <strong>{nameOf(experiment, say)}</strong>
        {experiment.layer === 'rule' ? ` · ${words.version(experiment.version)}` : null} · {span}
        {experiment.holdoutShare > 0 ? (
          <>
            {' · '}
            <span data-set>{figures.share(experiment.holdoutShare)}</span> {words.heldOut}
          </>
        ) : null}{' '}
        · {words.window(lengthOf(experiment.windowMs, say))}
      </p>
      <div class="verdict-body">
        <div class="verdict-said">
          <h3 id="uplift-verdict">
            <span class="verdict-icon">
              <Icon size={26} strokeWidth={stroke} aria-hidden="true" />
            </span>
            {words.marks[verdict]}
          </h3>
          <p class="verdict-lead">{lead}</p>
          {told.map(({ reason, why }) => (
            <p key={reason}>{why}</p>
          ))}
          <div class="verdict-next">
            <h4>{words.next}</h4>
            {startAnew(report, say).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            {told.map(({ reason, next }) => (
              <p key={reason}>{next}</p>
            ))}
            {early ? <p>{words.byPages.hint}</p> : null}
            {byPages || early ? <TellOrders say={say} copy={copy} /> : null}
            {isEarlyStop(report) ? (
              <p>
                {words.curse}{' '}
                {words.curseUntil(
                  figures.count(experiment.plannedVisitors),
                  figures.count(arms.invite.visitors + arms.holdout.visitors),
                )}
              </p>
            ) : null}
          </div>
        </div>
        {judged && relative ? (
          <div class="verdict-figure">
            <h4>{words.conversion}</h4>
            <Estimate
              say={say}
              interval={relative}
              as="lift"
              n={bothN(report, say)}
              p={p === null ? null : figures.p(p)}
            />
            <ByPagesNote report={report} say={say} />
            {byPages ? <ConfirmedFigure report={report} say={say} /> : null}
          </div>
        ) : verdict === 'tooEarly' ? (
          <div class="verdict-figure">
            <Progress
              say={say}
              label={words.trust.days}
              done={report.guards.fullDays}
              needed={report.guards.fullDaysNeeded}
            />
            <Progress
              say={say}
              label={words.trust.conversions}
              done={report.guards.fewestConversions}
              needed={report.guards.fewestConversionsNeeded}
            />
          </div>
        ) : null}
      </div>
    </section>
  );
}

/** `11 of 14`, with a bar for the eye. */
export function Progress(props: { say: Say; label: string; done: number; needed: number }) {
  const { say, label, done, needed } = props;
  const { words, figures } = say;
  const part = needed > 0 ? Math.min(1, Math.max(0, done / needed)) : 1;
  return (
    <div class="progress">
      <p>
        <span>{label}</span>
        <strong>{words.trust.of(figures.count(done), figures.count(needed))}</strong>
      </p>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="progress-ground" width="100" height="6" rx="3" />
        <rect class="progress-done" width={part * 100} height="6" rx="3" />
      </svg>
    </div>
  );
}
