import type { EntryBody } from '@theke/protocol';
import type { Look } from '../../together/look.ts';
import { siteAddress } from '../../together/sameSite.ts';
import { Icon } from './icons.tsx';

/** A picture, video or document the agent shows: small in the thread, large on the page when the visitor wants it. */
export interface Shown {
  entryId: string;
  body: Extract<EntryBody, { type: 'media' }>;
}

/** The card in the thread. What does not belong to this shop is only named. */
export function MediaCard({ look, shown }: { look: Look; shown: Shown }) {
  const texts = look.texts.value;
  const { media, title, url } = shown.body;
  const address = siteAddress(url, look.app.core.window.location);
  if (!address) return <div class="bub">{title}</div>;
  return (
    <figure class="med">
      {media === 'picture' ? (
        <img src={address} alt={title} loading="lazy" referrerpolicy="no-referrer" />
      ) : (
        <div class="sheet">
          <Icon name={media === 'video' ? 'play' : 'paper'} />
        </div>
      )}
      <figcaption>
        <span>{title}</span>
        <button
          type="button"
          class="text"
          aria-label={`${texts.showLarge}: ${title}`}
          onClick={() => {
            look.large.value = shown;
          }}
        >
          {texts.showLarge}
        </button>
      </figcaption>
    </figure>
  );
}
