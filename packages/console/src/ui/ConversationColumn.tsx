import type { DeskConversation } from '@theke/protocol';
import { CircleX } from 'lucide-preact';
import { isMine, openOf } from '../desk/lists.ts';
import { openWish } from '../desk/rows.ts';
import { pageName } from '../format/address.ts';
import { nameOf } from '../format/who.ts';
import { Actions } from './Actions.tsx';
import { Composer } from './Composer.tsx';
import { LookOn, WatchNote } from './LookOn.tsx';
import { Messages } from './Messages.tsx';
import { Action, ChannelBadge, Empty, Verified } from './parts.tsx';
import { useView } from './use.ts';

/** The open conversation: who, what can be done, what was said, what is being written. */
export function ConversationColumn() {
  const { desk, texts } = useView();
  const open = openOf(desk.state.value);
  const thread = desk.openThread.value;
  const { watching, watchOpen } = desk.state.value;
  return (
    <section class="conversation" aria-label={texts.conversation.title} tabIndex={-1} data-rest>
      {open ? (
        <>
          <Head one={open} />
          {thread ? <Messages key={open.conversationId} one={open} thread={thread} /> : <div class="messages" />}
          <Composer key={`reply-${open.conversationId}`} one={open} thread={thread} />
        </>
      ) : watchOpen && watching ? (
        <WatchNote share={watching} />
      ) : (
        <div class="conversation-none">
          <p>{texts.conversation.none}</p>
          <Empty>{texts.conversation.noneHint}</Empty>
        </div>
      )}
    </section>
  );
}

function Head({ one }: { one: DeskConversation }) {
  const { desk, texts } = useView();
  const name = nameOf(one.contact, texts);
  const mine = isMine(desk.state.value, one);
  const wish = one.status === 'active' ? openWish(one, desk.openThread.value?.lines.value ?? []) : null;
  return (
    <header class="head">
      <div class="head-who">
        <h2 title={name}>
          <span>{name}</span>
          {one.contact.verified ? <Verified words={texts.contact.verified} /> : null}
        </h2>
        <p class="head-facts">
          <ChannelBadge channel={one.channel} texts={texts} />
          {one.skill ? <span class="skill">{one.skill}</span> : null}
          {one.visitor?.online ? (
            <span class="head-page" title={one.visitor.page.url}>
              {pageName(one.visitor.page)}
            </span>
          ) : null}
        </p>
      </div>
      {one.status === 'active' && mine ? (
        <Action
          icon={CircleX}
          label={texts.act.close}
          onClick={() => void desk.closeConversation(one.conversationId)}
        />
      ) : null}
      {one.status === 'active' ? mine ? <Actions one={one} /> : <LookOn one={one} /> : null}
      {wish ? <p class="wish-note">{texts.queue.wishes[wish]}</p> : null}
      {mine ? null : <p class="others-note">{texts.others.writes(one.agent?.name ?? '')}</p>}
    </header>
  );
}
