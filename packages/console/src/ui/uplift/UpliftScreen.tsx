import { Printer, RefreshCw } from 'lucide-preact';
import { useEffect, useId } from 'preact/hooks';
import { keptOf, type Reading } from '../../desk/upliftDesk.ts';
import { Action } from '../parts.tsx';
import { useView } from '../use.ts';
import { Experiments } from './Experiments.tsx';
import { createFigures } from './figures.ts';
import { Plan } from './Plan.tsx';
import { Report } from './Report.tsx';
import type { Say } from './say.ts';

/** The report on what invitations earn, in the place of the columns. */
export function UpliftScreen() {
  const { desk, texts } = useView();
  const words = texts.uplift;
  const title = useId();
  const may = desk.state.value.me.role !== 'agent';
  return (
    <section class="uplift" aria-labelledby={title} data-may={may}>
      {may ? (
        <Reports title={title} />
      ) : (
        <div class="uplift-main">
          <h2 id={title}>{words.title}</h2>
          <p>{words.onlySupervisors}</p>
        </div>
      )}
    </section>
  );
}

function Reports({ title }: { title: string }) {
  const { app, desk, texts, language } = useView();
  const words = texts.uplift;
  const { sites, siteId, lines, chosenId, report, plan } = desk.uplift.state.value;
  useEffect(() => {
    const { conversations, visits } = desk.state.peek();
    void desk.uplift.open([...conversations.values(), ...visits.values()].map((one) => one.siteId));
  }, [desk]);
  const kept = keptOf(lines);
  const shown = keptOf(report);
  const planned = keptOf(plan);
  const currency = shown?.experiment.currency ?? 'EUR';
  const say: Say = { words, figures: createFigures(language, currency) };
  const current = chosenId === null ? plan : report;
  const busy = [lines, report, plan].some((one) => one.phase === 'loading');
  const readAtMs = current.phase === 'read' ? current.atMs : null;
  return (
    <>
      <header class="uplift-head">
        <div>
          <h2 id={title}>{words.title}</h2>
          <p class="quiet">{words.lead}</p>
        </div>
        {sites.length > 1 ? (
          <label class="field uplift-site">
            <span>{words.site}</span>
            <select value={siteId ?? ''} onChange={(event) => void desk.uplift.chooseSite(event.currentTarget.value)}>
              {sites.map((id) => (
                <option key={id}>{id}</option>
              ))}
            </select>
          </label>
        ) : null}
        <div class="uplift-tools">
          <span class="small quiet" role="status">
            {busy ? words.loading : readAtMs === null ? '' : words.readAt(say.figures.dateTime(readAtMs))}
          </span>
          <Action icon={RefreshCw} label={words.refresh} onClick={() => void desk.uplift.refresh()} />
          <Action icon={Printer} label={words.print} onClick={() => window.print()} />
        </div>
      </header>
      {kept && kept.length > 0 ? (
        <Experiments
          lines={kept}
          chosenId={chosenId}
          say={say}
          choose={(experimentId) => void desk.uplift.choose(experimentId)}
        />
      ) : null}
      <div class="uplift-main" aria-busy={busy}>
        <Trouble of={lines.phase === 'failed' ? lines : current} />
        {busy && !shown && !planned ? <p class="quiet">{words.loading}</p> : null}
        {kept && !siteId ? <p>{words.noSite}</p> : null}
        {kept?.length === 0 && siteId ? <p>{words.none}</p> : null}
        {chosenId !== null && shown ? (
          <Report key={shown.experiment.experimentId} report={shown} plan={planned} say={say} copy={app.copy} />
        ) : null}
        {chosenId === null && kept && planned ? <Plan plan={planned} say={say} /> : null}
      </div>
    </>
  );
}

/** What went wrong when it was read, and the way on; nothing while all is well. */
function Trouble({ of }: { of: Reading<unknown> }) {
  const { desk, texts } = useView();
  const words = texts.uplift;
  if (of.phase !== 'failed') return null;
  const lost = of.code === 'offline' || of.code === 'timeout';
  const kept = of.kept !== null;
  const said =
    of.code === 'forbidden'
      ? words.forbidden
      : of.code === 'notFound'
        ? words.gone
        : lost
          ? kept
            ? words.offlineKept
            : words.offline
          : kept
            ? words.failedKept
            : words.failed;
  return (
    <p class="uplift-trouble" role="alert">
      {said}{' '}
      {lost || of.code === 'forbidden' ? null : (
        <button type="button" class="text-button" onClick={() => void desk.uplift.refresh()}>
          {words.again}
        </button>
      )}
    </p>
  );
}
