import type { Recording } from '@theke/protocol';
import { CirclePlay } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { fullTime, runningTime } from '../format/time.ts';
import { stroke } from './parts.tsx';
import { useView } from './use.ts';

/** Recorded shares of this conversation. Absent while there are none: most shops never record. */
export function Recordings({ conversationId }: { conversationId: string }) {
  const { desk, texts, language } = useView();
  const [list, setList] = useState<readonly Recording[]>([]);
  const online = desk.connection.value === 'online';
  const phase = desk.state.value.conversations.get(conversationId)?.share?.phase;
  useEffect(() => {
    let gone = false;
    if (online) void desk.recordings.list(conversationId).then((found) => !gone && setList(found ?? []));
    return () => {
      gone = true;
    };
  }, [desk, conversationId, online, phase]);
  if (list.length === 0) return null;
  const words = texts.recording;
  const playing = desk.recordings.playing.value?.recordingId;
  return (
    <div class="part">
      <header class="part-head">
        <h3>{words.title}</h3>
      </header>
      <ul class="recordings">
        {list.map((one) => {
          const begun = fullTime(one.startedAt, language);
          return (
            <li key={one.recordingId}>
              <button
                type="button"
                class="recording"
                aria-current={playing === one.recordingId ? 'true' : undefined}
                aria-disabled={one.endedAt === undefined}
                onClick={() => one.endedAt !== undefined && desk.recordings.open(one)}
              >
                <CirclePlay size={18} strokeWidth={stroke} aria-hidden="true" />
                <span>
                  <span>
                    <span class="heard">{words.play} </span>
                    {begun}
                  </span>
                  <span class="quiet">
                    {one.endedAt === undefined
                      ? texts.share.live
                      : words.length(runningTime(one.endedAt - one.startedAt))}
                    {' · '}
                    {words.until(fullTime(one.until, language))}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
