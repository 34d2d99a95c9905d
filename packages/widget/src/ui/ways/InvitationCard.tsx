import type { Ways } from '../../ways/ways.ts';
import { Face } from '../icons.tsx';

/** The card beside the launcher. Takes no focus and stays until it is answered or has run out. */
export function InvitationCard({ ways }: { ways: Ways }) {
  const texts = ways.texts.value;
  const { card, accept, dismiss } = ways.inviting;
  const shown = card.value;
  if (!shown) return null;
  const { name } = shown.grant.agent;
  return (
    <section class="card" aria-label={texts.invitation} onKeyDown={(event) => event.key === 'Escape' && dismiss()}>
      <div class="top">
        <Face name={name} />
        <div>
          <b>{name}</b>
          <p class="say">{shown.text}</p>
        </div>
      </div>
      <div class="two">
        <button type="button" class="btn go" onClick={accept}>
          {texts.chatNow}
        </button>
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
