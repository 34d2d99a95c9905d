import { signal } from '@preact/signals-core';
import { Component } from 'preact';
import type { Together } from '../../together/together.ts';
import { Icon } from './icons.tsx';
import { type Box, hiddenBoxes } from './seen.ts';

/** Who sees the page, what they do not see, and the way out. There as long as the page is shared. */
export class ShareBar extends Component<{ together: Together }> {
  boxes = signal<Box[] | null>(null);
  stop = () => {};

  override componentWillUnmount() {
    this.stop();
  }

  toggle = () => {
    this.stop();
    this.stop = () => {};
    if (this.boxes.peek()) {
      this.boxes.value = null;
      return;
    }
    const { window } = this.props.together.app.core;
    let waiting = 0;
    const look = () => {
      waiting = 0;
      this.boxes.value = hiddenBoxes(window);
    };
    const later = () => {
      waiting ||= window.requestAnimationFrame(look);
    };
    look();
    window.addEventListener('scroll', later, { capture: true, passive: true });
    window.addEventListener('resize', later);
    this.stop = () => {
      window.cancelAnimationFrame(waiting);
      window.removeEventListener('scroll', later, { capture: true });
      window.removeEventListener('resize', later);
    };
  };

  render({ together }: { together: Together }) {
    const texts = together.texts.value;
    const name = together.share.share.value?.agent.name ?? '';
    const boxes = this.boxes.value;
    return (
      <>
        <section class="bar" aria-label={texts.sharedView}>
          <p>
            <Icon name="eye" />
            {texts.sees(name)}
          </p>
          <button type="button" class="btn" onClick={together.share.stop}>
            {texts.stopSharing}
          </button>
          <button type="button" class="text" aria-expanded={!!boxes} onClick={this.toggle}>
            {texts.whatSeen}
          </button>
          {boxes && (
            <p class="quiet">
              {texts.hiddenHere(boxes.length)}. {texts.seenOn}
            </p>
          )}
        </section>
        {boxes?.map((box) => (
          <div
            class="hid"
            aria-hidden="true"
            style={{ left: box.left, top: box.top, width: box.width, height: box.height }}
          >
            <i>
              <Icon name="hidden" />
            </i>
          </div>
        ))}
      </>
    );
  }
}
