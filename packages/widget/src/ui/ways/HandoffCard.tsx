import type { App } from '../../app.ts';
import type { Ways } from '../../ways/ways.ts';

/** A session link was opened: nothing is redeemed before the visitor says so. */
export function HandoffCard({ app, ways }: { app: App; ways: Ways }) {
  const words = app.texts.value;
  const texts = ways.texts.value;
  const { card, goOn, refuse } = ways.handoffs;
  const phase = card.value?.phase;
  if (phase === 'failed') {
    return (
      <section class="card" aria-label={texts.handoffTitle}>
        <p>{texts.handoffFailed}</p>
        <div class="two">
          <button
            type="button"
            class="btn go"
            onClick={() => {
              refuse();
              app.open();
            }}
          >
            {words.write}
          </button>
          <button type="button" class="btn" onClick={refuse}>
            {texts.notNow}
          </button>
        </div>
      </section>
    );
  }
  return (
    <section class="card" aria-label={texts.handoffTitle}>
      <div>
        <b class="say">{texts.handoffTitle}</b>
        <p class="quiet">{texts.handoffBody}</p>
      </div>
      <div class="two">
        <button type="button" class="btn go" disabled={phase === 'redeeming'} onClick={goOn}>
          {texts.continue}
        </button>
        <button type="button" class="btn" disabled={phase === 'redeeming'} onClick={refuse}>
          {texts.notMe}
        </button>
      </div>
    </section>
  );
}
