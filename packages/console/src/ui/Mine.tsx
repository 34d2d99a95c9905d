import type { DeskConversation } from '@theke/protocol';
import { MonitorUp, PhoneCall } from 'lucide-preact';
import { mineOf } from '../desk/lists.ts';
import { nameOf } from '../format/who.ts';
import { arrowRows, Badge, channelName, Empty, Mark, stroke } from './parts.tsx';
import { useView } from './use.ts';

/** My conversations, in the order they began. A badge tells of news; nothing is reordered. */
export function Mine() {
  const { desk, texts } = useView();
  const mine = mineOf(desk.state.value);
  return (
    <nav class="mine" aria-labelledby="mine-title">
      <header class="part-head">
        <h2 id="mine-title">{texts.mine.title}</h2>
        {mine.length > 0 ? <span class="part-count">{mine.length}</span> : null}
      </header>
      {desk.state.value.ready && mine.length === 0 ? <Empty>{texts.mine.none}</Empty> : null}
      {/* biome-ignore lint/a11y/noRedundantRoles: without bullets some readers no longer take it for a list */}
      <ul role="list" class="rows" onKeyDown={arrowRows}>
        {mine.map((one) => (
          <MineRow key={one.conversationId} one={one} />
        ))}
      </ul>
    </nav>
  );
}

function MineRow({ one }: { one: DeskConversation }) {
  const { desk, screen, texts } = useView();
  const thread = desk.threads.value.get(one.conversationId);
  const unread = thread?.unread.value ?? 0;
  const isOpen = desk.state.value.openId === one.conversationId;
  const name = nameOf(one.contact, texts);
  const isTyping = thread?.peerTyping.value !== null && thread !== undefined;
  const draft = desk.drafts.all.value[one.conversationId];
  return (
    <li>
      <button
        type="button"
        data-row
        class="mine-row"
        data-unread={unread > 0}
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => {
          desk.open(one.conversationId);
          screen.pane.value = 'conversation';
        }}
      >
        <Mark name={name} online={one.visitor?.online} />
        <span class="mine-text">
          <span class="mine-name">
            <span>{name}</span>
            {one.channel.kind === 'web' ? null : <em>{channelName({ channel: one.channel, texts })}</em>}
          </span>
          <span class="mine-preview">
            {one.status === 'ended'
              ? texts.mine.ended
              : isTyping
                ? texts.conversation.typing(name)
                : (draft && `✎ ${draft}`) || one.preview}
          </span>
        </span>
        <span class="mine-signs">
          {one.share?.phase === 'on' ? (
            <MonitorUp size={16} strokeWidth={stroke} role="img" aria-label={texts.mine.shares} />
          ) : null}
          {one.call && one.call.phase !== 'ended' ? (
            <PhoneCall size={16} strokeWidth={stroke} role="img" aria-label={texts.mine.calls} />
          ) : null}
          {unread > 0 ? <Badge count={unread} /> : null}
          {unread > 0 ? <span class="heard">{texts.mine.unread(unread)}</span> : null}
        </span>
      </button>
    </li>
  );
}
