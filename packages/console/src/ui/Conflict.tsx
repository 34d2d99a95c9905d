interface Props {
  /** What they changed, in words. */
  said: string;
  words: { takeTheirs: string; keepMine: string };
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

/** Somebody else was faster: says what they changed, and leaves the choice. */
export function Conflict({ said, words, onKeepMine, onTakeTheirs }: Props) {
  return (
    <div class="conflict" role="alert">
      <p>{said}</p>
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
