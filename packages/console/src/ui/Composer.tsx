import type { Thread } from '@theke/chat';
import { type DeskConversation, limits } from '@theke/protocol';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { channelOf } from '../desk/rows.ts';
import { nameOf } from '../format/who.ts';
import { useView } from './use.ts';

/** Where a reply is written. What stands here survives a reload. */
export function Composer({ one, thread }: { one: DeskConversation; thread: Thread | null }) {
  const { desk, screen, texts } = useView();
  const field = useRef<HTMLTextAreaElement>(null);
  const text = desk.drafts.all.value[one.conversationId] ?? '';
  const over = text.length - limits.messageChars;
  const wished = screen.replyWished.value;
  const words = texts.conversation;

  useLayoutEffect(() => {
    if (!wished) return;
    screen.replyWished.value = false;
    field.current?.focus();
  }, [wished, screen]);
  // The height follows the text
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  if (one.status === 'ended') {
    return (
      <p class="composer-ended" role="status">
        {words.ended}
      </p>
    );
  }
  const send = () => {
    if (over <= 0 && desk.sendDraft(one.conversationId)) field.current?.focus();
  };
  const channel = replyChannel(one, thread);
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        class="composer-field"
        rows={1}
        aria-label={words.reply}
        aria-describedby="composer-hint"
        aria-invalid={over > 0}
        placeholder={channel ? words.placeholderOn(channel) : words.placeholder(nameOf(one.contact, texts))}
        value={text}
        onInput={(event) => {
          desk.drafts.set(one.conversationId, event.currentTarget.value);
          thread?.typing(event.currentTarget.value !== '');
        }}
        onBlur={() => thread?.typing(false)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <p class="composer-hint" id="composer-hint" data-trouble={over > 0}>
        {over > 0 ? words.tooLong(over) : words.keys}
      </p>
      <button type="submit" class="button button-main" aria-disabled={text.trim() === '' || over > 0}>
        {words.send}
      </button>
    </form>
  );
}

/** The channel a reply would leave on: that of the customer's last words. */
function replyChannel(one: DeskConversation, thread: Thread | null): string | null {
  const last = thread?.lines.value.findLast(
    ({ entry }) => entry?.author.kind === 'visitor' || entry?.author.kind === 'contact',
  );
  if (last) return channelOf(last);
  return one.channel.kind === 'web' ? null : (one.channel.name ?? one.channel.kind);
}
