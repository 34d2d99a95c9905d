import { Component } from 'preact';
import type { App } from '../app.ts';
import { Face, Icon } from './icons.tsx';

/** Who is there, not a slogan. */
export class Header extends Component<{ app: App }, { menu: boolean }> {
  override state = { menu: false };

  pick = (act: () => void) => () => {
    this.setState({ menu: false });
    act();
  };

  onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !this.state.menu) return;
    // Ends the menu, not the chat.
    event.preventDefault();
    this.setState({ menu: false });
  };

  render({ app }: { app: App }, { menu }: { menu: boolean }) {
    const texts = app.texts.value;
    const conversation = app.talk.conversation.value;
    const running = conversation && conversation.status !== 'ended';
    const name = (running && conversation.agent?.name) || app.site.value?.name || texts.chat;
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: Escape bubbles here from the menu's buttons
      <div class="head" onKeyDown={this.onKey}>
        <Face name={name} />
        <div class="who">
          <b>{name}</b>
          <span class="quiet">{status(app, running && conversation.agent)}</span>
        </div>
        {running && (
          <button
            type="button"
            class="ico"
            aria-label={texts.more}
            aria-expanded={menu}
            onClick={() => this.setState({ menu: !menu })}
          >
            <Icon name="more" />
          </button>
        )}
        <button type="button" class="ico" aria-label={texts.close} onClick={app.close}>
          <Icon name="close" />
        </button>
        {running && menu && (
          <div class="menu">
            <button type="button" onClick={this.pick(() => app.look('code'))}>
              {texts.haveCode}
            </button>
            <button type="button" onClick={this.pick(() => app.look('showCode'))}>
              {texts.showCode}
            </button>
            <button type="button" onClick={this.pick(() => void app.talk.end())}>
              {texts.endConversation}
            </button>
          </div>
        )}
      </div>
    );
  }
}

function status(app: App, agent: unknown): string {
  const texts = app.texts.value;
  const availability = app.availability.value;
  if (app.lineState.value === 'refused') return texts.refused;
  if (!availability) return texts.connecting;
  if (agent) return texts.inConversation;
  return availability === 'away' ? texts.away : texts.online;
}
