import type { PrivacyPart } from '../../desk/privacyDraft.ts';
import { useView } from '../use.ts';

interface Props {
  changed: readonly PrivacyPart[];
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

/** Somebody else was faster: says what they changed, and leaves the choice. */
export function PrivacyConflict({ changed, onKeepMine, onTakeTheirs }: Props) {
  const { texts } = useView();
  const words = texts.privacy;
  return (
    <div class="conflict" role="alert">
      <p>
        {changed.length > 0
          ? words.conflict(changed.map((part) => words.parts[part]).join(', '))
          : words.conflictNothing}
      </p>
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
