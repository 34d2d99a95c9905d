import { X } from 'lucide-preact';
import type { Refused } from '../../desk/acting.ts';
import { Action } from '../parts.tsx';
import { useView } from '../use.ts';

/** Why the last act was not done: calm, in the picture's own corner, gone after a while. */
export function Refusal() {
  const { desk, texts } = useView();
  const { acting } = desk.sharing;
  const refused = acting.refused.value;
  return (
    <div class="refusal" role="status" data-shown={refused !== null}>
      {refused ? (
        <>
          <p>
            {refused.label ? <strong>{texts.why.label(refused.label)} </strong> : null}
            {wordsOf(refused, texts.why)}
          </p>
          <Action bare icon={X} label={texts.why.dismiss} onClick={() => acting.dismiss()} />
        </>
      ) : null}
    </div>
  );
}

const wordsOf = ({ why, shown }: Refused, words: Record<Refused['why'] | 'shown', unknown>) =>
  `${words[why]}${shown ? ` ${words.shown}` : ''}`;
