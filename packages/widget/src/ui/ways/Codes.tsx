import { Component } from 'preact';
import type { App } from '../../app.ts';
import type { Ways } from '../../ways/ways.ts';

interface Props {
  app: App;
  ways: Ways;
}

import { timeOf } from '../../texts/times.ts';

function Back({ app, ways }: Props) {
  return (
    <div class="back">
      <button
        type="button"
        class="text"
        onClick={() => {
          app.view.value = 'chat';
        }}
      >
        {ways.texts.value.back}
      </button>
    </div>
  );
}

interface EntryState {
  busy?: boolean;
  wrong?: boolean;
}

/** For a code from a letter, a post or the phone. */
export class CodeEntry extends Component<Props, EntryState> {
  override state: EntryState = {};
  field: HTMLInputElement | null = null;

  override componentDidMount() {
    this.field?.focus();
  }

  submit = async (event: Event) => {
    event.preventDefault();
    const { app, ways } = this.props;
    const code = this.field!.value.trim();
    if (!code || this.state.busy) return;
    this.setState({ busy: true, wrong: false });
    const conversationId = await ways.handoffs.take(code);
    this.setState({ busy: false, wrong: !conversationId });
    if (conversationId) app.view.value = 'chat';
    else this.field?.focus();
  };

  render({ app, ways }: Props, { busy, wrong }: EntryState) {
    const texts = ways.texts.value;
    return (
      <form class="page" onSubmit={this.submit}>
        <Back app={app} ways={ways} />
        <h2>{texts.codeTitle}</h2>
        <p class="quiet">{texts.codeHint}</p>
        <label class="field">
          {texts.sessionCode}
          <input
            autoComplete="off"
            autoCapitalize="characters"
            spellcheck={false}
            maxLength={200}
            aria-invalid={wrong ? 'true' : undefined}
            aria-describedby={wrong ? 'theke-code' : undefined}
            ref={(field) => {
              this.field = field;
            }}
          />
        </label>
        {wrong && (
          <p class="bad" id="theke-code" role="alert">
            {texts.codeWrong}
          </p>
        )}
        <button type="submit" class="btn go" disabled={busy}>
          {texts.continue}
        </button>
      </form>
    );
  }
}

/** Digits to read out; asked for when the view opens, and anew when they have run out. */
export class CodeShow extends Component<Props> {
  takeBack = () => {};
  box: HTMLElement | null = null;

  override componentDidMount() {
    this.box?.focus();
    void this.ask();
  }

  override componentWillUnmount() {
    this.takeBack();
  }

  ask = async () => {
    const { ways, app } = this.props;
    this.takeBack();
    await ways.showCode();
    const shown = ways.shown.peek();
    if (shown.phase === 'shown')
      this.takeBack = app.clock.after(Math.max(5_000, shown.expiresAt - app.clock.now()), this.ask);
  };

  render({ app, ways }: Props) {
    const texts = ways.texts.value;
    const shown = ways.shown.value;
    return (
      <div
        class="page"
        tabIndex={-1}
        ref={(box) => {
          this.box = box;
        }}
      >
        <Back app={app} ways={ways} />
        <h2>{texts.showTitle}</h2>
        {shown.phase === 'failed' ? (
          <>
            <p class="bad">{texts.showFailed}</p>
            <button type="button" class="btn" onClick={this.ask}>
              {app.texts.value.retry}
            </button>
          </>
        ) : (
          <>
            <p class="quiet">{texts.showHint}</p>
            <p class="digits">{shown.phase === 'shown' ? spaced(shown.digits) : '…'}</p>
            {shown.phase === 'shown' && (
              <p class="quiet">{texts.validUntil(timeOf(shown.expiresAt, app.texts.value.lang))}</p>
            )}
          </>
        )}
      </div>
    );
  }
}

/** In groups, as one reads a number out. */
const spaced = (digits: string) => digits.replace(/\D/g, '').replace(/^(\d{3})(\d{3})(\d+)$/, '$1 $2 $3');
