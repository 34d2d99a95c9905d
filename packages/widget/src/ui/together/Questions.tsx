import type { Together } from '../../together/together.ts';
import { Icon } from './icons.tsx';
import { Question } from './Question.tsx';

/** At most one question at a time; who calls comes first, because it does not wait. */
export function Questions({ together }: { together: Together }) {
  const { app } = together;
  const texts = together.texts.value;
  const call = together.call.call.value;
  const share = together.share.share.value;
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
  if (share?.phase === 'asked') {
    return (
      <Question
        key={share.shareId}
        app={app}
        title={texts.allowView(share.agent.name)}
        yes={texts.allow}
        no={texts.decline}
        answer={together.share.answer}
      >
        <ul>
          <li>
            <Icon name="eye" />
            {texts.viewSees}
          </li>
          <li>
            <Icon name="hidden" />
            {texts.viewNever}
          </li>
          <li>
            <Icon name="stop" />
            {texts.viewStop}
          </li>
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
