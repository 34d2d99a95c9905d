import { Component } from 'preact';
import type { App } from '../../app.ts';
import type { Ways } from '../../ways/ways.ts';

interface Props {
  app: App;
  ways: Ways;
}

interface State {
  wrong?: 'email' | 'message';
}

/** Nobody is there: a message and where to answer. */
export class AwayForm extends Component<Props, State> {
  override state: State = {};

  submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const value = (name: string) => (form.elements.namedItem(name) as HTMLInputElement).value.trim();
    const email = value('email');
    const wrong = !/^\S+@\S+\.\S+$/.test(email) ? 'email' : !value('message') ? 'message' : undefined;
    this.setState({ wrong });
    if (wrong) return (form.elements.namedItem(wrong) as HTMLElement).focus();
    const { app, ways } = this.props;
    void ways.leave({ name: value('name'), email, text: value('message') });
    ways.left.value = email;
    app.draft.value = '';
  };

  render({ app, ways }: Props, { wrong }: State) {
    const words = app.texts.value;
    const texts = ways.texts.value;
    const error = wrong && (
      <p class="bad" id="theke-wrong" role="alert">
        {wrong === 'email' ? texts.emailWrong : texts.messageMissing}
      </p>
    );
    const marks = (name: State['wrong']) =>
      wrong === name ? { 'aria-invalid': true, 'aria-describedby': 'theke-wrong' } : {};
    return (
      <form class="page" noValidate onSubmit={this.submit}>
        <h2>{texts.leaveTitle}</h2>
        <p class="quiet">{texts.leaveBody}</p>
        <label class="field">
          {texts.leaveName}
          <input name="name" autoComplete="name" maxLength={120} />
        </label>
        <label class="field">
          {texts.email}
          <input name="email" type="email" autoComplete="email" required {...marks('email')} />
        </label>
        {wrong === 'email' && error}
        <label class="field">
          {words.message}
          <textarea
            name="message"
            rows={4}
            required
            value={app.draft.value}
            onInput={(event) => {
              app.draft.value = event.currentTarget.value;
            }}
            {...marks('message')}
          />
        </label>
        {wrong === 'message' && error}
        <button type="submit" class="btn go">
          {words.send}
        </button>
      </form>
    );
  }
}
