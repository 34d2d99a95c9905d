import type { App } from '../app.ts';

/** The one place above the composer for what is going on. */
export function Now({ app }: { app: App }) {
  const texts = app.texts.value;
  const conversation = app.talk.conversation.value;
  const typing = app.talk.thread.value?.peerTyping.value;
  const waiting = conversation?.status === 'waiting' && app.availability.value === 'online';
  const position = conversation?.queuePosition;
  const said = app.ways.part.value?.said.value;
  return (
    <>
      <div class="typing">{typing && conversation?.status !== 'ended' && `${texts.typing(typing)} …`}</div>
      {app.lineGone.value ? (
        <p class="now warn">{app.lineState.value === 'refused' ? texts.refused : texts.lineGone}</p>
      ) : app.trouble.value ? (
        <p class="now warn">{app.trouble.value}</p>
      ) : said || waiting ? (
        <p class="now">
          {said || (position === 1 ? texts.queueFirst : position ? texts.queue(position) : texts.queueSoon)}
        </p>
      ) : null}
    </>
  );
}
