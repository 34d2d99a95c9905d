import { useState } from 'preact/hooks';
import type { PageView } from '../../desk/viewDoor.ts';
import { runningTime } from '../../format/time.ts';
import { useView } from '../use.ts';
import { TimeLine } from './TimeLine.tsx';

/** The last minutes of this page, while it goes on live: for what went by too fast. */
export function RewindBar({ view, onClose }: { view: PageView; onClose: () => void }) {
  const { texts } = useView();
  const words = texts.rewind;
  const [playing, setPlaying] = useState(false);
  const range = view.rewind.range.value;
  const at = view.rewind.at.value;
  if (!range) return null;
  const play = (on: boolean) => {
    // From the end there is nothing to play: begin where the memory begins.
    if (on && at === null) view.rewind.seek(range.fromMs);
    view.rewind.play(on);
    setPlaying(on);
  };
  const isPast = at !== null;
  return (
    <div class="rewind" data-past={isPast}>
      <TimeLine
        label={words.title}
        words={words}
        fromMs={range.fromMs}
        toMs={range.toMs}
        atMs={at ?? range.toMs}
        told={words.ago(runningTime(range.toMs - (at ?? range.toMs)))}
        playing={playing && isPast}
        onSeek={(ms) => view.rewind.seek(ms)}
        onPlay={play}
      >
        <button
          type="button"
          class="button button-small"
          onClick={() => {
            view.rewind.live();
            onClose();
          }}
        >
          {words.now}
        </button>
      </TimeLine>
      <p class="rewind-note" role="status">
        {isPast ? words.note : ''}
      </p>
    </div>
  );
}
