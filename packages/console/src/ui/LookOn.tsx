import type { DeskConversation, Share } from '@theke/protocol';
import { Eye } from 'lucide-preact';
import { Action } from './parts.tsx';
import { useView } from './use.ts';

/** Looks on at a colleague's shared page, for who oversees. The visitor is told before anything is seen. */
export function LookOn({ one }: { one: DeskConversation }) {
  const { desk, texts } = useView();
  const words = texts.others;
  const { watching, watchOpen } = desk.state.value;
  const isOn = watchOpen && watching?.conversationId === one.conversationId;
  if (isOn) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these are tools
    <div class="actions" role="group" aria-label={texts.conversation.actions}>
      <Action
        icon={Eye}
        label={words.lookOn}
        hint={words.told}
        blocked={one.share?.phase === 'on' ? null : words.notShared}
        onClick={() => void desk.watch(one.conversationId)}
      />
    </div>
  );
}

/** Beside a page looked on at whose conversation stays with a colleague. */
export function WatchNote({ share }: { share: Share }) {
  const { desk, texts } = useView();
  const words = texts.others;
  return (
    <div class="conversation-none">
      <p>{words.note(share.agent.name)}</p>
      <p class="empty">{words.noteThread}</p>
      <p class="watch-ends">
        <button type="button" class="button" onClick={() => void desk.unwatch()}>
          {words.stop}
        </button>
      </p>
    </div>
  );
}
