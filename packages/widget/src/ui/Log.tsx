import type { ThreadLine } from '@theke/chat';
import { Component, type JSX } from 'preact';
import type { App } from '../app.ts';
import { dayOf } from '../texts/times.ts';
import { Line, Quiet, quietWords, senderOf } from './Line.tsx';

// Nearer to the end than this, one is reading the newest and wants to go on seeing it.
const nearPx = 80;

/** The conversation. Follows new lines only for who is at its end; `aria-live` is off, one region elsewhere speaks. */
export class Log extends Component<{ app: App }> {
  box: HTMLElement | null = null;
  shown = 0;

  override componentDidMount() {
    this.box!.scrollTop = this.box!.scrollHeight;
  }

  override getSnapshotBeforeUpdate() {
    const { scrollHeight, scrollTop, clientHeight } = this.box!;
    return scrollHeight - scrollTop - clientHeight < nearPx;
  }

  override componentDidUpdate(_: unknown, __: unknown, atEnd: boolean) {
    const lines = this.props.app.talk.thread.peek()?.lines.peek() ?? [];
    const mineIsNew = lines.length > this.shown && lines.at(-1)?.mine;
    this.shown = lines.length;
    if (atEnd || mineIsNew) this.box!.scrollTop = this.box!.scrollHeight;
  }

  render({ app }: { app: App }) {
    const texts = app.texts.value;
    const lines = app.talk.thread.value?.lines.value ?? [];
    const lastMine = lines.findLast((line) => line.mine);
    const drawn: JSX.Element[] = [];
    let day = '';
    let before: ThreadLine | undefined;
    for (const line of lines) {
      const body = line.entry?.body;
      if (body?.type === 'event' && !quietWords(body.event, texts)) continue;
      const today = dayOf(line.at, app.clock.now(), texts);
      if (today !== day) {
        day = today;
        drawn.push(
          <p class="day" key={`day${line.key}`}>
            {day}
          </p>,
        );
        before = undefined;
      }
      if (body?.type === 'event') {
        drawn.push(<Quiet key={line.key} event={body.event} texts={texts} />);
        before = undefined;
      } else {
        const first = !before || before.mine !== line.mine || senderOf(before, texts) !== senderOf(line, texts);
        drawn.push(<Line key={line.key} app={app} line={line} first={first} last={line === lastMine} />);
        before = line;
      }
    }
    return (
      <div
        class="log"
        role="log"
        aria-live="off"
        aria-label={texts.conversation}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        ref={(box) => {
          this.box = box;
        }}
      >
        {drawn.length ? (
          drawn
        ) : (
          <div class="hello">
            <b>{texts.hello}</b>
            <span class="quiet">{texts.helloBody}</span>
          </div>
        )}
      </div>
    );
  }
}
