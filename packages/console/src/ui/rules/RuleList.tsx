import type { Decision, RuleRecord } from '@theke/protocol';
import type { Rule } from '@theke/rules';
import { TriangleAlert } from 'lucide-preact';
import { useMemo } from 'preact/hooks';
import type { RuleMode } from '../../desk/rulesDesk.ts';
import { agoWords, fullTime } from '../../format/time.ts';
import { Choice } from '../Choice.tsx';
import { useView } from '../use.ts';
import { adviceOf } from './advice.ts';
import { countsOf } from './counts.ts';
import { draftOf, isFormable } from './draft.ts';
import { unusable } from './unusable.ts';
import { useSkills } from './useAdvice.ts';
import { ruleWords } from './words.ts';

interface Props {
  records: readonly RuleRecord[];
  decisions: readonly Decision[];
  chosen: string | null;
  /** Names of rules with something unsaved. */
  unsaved: ReadonlySet<string>;
  readOnly: boolean;
  onChoose: (ruleId: string) => void;
  onMode: (record: RuleRecord, mode: RuleMode) => void;
}

const modes = ['live', 'shadow', 'off'] as const;

/** State of a kept rule; live when it names none. */
export const modeOf = (record: RuleRecord): RuleMode => modes.find((one) => one === record.rule?.mode) ?? 'live';

/** Every rule with what it waits for, its state – to be switched at once – and what became of it lately. */
export function RuleList(props: Props) {
  const { texts } = useView();
  const skills = useSkills();
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without bullets some readers no longer take it for a list
    <ul role="list" class="rule-list" aria-label={texts.rules.list}>
      {props.records.map((record) => (
        <RuleLine key={record.ruleId} record={record} skills={skills} {...props} />
      ))}
    </ul>
  );
}

interface LineProps extends Props {
  record: RuleRecord;
  /** Every skill somebody has; null until it is known. */
  skills: readonly string[] | null;
}

function RuleLine({ record, skills, decisions, chosen, unsaved, readOnly, onChoose, onMode }: LineProps) {
  const { desk, language, texts } = useView();
  const words = texts.rules;
  const rule = record.rule as unknown as Rule;
  const mine = decisions.filter((one) => one.ruleId === record.ruleId);
  const mode = modeOf(record);
  const broken = useMemo(() => unusable(record, texts), [record, texts]);
  const warnings = useMemo(() => adviceOf(draftOf(record.rule), skills).length, [record, skills]);
  return (
    <li class="rule-line" data-mode={mode} data-chosen={chosen === record.ruleId}>
      <button
        type="button"
        class="rule-name"
        aria-current={chosen === record.ruleId ? 'true' : undefined}
        onClick={() => onChoose(record.ruleId)}
      >
        {record.ruleId}
      </button>
      <Choice
        title={words.mode(record.ruleId)}
        bare
        value={mode}
        disabled={readOnly}
        options={modes.map((one) => [one, words.modes[one]] as const)}
        choose={(next) => onMode(record, next)}
      />
      {broken ? <p class="rule-unsaved">{broken}</p> : null}
      {warnings > 0 && mode !== 'off' ? (
        <p class="rule-warnings">
          <TriangleAlert size={14} strokeWidth={2} aria-hidden="true" />
          {texts.ruleAdvice.count(warnings)}
        </p>
      ) : null}
      {unsaved.has(record.ruleId) ? <p class="rule-unsaved">{texts.places.unsaved}</p> : null}
      <p class="rule-waits">{isFormable(rule) ? ruleWords(rule, { texts, language }) : words.say.unknown}</p>
      <p class="quiet" title={fullTime(record.changedAt, language)}>
        {words.version(Number(rule.version))} ·{' '}
        {words.changed(agoWords(desk.nowMs.value - record.changedAt, language), record.changedBy)}
      </p>
      <p class="rule-counts">
        {mine.length === 0 ? <span class="quiet">{words.noneLately}</span> : null}
        {countsOf(mine).map(([reason, count]) => (
          <span key={reason} class="rule-count" data-reason={reason}>
            <strong>{count}</strong> {texts.decisions.short[reason]}
          </span>
        ))}
        {mine.length > 0 ? <span class="heard">{words.lately(decisions.length)}</span> : null}
      </p>
    </li>
  );
}
