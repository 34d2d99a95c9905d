import type { ComponentChildren } from 'preact';
import type { Together } from '../../together/together.ts';
import { Icon } from './icons.tsx';
import { Question } from './Question.tsx';

/** At most one question at a time; who calls comes first, because it does not wait. */
export function Questions({ together }: { together: Together }) {
  const { app } = together;
  const texts = together.texts.value;
  const call = together.call.call.value;
  const share = together.share.share.value;
  const offer = together.share.offer.asking.value;
  const asking = together.share.grants.asking.value;
  const claim = together.claim.value;
  if (call?.phase === 'ringing') {
    return (
      <Question
        key={call.callId}
        app={app}
        title={texts.calling(call.agent.name)}
        yes={texts.accept}
        no={texts.decline}
        answer={(yes) => void together.call.answer(yes)}
      >
        <p class="quiet">{texts.callingBody}</p>
        {app.core.consent.camera !== false && (
          <label class="check">
            <input
              type="checkbox"
              checked={together.call.withCamera.value}
              onChange={(event) => {
                together.call.withCamera.value = event.currentTarget.checked;
              }}
            />
            {texts.withCamera}
          </label>
        )}
      </Question>
    );
  }
  if (share?.phase === 'asked' || offer) {
    const asked = share?.phase === 'asked' ? share : null;
    const { name } = asked ? asked.agent : offer!.agent;
    return (
      <Question
        key={asked?.shareId ?? 'offer'}
        app={app}
        title={texts.allowView(name)}
        yes={texts.allow}
        no={texts.decline}
        answer={(yes) => (asked ? together.share.answer(yes) : void together.share.offer.answer(yes))}
      >
        <ul>
          <Point icon="eye">{texts.viewSees(name)}</Point>
          <Point icon="hidden">{texts.viewNever}</Point>
          {recordedUntil(together, asked?.recorded) !== null && (
            <Point icon="dot">{texts.viewRecorded(recordedUntil(together, true)!)}</Point>
          )}
          <Point icon="stop">{texts.viewStop}</Point>
        </ul>
      </Question>
    );
  }
  if (asking) {
    const { name } = asking.agent;
    const ask = texts.ask[asking.capability];
    return (
      <Question
        key={asking.key}
        app={app}
        title={ask.title(name)}
        yes={texts.allow}
        no={texts.decline}
        answer={(yes) => void together.share.grants.answer(yes)}
      >
        <ul>
          <Point icon={asking.capability}>
            {ask.does(name)} {asking.insteadOf && texts.thenLooks(asking.insteadOf.name)}
          </Point>
          <Point icon="never">{ask.never}</Point>
          <Point icon="stop">{ask.stop}</Point>
        </ul>
      </Question>
    );
  }
  if (!claim) return null;
  return (
    <Question
      key={claim.claimId}
      app={app}
      title={texts.claim(claim.agent.name)}
      yes={texts.yes}
      no={texts.no}
      answer={(yes) => void together.answerClaim(yes)}
    >
      <p class="quiet">{texts.claimBody}</p>
    </Question>
  );
}

const Point = ({ icon, children }: { icon: Parameters<typeof Icon>[0]['name']; children: ComponentChildren }) => (
  <li>
    <Icon name={icon} />
    <span>{children}</span>
  </li>
);

/** The day a recording would be deleted, in words; empty when nobody said; null when nothing is kept. */
function recordedUntil({ app }: Together, recorded?: boolean): string | null {
  const days = app.site.value?.privacy.recordedDays;
  if (!days) return recorded ? '' : null;
  const until = app.clock.now() + days * 86_400_000;
  return new Intl.DateTimeFormat(app.texts.value.lang === 'de' ? 'de' : 'en-GB', { dateStyle: 'long' }).format(until);
}
