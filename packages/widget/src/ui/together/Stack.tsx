import type { Together } from '../../together/together.ts';
import { CallTile } from './CallTile.tsx';
import { ShareBar } from './ShareBar.tsx';

/** What stands on the page by itself while two people look at it together. */
export function Stack({ together }: { together: Together }) {
  const share = together.share.share.value;
  const isSeen = !together.share.elsewhere.value;
  const { control, fill } = together.share.grants.stands.value;
  const shared = share?.phase === 'on';
  const mood = share?.paused ? ' rests' : control === 'on' || fill === 'on' ? ' works' : '';
  const look = together.look.part.value;
  const large = look?.large.value;
  return (
    <>
      <div class="stack">
        {shared && <ShareBar together={together} />}
        <CallTile together={together} />
      </div>
      {shared && isSeen && <div class={`frame${mood}`} aria-hidden="true" />}
      {large && <look.Large key={large.entryId} look={look} shown={large} />}
    </>
  );
}
