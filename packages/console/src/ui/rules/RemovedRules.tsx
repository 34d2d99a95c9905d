import type { RefusalCode, RemovedRule, RuleRecord } from '@theke/protocol';
import { useState } from 'preact/hooks';
import { agoWords, fullTime } from '../../format/time.ts';
import { useView } from '../use.ts';

interface Props {
  siteId: string;
  removed: readonly RemovedRule[];
  onRestored: (record: RuleRecord) => void;
}

/** What was removed, quietly under the list, each with the way back. Absent when nothing was, or for whoever may not write. */
export function RemovedRules({ siteId, removed, onRestored }: Props) {
  const { desk, language, texts } = useView();
  const words = texts.rules;
  const [asking, setAsking] = useState<string | null>(null);
  const [refused, setRefused] = useState<RefusalCode | null>(null);
  if (removed.length === 0) return null;
  async function restore(ruleId: string) {
    if (asking) return;
    setAsking(ruleId);
    const answer = await desk.rules.restore(siteId, ruleId);
    setAsking(null);
    setRefused(answer.type === 'refused' ? answer.code : null);
    if (answer.type === 'saved') onRestored(answer.record);
  }
  return (
    <details class="rules-removed">
      <summary>{words.removedRules(removed.length)}</summary>
      <p class="quiet">{words.removedHow}</p>
      <p class="trouble" role="alert">
        {refused ? `${words.restoreRefused} ${words.restoreWhy[refused] ?? texts.refused.why[refused] ?? ''}` : ''}
      </p>
      <ul>
        {removed.map((one) => (
          <li key={one.ruleId}>
            <span class="rules-removed-name">
              <strong>{one.ruleId}</strong>
              <button
                type="button"
                class="button button-small"
                aria-label={words.restoreOf(one.ruleId)}
                aria-disabled={asking !== null}
                onClick={() => void restore(one.ruleId)}
              >
                {words.restore}
              </button>
            </span>
            {one.name ? (
              <span class="rules-removed-said" lang="en">
                {one.name}
              </span>
            ) : null}
            <span class="quiet" title={fullTime(one.removedAt, language)}>
              {words.removedWhen(
                words.version(one.version),
                agoWords(desk.nowMs.value - one.removedAt, language),
                one.by,
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
