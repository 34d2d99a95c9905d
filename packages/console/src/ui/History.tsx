import type { HistoryLine } from '@theke/protocol';
import { useEffect, useState } from 'preact/hooks';
import { dayMark, fullTime } from '../format/time.ts';
import { ChannelBadge, Empty } from './parts.tsx';
import { useView } from './use.ts';

/** What this contact came for before, on any channel. */
export function History({ conversationId }: { conversationId: string }) {
  const { desk, texts, language } = useView();
  const [lines, setLines] = useState<readonly HistoryLine[] | null>(null);
  const online = desk.connection.value === 'online';
  useEffect(() => {
    let gone = false;
    if (online) void desk.history(conversationId).then((found) => !gone && setLines(found));
    return () => {
      gone = true;
    };
  }, [desk, conversationId, online]);
  const earlier = lines?.filter((line) => line.conversationId !== conversationId);
  return (
    <div class="part">
      <header class="part-head">
        <h3>{texts.contact.history}</h3>
      </header>
      {earlier?.length === 0 ? <Empty>{texts.contact.historyNone}</Empty> : null}
      <ol class="history">
        {earlier?.map((line) => (
          <li key={line.conversationId}>
            <p class="history-head">
              <time title={fullTime(line.startedAt, language)}>
                {dayMark(line.startedAt, desk.nowMs.peek(), language, texts.conversation)}
              </time>
              <ChannelBadge channel={line.channel} texts={texts} />
            </p>
            <p class="history-text">{line.preview}</p>
          </li>
        ))}
      </ol>
    </div>
  );
}
