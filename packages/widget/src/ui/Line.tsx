import type { ThreadLine } from '@theke/chat';
import type { ConversationEvent } from '@theke/protocol';
import type { App } from '../app.ts';
import type { Texts } from '../texts/en.ts';
import { lengthOf, timeOf } from '../texts/times.ts';
import { Face, Icon } from './icons.tsx';
import { Words } from './Words.tsx';

/** One quiet line for something that happened; empty for what a visitor need not read. */
export function quietWords(event: ConversationEvent, texts: Texts): string {
  switch (event.type) {
    case 'assigned':
      return texts.joined(event.agentName);
    case 'released':
      return texts.released;
    case 'resumed':
      return texts.continuedFrom(event.channel);
    case 'shareStarted':
    case 'shareJoined':
      return texts.shareStarted(event.agentName);
    case 'shareEnded':
      return texts.shareEnded;
    case 'callStarted':
      return texts.callStarted;
    case 'callEnded':
      return texts.callEnded(lengthOf(event.seconds));
    case 'ended':
      return texts.ended;
    default:
      return '';
  }
}

export const Quiet = ({ event, texts }: { event: ConversationEvent; texts: Texts }) => (
  <p class="ev">{quietWords(event, texts)}</p>
);

/** Whose words these are. */
export function senderOf({ entry, mine }: ThreadLine, texts: Texts): string {
  if (mine || !entry || entry.author.kind === 'visitor') return texts.you;
  if (entry.author.kind === 'agent') return entry.author.name;
  // Written by the visitor before they came here, on another channel.
  const channel = entry.leg.channelName ?? entry.leg.kind;
  return `${(entry.author.kind === 'contact' && entry.author.name) || texts.you}, ${texts.viaChannel(channel)}`;
}

/** One message. The name stands where the speaker changes; the time at the end of what is mine, and on demand. */
export function Line({ app, line, first, last }: { app: App; line: ThreadLine; first: boolean; last: boolean }) {
  const texts = app.texts.value;
  const { entry, outgoing, mine, state } = line;
  const sender = senderOf(line, texts);
  // Their own words of another channel stand on the visitor's side.
  const right = mine || entry?.author.kind === 'contact';
  const time = timeOf(line.at, texts.lang);
  const failed = state === 'failed';
  return (
    <>
      {first &&
        (mine ? (
          <span class="sr">{sender}</span>
        ) : (
          <div class="from" style={right ? { alignSelf: 'flex-end' } : undefined}>
            {!right && <Face name={sender} />}
            {sender}
          </div>
        ))}
      <div class={`line${right ? ' mine' : ''}${mine && !entry ? ' wait' : ''}`} title={time}>
        <Content app={app} line={line} />
        {mine && (failed || last || state === 'queued') && state && (
          <div class={failed ? 'state bad' : 'state'}>
            {failed ? texts.failed : `${texts[state]}${entry ? ` · ${time}` : ''}`}
            {failed && outgoing && (
              <>
                <button type="button" class="text" onClick={() => app.talk.thread.peek()?.retry(outgoing.clientId)}>
                  {texts.retry}
                </button>
                <button type="button" class="text" onClick={() => app.talk.thread.peek()?.remove(outgoing.clientId)}>
                  {texts.remove}
                </button>
              </>
            )}
          </div>
        )}
      </div>
    </>
  );
}

function Content({ app, line: { entry, outgoing } }: { app: App; line: ThreadLine }) {
  const body = entry?.body;
  if (body?.type === 'media') {
    const look = app.together.part.value?.look.part.value;
    if (look) return <look.MediaCard look={look} shown={{ entryId: entry!.id, body }} />;
    // A plain link until the part that shows it is here.
    app.together.need().then(
      (it) => it.look.need(),
      () => {},
    );
  }
  if (body && 'url' in body) {
    return (
      <a class="lnk" href={webUrl(body.url, app.core.window)}>
        <Icon name="page" />
        <span>{body.title || body.url}</span>
      </a>
    );
  }
  return (
    <div class="bub">
      <Words text={(body && 'text' in body ? body.text : outgoing?.text) ?? ''} window={app.core.window} />
    </div>
  );
}

/** Only pages: a `javascript:` that got this far must not become a link. */
function webUrl(url: string, window: Window): string | undefined {
  try {
    const parsed = new URL(url, window.location.href);
    return /^https?:$/.test(parsed.protocol) ? parsed.href : undefined;
  } catch {
    return undefined;
  }
}
