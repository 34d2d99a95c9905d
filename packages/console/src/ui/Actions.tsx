import type { DeskConversation } from '@theke/protocol';
import { ExternalLink, Eye, Link2, Phone, X } from 'lucide-preact';
import { shareStands } from '../desk/lists.ts';
import { nameOf } from '../format/who.ts';
import { Action, stroke } from './parts.tsx';
import { useView } from './use.ts';

/** What may be done in this conversation. While a page is on the stage its own strip has these tools. */
export function Actions({ one }: { one: DeskConversation }) {
  const { desk, screen, texts } = useView();
  const stands = shareStands(one.share);
  const words = texts.act;
  const away = one.visitor?.online ? null : words.needsVisitor;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these are tools
    <div class="actions" role="group" aria-label={texts.conversation.actions} data-docked={stands === 'on'}>
      {stands === 'on' ? null : (
        <>
          <Action
            icon={Eye}
            label={words.ask}
            blocked={stands === 'asked' ? words.askedLong : away}
            onClick={() => void desk.askToSee(one.conversationId)}
          />
          {stands === 'asked' ? (
            <button
              type="button"
              class="stands"
              data-stands="asked"
              title={words.withdraw}
              onClick={() => one.share && void desk.endShare(one.share.shareId)}
            >
              {words.asked}
              <span class="heard">: {words.withdraw}</span>
              <X size={14} strokeWidth={stroke} aria-hidden="true" />
            </button>
          ) : null}
          {stands === 'refused' ? (
            <span class="stands" data-stands="refused" title={words.refusedLong}>
              {words.refused}
            </span>
          ) : null}
          <Push one={one} />
          <Call one={one} />
        </>
      )}
      <Action
        icon={ExternalLink}
        label={words.shop}
        onClick={() => {
          screen.dialog.value = 'shop';
        }}
      />
    </div>
  );
}

/** Offers a page. */
export function Push({ one }: { one: DeskConversation }) {
  const { screen, texts } = useView();
  return (
    <Action
      icon={Link2}
      label={texts.act.push}
      blocked={one.visitor?.online ? null : texts.act.needsVisitor}
      onClick={() => {
        screen.dialog.value = 'push';
      }}
    />
  );
}

/** Begins a call, unless one is on. */
export function Call({ one, bare }: { one: DeskConversation; bare?: boolean }) {
  const { desk, texts } = useView();
  const running = desk.calling.current.value;
  const isOn = running !== null && running.session.state.value.phase !== 'ended';
  return (
    <Action
      bare={bare}
      icon={Phone}
      label={texts.act.call}
      blocked={isOn ? texts.act.callOn : one.visitor?.online ? null : texts.act.needsVisitor}
      onClick={() => void desk.calling.start(one.conversationId, nameOf(one.contact, texts))}
    />
  );
}
