import type { Together } from '../../together/together.ts';
import { CallTile } from './CallTile.tsx';
import { ShareBar } from './ShareBar.tsx';

/** What stands on the page by itself while two people look at it together. */
export function Stack({ together }: { together: Together }) {
  const shared = together.share.share.value?.phase === 'on';
  return (
    <>
      <div class="stack">
        {shared && <ShareBar together={together} />}
        <CallTile together={together} />
      </div>
      {shared && <div class="frame" aria-hidden="true" />}
    </>
  );
}
