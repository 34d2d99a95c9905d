import type { Thread, ThreadLine } from '@theke/chat';
import type { ConversationEvent, DeskConversation } from '@theke/protocol';
import { Check, CheckCheck, Clock3, type LucideIcon, TriangleAlert } from 'lucide-preact';
import type { ThreadRow } from '../desk/rows.ts';
import { clockTime, fullTime, runningTime } from '../format/time.ts';
import { nameOf } from '../format/who.ts';
import type { Texts } from '../texts/index.ts';
import { Bubble } from './Bubble.tsx';
import { stroke } from './parts.tsx';
import { useView } from './use.ts';

interface Props {
  row: Exclude<ThreadRow, { type: 'day' }>;
  one: DeskConversation;
  thread: Thread;
}

/** One line of the thread. */
export function MessageRow({ row, one, thread }: Props) {
  const { desk, texts, language } = useView();
  const { line } = row;
  const exact = fullTime(line.at, language);
  if (row.type === 'event') {
    const event = line.entry?.body.type === 'event' ? line.entry.body.event : null;
    return event ? (
      <p class="event" title={exact}>
        {eventWords(event, texts)} <time class="event-time">{clockTime(line.at, language)}</time>
      </p>
    ) : null;
  }
  const author = line.entry?.author;
  const isColleague =
    author?.kind === 'agent' && author.agentId !== '' && author.agentId !== desk.state.value.me.agentId;
  const who = isColleague ? author.name : line.mine ? texts.conversation.you : nameOf(one.contact, texts);
  return (
    <div class="message" data-mine={line.mine} data-first={row.first} data-last={row.last}>
      {row.first ? (
        <p class="message-head">
          <span class="message-who">{who}</span>
          {row.channel ? (
            <span class="leg">
              {line.mine ? texts.conversation.to(row.channel) : texts.conversation.from(row.channel)}
            </span>
          ) : null}
          <time title={exact}>{clockTime(line.at, language)}</time>
        </p>
      ) : null}
      <Bubble line={line} title={exact} />
      {row.showsState ? <LineState line={line} thread={thread} channel={row.channel} /> : null}
    </div>
  );
}

function LineState({ line, thread, channel }: { line: ThreadLine; thread: Thread; channel: string | null }) {
  const { texts } = useView();
  const words = texts.state;
  const delivery = line.entry?.delivery;
  if (channel && delivery) {
    const said = { queued: words.deliveryQueued, sent: words.deliverySent, failed: words.deliveryFailed }[delivery];
    const icon = { queued: Clock3, sent: Check, failed: TriangleAlert }[delivery];
    return <State icon={icon} trouble={delivery === 'failed'} words={said(channel)} />;
  }
  const state = line.state ?? 'sent';
  const icon = { queued: Clock3, sending: Clock3, sent: Check, read: CheckCheck, failed: TriangleAlert }[state];
  return (
    <State icon={icon} trouble={state === 'failed'} words={words[state]}>
      {state === 'failed' && line.outgoing ? (
        <>
          <button
            type="button"
            class="text-button"
            onClick={() => line.outgoing && thread.retry(line.outgoing.clientId)}
          >
            {words.retry}
          </button>
          <button
            type="button"
            class="text-button"
            onClick={() => line.outgoing && thread.remove(line.outgoing.clientId)}
          >
            {words.remove}
          </button>
        </>
      ) : null}
    </State>
  );
}

function State(props: { icon: LucideIcon; trouble: boolean; words: string; children?: preact.ComponentChildren }) {
  const Icon = props.icon;
  return (
    <p class="line-state" data-trouble={props.trouble}>
      <Icon size={14} strokeWidth={stroke} aria-hidden="true" />
      {props.words}
      {props.children}
    </p>
  );
}

function eventWords(event: ConversationEvent, texts: Texts): string {
  const words = texts.event;
  switch (event.type) {
    case 'started':
      return words.started(words.via[event.via]);
    case 'assigned':
      return words.assigned(event.agentName);
    case 'released':
      return words.released;
    case 'handedOff':
      return words.handedOff(texts.channel[event.channel] ?? event.channel);
    case 'resumed':
      return words.resumed(texts.channel[event.channel] ?? event.channel);
    case 'shareStarted':
      return words.shareStarted(event.agentName);
    case 'shareEnded':
      return words.shareEnded;
    case 'shareJoined':
      return words.shareJoined(event.agentName);
    case 'callStarted':
      return words.callStarted;
    case 'callEnded':
      return words.callEnded(runningTime(event.seconds * 1_000));
    case 'ended':
      return words.endedBy[event.by];
  }
}
