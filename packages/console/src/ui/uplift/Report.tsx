import type { UpliftPlan, UpliftReport } from '@theke/protocol';
import { ByPagesNote } from './ByPages.tsx';
import { isDoubted } from './byPages.ts';
import { Cost } from './Cost.tsx';
import { Earnings } from './Earnings.tsx';
import { Flow } from './Flow.tsx';
import { Limits, Method } from './Method.tsx';
import { Naive } from './Naive.tsx';
import { OverTime } from './OverTime.tsx';
import { PerChat } from './PerChat.tsx';
import { Plan } from './Plan.tsx';
import { Rows } from './Rows.tsx';
import type { Say } from './say.ts';
import { Trust } from './Trust.tsx';
import { Verdict } from './Verdict.tsx';

interface Props {
  report: UpliftReport;
  plan: UpliftPlan | null;
  say: Say;
  copy: (text: string) => Promise<boolean>;
}

/**
 * One experiment, told. Which parts there are follows from the verdict alone: nothing is compared while the groups are not
 * sound, and before the guards are met only for those who ask.
 */
export function Report({ report, plan, say, copy }: Props) {
  const { words } = say;
  const sound = report.verdict !== 'invalid';
  const judged = sound && report.verdict !== 'tooEarly';
  // Customers won, and their price, would say what the verdict does not.
  const doubted = isDoubted(report);
  return (
    <article class="report" data-verdict={report.verdict}>
      <Verdict report={report} say={say} copy={copy} />
      {judged ? (
        <section class="part" aria-labelledby="uplift-earns">
          <h3 id="uplift-earns">{words.figures}</h3>
          <Earnings report={report} say={say} />
        </section>
      ) : null}
      {judged ? <OverTime report={report} say={say} /> : null}
      {sound ? null : <Trust report={report} say={say} />}
      <Flow report={report} say={say} compared={sound} />
      {sound ? <Cost report={report} say={say} compared={judged && !doubted} /> : null}
      {judged && !doubted ? <PerChat report={report} say={say} /> : null}
      {report.verdict === 'tooEarly' ? (
        <details class="part early">
          <summary>
            <h3>{words.early.title}</h3>
          </summary>
          <p class="early-warn">{words.early.warn}</p>
          <ByPagesNote report={report} say={say} />
          <Earnings report={report} say={say} whole />
          <OverTime report={report} say={say} />
        </details>
      ) : null}
      {sound ? <Trust report={report} say={say} /> : null}
      {sound ? <Naive report={report} say={say} /> : null}
      {sound && plan ? <Plan plan={plan} say={say} share={report.experiment.holdoutShare} /> : null}
      <Rows experimentId={report.experiment.experimentId} say={say} copy={copy} />
      {sound ? <Limits say={say} /> : null}
      <Method say={say} />
    </article>
  );
}
