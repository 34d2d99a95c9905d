import type { Decision } from '@theke/protocol';
import { useEffect, useState } from 'preact/hooks';
import { agoWords, fullTime } from '../../format/time.ts';
import { Empty } from '../parts.tsx';
import { useView } from '../use.ts';
import { countsOf } from './counts.ts';

interface Props {
  siteId: string;
  ruleIds: readonly string[];
  ruleId: string;
  onRule: (ruleId: string) => void;
}

/** Every time a page asked, and what was decided, in words and counted. */
export function Decisions({ siteId, ruleIds, ruleId, onRule }: Props) {
  const { desk, language, texts } = useView();
  const words = texts.decisions;
  const [found, setFound] = useState<readonly Decision[] | 'loading' | 'unread'>('loading');
  const [ended, setEnded] = useState(false);
  const of = { siteId, ...(ruleId ? { ruleId } : {}) };
  const news = desk.rules.news.value;
  useEffect(() => {
    let gone = false;
    setEnded(false);
    void desk.rules.decisions(of).then((all) => gone || setFound(all ?? 'unread'));
    return () => {
      gone = true;
    };
  }, [desk, siteId, ruleId, news]);
  const counts = typeof found === 'string' ? [] : countsOf(found);
  const most = Math.max(1, ...counts.map(([, count]) => count));
  async function earlier() {
    if (typeof found === 'string') return;
    const last = found.at(-1);
    const more = last ? await desk.rules.decisions({ ...of, beforeAt: last.at }) : [];
    const fresh = (more ?? []).filter((one) => last && one.at < last.at);
    setEnded(fresh.length === 0);
    setFound([...found, ...fresh]);
  }
  return (
    <section class="decisions" aria-labelledby="decisions-title">
      <h3 id="decisions-title">{words.title}</h3>
      <p class="quiet">{words.lead}</p>
      <label class="field field-short">
        <span>{words.rule}</span>
        <select value={ruleId} onChange={(event) => onRule(event.currentTarget.value)}>
          <option value="">{words.all}</option>
          {ruleIds.map((id) => (
            <option key={id}>{id}</option>
          ))}
        </select>
      </label>
      {found === 'loading' ? <Empty>{texts.rules.loading}</Empty> : null}
      {found === 'unread' ? <p class="trouble">{texts.rules.unread}</p> : null}
      {typeof found === 'string' ? null : found.length === 0 ? (
        <Empty>{words.none}</Empty>
      ) : (
        <>
          <dl class="reason-counts" aria-label={words.counts}>
            {counts.map(([reason, count]) => (
              <div key={reason} data-reason={reason}>
                <dt>{words.reasons[reason]}</dt>
                <dd>
                  <span class="reason-bar" aria-hidden="true" style={{ width: `${(count / most) * 100}%` }} />
                  {count}
                </dd>
              </div>
            ))}
          </dl>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways where there is little room */}
          <section class="decisions-table" tabIndex={0} aria-label={words.table}>
            <table>
              <thead>
                <tr>
                  {[words.when, words.rule, words.why, words.where, words.who].map((one) => (
                    <th key={one} scope="col">
                      {one}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {found.map((one, at) => (
                  <tr key={`${one.at}-${at}`} data-reason={one.reason}>
                    <td title={fullTime(one.at, language)}>{agoWords(desk.nowMs.value - one.at, language)}</td>
                    <td>{one.ruleId}</td>
                    <td>
                      {words.reasons[one.reason]}
                      {one.outcome ? <span class="quiet"> · {words.outcomes[one.outcome]}</span> : null}
                    </td>
                    <td>{one.page ?? '–'}</td>
                    <td>{one.visitorId ? one.visitorId.slice(-4).toUpperCase() : '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          {ended ? null : (
            <button type="button" class="button" onClick={() => void earlier()}>
              {words.earlier}
            </button>
          )}
        </>
      )}
    </section>
  );
}
