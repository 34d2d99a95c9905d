import { limits, type Share } from '@theke/protocol';
import { useEffect, useState } from 'preact/hooks';
import type { Colleague } from '../desk/shareActs.ts';
import { Dialog } from './Dialog.tsx';
import { Empty, Mark } from './parts.tsx';
import { useView } from './use.ts';

/** Asks a colleague to look on. */
export function InviteDialog({ share }: { share: Share }) {
  const { desk, texts } = useView();
  const words = texts.invite;
  const [colleagues, setColleagues] = useState<readonly Colleague[] | null>(null);
  const [asked, setAsked] = useState<readonly string[]>([]);
  useEffect(() => void desk.colleagues().then((found) => setColleagues(found ?? [])), [desk]);
  const looking = new Set(share.viewers.map((face) => face.agentId));
  const others = colleagues?.filter((one) => !looking.has(one.agentId) && one.agentId !== desk.state.value.me.agentId);
  const isFull = share.viewers.length >= limits.viewers;
  const ask = async (one: Colleague) => {
    if (!(await desk.invite(share.shareId, one.agentId))) return;
    setAsked((before) => [...before, one.agentId]);
    desk.notices.say({ type: 'words', words: words.sent(one.name) });
  };
  return (
    <Dialog title={words.title}>
      <p class="quiet">{isFull ? words.full : words.lead}</p>
      {others ? null : <Empty>{words.loading}</Empty>}
      {others?.length === 0 ? <Empty>{words.none}</Empty> : null}
      <ul class="colleagues">
        {others?.map((one) => (
          <li key={one.agentId}>
            <Mark name={one.name} online={one.available} />
            <span>
              {one.name}
              {one.available ? null : <span class="quiet"> · {words.away}</span>}
            </span>
            {asked.includes(one.agentId) ? (
              <span class="quiet">{words.asked}</span>
            ) : (
              <button
                type="button"
                class="button button-small"
                aria-disabled={isFull}
                onClick={() => void (isFull || ask(one))}
              >
                {words.ask(one.name)}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
