import type { Thread } from '@theke/chat';
import type { DeskConversation } from '@theke/protocol';
import { ArrowDown } from 'lucide-preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { threadRows } from '../desk/rows.ts';
import { dayMark } from '../format/time.ts';
import { nameOf } from '../format/who.ts';
import { MessageRow } from './MessageRow.tsx';
import { Empty, stroke } from './parts.tsx';
import { useView } from './use.ts';

// Nearer to the end than this counts as reading the newest.
const nearEndPx = 48;

/** What was said. Follows the newest only while the agent is at the end; otherwise tells that there is more below. */
export function Messages({ one, thread }: { one: DeskConversation; thread: Thread }) {
  const { desk, texts, language } = useView();
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [below, setBelow] = useState(false);
  const lines = thread.lines.value;
  const typing = thread.peerTyping.value;
  const name = nameOf(one.contact, texts);
  const loading = lines.length === 0 && thread.headSeq.value > 0;

  const toEnd = () => {
    const log = box.current;
    if (log) log.scrollTop = log.scrollHeight;
    atEnd.current = true;
    setBelow(false);
  };
  // A new line or sign of typing is what moves the end
  useLayoutEffect(() => {
    if (atEnd.current || lines.at(-1)?.outgoing) toEnd();
    else setBelow(true);
  }, [lines.length, typing]);
  useLayoutEffect(() => {
    const log = box.current;
    if (!log) return;
    // A docked thread changes its height; the end stays the end.
    const watch = new ResizeObserver(() => atEnd.current && toEnd());
    watch.observe(log);
    return () => watch.disconnect();
  }, []);

  const scrolled = () => {
    const log = box.current;
    if (!log) return;
    atEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < nearEndPx;
    if (atEnd.current) setBelow(false);
  };
  return (
    <div class="messages">
      <div
        class="log"
        role="log"
        aria-label={texts.conversation.messages}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: must be scrolled by keyboard too
        tabIndex={0}
        ref={box}
        onScroll={scrolled}
      >
        {loading ? <Empty>{texts.conversation.earlier}</Empty> : null}
        {lines.length === 0 && !loading ? <Empty>{texts.conversation.begin}</Empty> : null}
        {threadRows(lines).map((row) =>
          row.type === 'day' ? (
            <p class="day" key={row.key}>
              {dayMark(row.at, desk.nowMs.peek(), language, texts.conversation)}
            </p>
          ) : (
            <MessageRow key={row.key} row={row} one={one} thread={thread} />
          ),
        )}
        {typing !== null ? (
          <p class="typing">
            <span class="typing-dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {texts.conversation.typing(typing || name)}
          </p>
        ) : null}
      </div>
      {below ? (
        <button type="button" class="new-below" onClick={toEnd}>
          <ArrowDown size={16} strokeWidth={stroke} aria-hidden="true" />
          {texts.conversation.newBelow}
        </button>
      ) : null}
    </div>
  );
}
