import type { Offer } from '@theke/rules';
import type { WaysTexts } from '../../texts/ways.en.ts';
import type { Ways } from '../../ways/ways.ts';
import { Face } from '../icons.tsx';

/** What the one button says that says yes. */
const goOn = ({ kind }: Offer, texts: WaysTexts): string =>
  kind === 'call'
    ? texts.callNow
    : kind === 'share'
      ? texts.showPage
      : kind === 'article'
        ? texts.readIt
        : texts.chatNow;

/** The card beside the launcher. Takes no focus and stays until it is answered or has run out; then a small way back is left. */
export function InvitationCard({ ways }: { ways: Ways }) {
  const texts = ways.texts.value;
  const { card, accept, dismiss, missed, back } = ways.inviting;
  const shown = card.value;
  if (!shown)
    return missed.value ? (
      <button type="button" class="btn missed" onClick={back}>
        {texts.again(missed.value.grant.agent.name)}
      </button>
    ) : null;
  const { offer, title, text } = shown;
  const { name } = shown.grant.agent;
  return (
    <section class="card" aria-label={texts.invitation} onKeyDown={(event) => event.key === 'Escape' && dismiss()}>
      <div class="top">
        {name && <Face name={name} />}
        <div>
          {name && <b>{name}</b>}
          {title && <p class="asks">{title}</p>}
          <p class="say">{text}</p>
        </div>
      </div>
      <div class="two">
        {offer.kind === 'article' && offer.url ? (
          <a class="btn go" href={offer.url} onClick={accept}>
            {goOn(offer, texts)}
          </a>
        ) : (
          <button type="button" class="btn go" onClick={accept}>
            {goOn(offer, texts)}
          </button>
        )}
        <button type="button" class="btn" onClick={() => dismiss()}>
          {texts.notNow}
        </button>
      </div>
      <button type="button" class="text" onClick={() => dismiss(true)}>
        {texts.never}
      </button>
    </section>
  );
}
