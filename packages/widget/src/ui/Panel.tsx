import { Component } from 'preact';
import type { App } from '../app.ts';
import { Composer } from './Composer.tsx';
import { Header } from './Header.tsx';
import { fitKeyboard, focusIn, isSheet } from './keyboard.ts';
import { Log } from './Log.tsx';
import { Now } from './Now.tsx';

/** The chat's window: beside the page on large screens, before it on small ones. */
export class Panel extends Component<{ app: App }> {
  box: HTMLElement | null = null;
  undo = () => {};

  override componentDidMount() {
    const { core, openedQuietly } = this.props.app;
    this.undo = fitKeyboard(core.window, this.box!.parentElement!);
    if (openedQuietly) return;
    focusIn(this.box!, core.window);
  }

  override componentWillUnmount() {
    this.undo();
    // Back to where it came from, unless the visitor is elsewhere on the page already.
    const { shadow, launcher, host, window } = this.props.app.core;
    if (
      shadow.activeElement ||
      window.document.activeElement === host ||
      window.document.activeElement === window.document.body
    )
      launcher.button.focus({ preventScroll: true });
  }

  onKey = (event: KeyboardEvent) => {
    const { app } = this.props;
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.stopPropagation();
      app.close();
    }
  };

  render({ app }: { app: App }) {
    const texts = app.texts.value;
    const view = app.view.value;
    const ways = app.ways.part.value;
    const leaving = app.availability.value === 'away' && !app.talk.thread.value;
    const sheet = isSheet(app.core.window);
    // On a small screen the chat covers the page: whoever tabs out of it comes back to its beginning.
    // biome-ignore lint/a11y: a stop for Tab, not a control
    const edge = sheet && <span tabIndex={0} onFocus={() => this.box!.focus()} />;
    return (
      <div
        class="panel"
        id="theke-panel"
        role="dialog"
        aria-label={texts.chat}
        aria-modal={sheet ? 'true' : undefined}
        tabIndex={-1}
        ref={(box) => {
          this.box = box;
        }}
        onKeyDown={this.onKey}
      >
        {edge}
        <Header app={app} />
        {view !== 'chat' &&
          (ways ? (
            view === 'code' ? (
              <ways.CodeEntry app={app} ways={ways} />
            ) : (
              <ways.CodeShow app={app} ways={ways} />
            )
          ) : (
            <div class="page" />
          ))}
        {view === 'chat' && (
          <>
            {leaving && ways ? <ways.AwayForm app={app} ways={ways} /> : <Log app={app} />}
            <Now app={app} />
            {!(leaving && ways) && <Composer app={app} />}
            <Foot app={app} />
          </>
        )}
        {edge}
      </div>
    );
  }
}

/** Ways in for those who come from elsewhere; gone once somebody is there. */
function Foot({ app }: { app: App }) {
  const texts = app.texts.value;
  if (app.talk.conversation.value?.agent) return null;
  return (
    <div class="foot">
      <button type="button" class="text" onClick={() => app.look('code')}>
        {texts.haveCode}
      </button>
      <button type="button" class="text" onClick={() => app.look('showCode')}>
        {texts.showCode}
      </button>
    </div>
  );
}
