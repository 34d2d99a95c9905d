import { Component, type ComponentChildren } from 'preact';
import type { App } from '../../app.ts';

export interface QuestionProps {
  app: App;
  title: string;
  yes: string;
  no: string;
  answer(yes: boolean): void;
  children?: ComponentChildren;
}

// Long enough to see the question that has just slid under the pointer.
const armedAfterMs = 500;

/**
 * One look for every question of trust. In the browser's top layer, so that nothing of the page lies over it; a yes
 * needs a real press, and not in the first half second. Escape is no.
 */
export class Question extends Component<QuestionProps> {
  box: HTMLDialogElement | null = null;
  armedAtMs = 0;

  override componentDidMount() {
    this.armedAtMs = this.props.app.clock.elapsed() + armedAfterMs;
    // The window itself is focused, no button: a key on its way somewhere else answers nothing.
    this.box!.showModal?.();
    this.box!.focus();
  }

  override componentWillUnmount() {
    // Closed before it goes: the browser then gives the focus back to where it was.
    this.box!.close?.();
  }

  yes = (event: MouseEvent) => {
    if (event.isTrusted && this.props.app.clock.elapsed() >= this.armedAtMs) this.props.answer(true);
  };

  render({ title, yes, no, answer, children }: QuestionProps) {
    return (
      <dialog
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="theke-q"
        aria-describedby="theke-w"
        tabIndex={-1}
        ref={(box) => {
          this.box = box;
        }}
        onCancel={(event) => {
          event.preventDefault();
          answer(false);
        }}
      >
        <h2 id="theke-q">{title}</h2>
        <div id="theke-w">{children}</div>
        <div class="two">
          <button type="button" class="btn" onClick={this.yes}>
            {yes}
          </button>
          <button type="button" class="btn" onClick={() => answer(false)}>
            {no}
          </button>
        </div>
      </dialog>
    );
  }
}
