import { limits } from '@theke/protocol';
import { Component } from 'preact';
import type { App } from '../app.ts';
import { Icon } from './icons.tsx';

/** Message box and Send. Enter sends, Shift+Enter is a new line; grows to five lines. Nothing here needs a line. */
export class Composer extends Component<{ app: App }> {
  field: HTMLTextAreaElement | null = null;

  override componentDidUpdate() {
    const { field } = this;
    if (!field) return;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }

  override componentDidMount() {
    this.componentDidUpdate();
  }

  send = (event?: Event) => {
    event?.preventDefault();
    const { app } = this.props;
    const text = app.draft.peek();
    if (!text.trim()) return;
    const answer = app.send(text);
    if (!answer.ok) return app.failed(app.texts.peek().tooLong(limits.messageChars));
    app.draft.value = '';
    this.field?.focus();
  };

  onKey = (event: KeyboardEvent) => {
    // While a word of an input method is being composed, Enter chooses it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  };

  onInput = (event: Event) => {
    const { app } = this.props;
    const { value } = event.currentTarget as HTMLTextAreaElement;
    app.draft.value = value;
    app.talk.thread.peek()?.typing(value !== '');
  };

  render({ app }: { app: App }) {
    const texts = app.texts.value;
    if (app.talk.conversation.value?.status === 'ended') {
      return (
        <div class="foot">
          <button type="button" class="btn" onClick={app.talk.anew}>
            {texts.newConversation}
          </button>
        </div>
      );
    }
    return (
      <form class="comp" onSubmit={this.send}>
        <textarea
          rows={1}
          aria-label={texts.message}
          placeholder={texts.write}
          value={app.draft.value}
          ref={(field) => {
            this.field = field;
          }}
          onInput={this.onInput}
          onKeyDown={this.onKey}
        />
        <button type="submit" class="snd" aria-label={texts.send} disabled={!app.draft.value.trim()}>
          <Icon name="send" />
        </button>
      </form>
    );
  }
}
