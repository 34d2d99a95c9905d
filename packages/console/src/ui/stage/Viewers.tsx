import type { Share } from '@theke/protocol';
import { Users } from 'lucide-preact';
import { othersLooking } from '../../desk/grants.ts';
import { stroke } from '../parts.tsx';
import { useView } from '../use.ts';

/** Who else looks, and whose turn it is. Absent while there is nobody else. */
export function Viewers({ share }: { share: Share }) {
  const { desk, texts } = useView();
  const { me } = desk.state.value;
  const others = othersLooking(share, me.agentId);
  if (others.length === 0) return null;
  const words = texts.share;
  const names = others.join(', ');
  const isMine = share.actor.agentId === me.agentId;
  const turn = isMine ? words.yourTurn : words.turn(share.actor.name);
  const shown = isMine ? names : others.filter((name) => name !== share.actor.name).join(', ');
  return (
    <p class="viewers" title={words.viewers(names)}>
      <Users size={14} strokeWidth={stroke} aria-hidden="true" />
      <span class="heard">{words.viewers(names)}. </span>
      <span class="viewers-names" aria-hidden="true">
        {shown}
      </span>
      <strong>{turn}</strong>
    </p>
  );
}
