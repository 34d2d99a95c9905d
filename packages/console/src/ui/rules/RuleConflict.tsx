import type { RulePart, SettingsPart } from '../../desk/rulesChanges.ts';
import { Conflict } from '../Conflict.tsx';
import { useView } from '../use.ts';

interface Props {
  changed: readonly (RulePart | SettingsPart)[];
  /** They removed it. */
  gone?: boolean;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

/** Somebody else has changed or removed the rule, or changed the settings, meanwhile. */
export function RuleConflict({ changed, gone, ...ways }: Props) {
  const { texts } = useView();
  const words = texts.ruleForm;
  const parts = changed.map((part) => words.parts[part]).join(', ');
  const said = gone ? words.conflictGone : parts ? words.conflict(parts) : words.conflictNothing;
  return <Conflict said={said} words={words} {...ways} />;
}
