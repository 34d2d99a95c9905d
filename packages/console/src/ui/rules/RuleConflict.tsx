import type { RulePart, SettingsPart } from '../../desk/rulesChanges.ts';
import { useView } from '../use.ts';

interface Props {
  changed: readonly (RulePart | SettingsPart)[];
  /** They removed it. */
  gone?: boolean;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

/** Somebody else was faster: says what they changed, and leaves the choice. */
export function RuleConflict({ changed, gone, onKeepMine, onTakeTheirs }: Props) {
  const { texts } = useView();
  const words = texts.ruleForm;
  const parts = changed.map((part) => words.parts[part]).join(', ');
  return (
    <div class="conflict" role="alert">
      <p>{gone ? words.conflictGone : parts ? words.conflict(parts) : words.conflictNothing}</p>
      <p class="conflict-ends">
        <button type="button" class="button button-small" onClick={onTakeTheirs}>
          {words.takeTheirs}
        </button>
        <button type="button" class="button button-small" onClick={onKeepMine}>
          {words.keepMine}
        </button>
      </p>
    </div>
  );
}
