import type { PrivacyPart } from '../../desk/privacyDraft.ts';
import { Conflict } from '../Conflict.tsx';
import { useView } from '../use.ts';

interface Props {
  changed: readonly PrivacyPart[];
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

/** Somebody else has changed what the site shows meanwhile. */
export function PrivacyConflict({ changed, ...ways }: Props) {
  const { texts } = useView();
  const words = texts.privacy;
  const parts = changed.map((part) => words.parts[part]).join(', ');
  return <Conflict said={parts ? words.conflict(parts) : words.conflictNothing} words={words} {...ways} />;
}
