import { Component } from 'preact';
import type { App } from '../app.ts';
import { focusIn } from './keyboard.ts';
import { Panel } from './Panel.tsx';

/** Everything beyond the launcher. The shared-view bar stands first, so that Stop is never far. */
export class Shell extends Component<{ app: App }> {
  override getSnapshotBeforeUpdate() {
    return this.props.app.core.shadow.activeElement;
  }

  override componentDidUpdate(_: unknown, __: unknown, was: Element | null) {
    const { core } = this.props.app;
    if (!was || was.isConnected || core.shadow.activeElement) return;
    // What had the focus is gone, hung up or stopped: the next place, not the beginning of the shop's page.
    const panel = core.shadow.querySelector<HTMLElement>('.panel');
    if (panel) focusIn(panel, core.window);
    else core.launcher.button.focus({ preventScroll: true });
  }

  render({ app }: { app: App }) {
    const open = app.isOpen.value;
    const together = app.together.part.value;
    const ways = app.ways.part.value;
    return (
      <div class={open ? 'open' : ''} lang={app.texts.value.lang}>
        {together && <together.Stack together={together} />}
        {open ? (
          <Panel app={app} />
        ) : (
          ways &&
          (ways.handoffs.card.value ? <ways.HandoffCard app={app} ways={ways} /> : <ways.InvitationCard ways={ways} />)
        )}
        {together && <together.Questions together={together} />}
        <div class="sr" role="status" aria-live="polite">
          {app.announcer.said.value.map(({ id, text }) => (
            <p key={id}>{text}</p>
          ))}
        </div>
      </div>
    );
  }
}
