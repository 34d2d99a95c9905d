import { X } from 'lucide-preact';
import type { Said } from '../desk/notices.ts';
import type { Texts } from '../texts/index.ts';
import { Action } from './parts.tsx';
import { useView } from './use.ts';

/** Refusals in words: what happened, what now. They stay until dismissed or mended. So does an invitation. */
export function NoticeStack() {
  const { desk } = useView();
  return (
    <div class="notices">
      {/* Heard by the polite voice; here for the eye. */}
      {desk.notices.told.value.map((one) => (
        <p class="notice notice-told" key={one.id} aria-hidden="true">
          {one.words}
        </p>
      ))}
      <Alerts />
    </div>
  );
}

function Alerts() {
  const { desk, screen, texts } = useView();
  const words = texts.others;
  return (
    <div class="notices-alerts" role="alert">
      {desk.state.value.invitations.map(({ share, by }) => (
        <div class="notice notice-asks" key={share.shareId}>
          <p>
            <strong>{words.invited(by)}</strong> {words.told}
          </p>
          <span class="notice-ends">
            <button
              type="button"
              class="button button-main button-small"
              onClick={() => {
                screen.pane.value = 'conversation';
                void desk.watch(share.conversationId);
              }}
            >
              {words.lookOn}
            </button>
            <button type="button" class="button button-small" onClick={() => desk.dismissInvitation(share.shareId)}>
              {words.decline}
            </button>
          </span>
        </div>
      ))}
      {desk.notices.shown.value.map((notice) => (
        <div class="notice" key={notice.id}>
          <p>
            <strong>{notice.code === 'taken' ? texts.refused.taken : texts.refused[notice.act]}</strong>{' '}
            {texts.refused.why[notice.code]}
          </p>
          <Action bare icon={X} label={texts.refused.dismiss} onClick={() => desk.notices.dismiss(notice.id)} />
        </div>
      ))}
    </div>
  );
}

/** The one polite voice of the desk. The log itself is silent, so nothing is said twice. */
export function Announcer() {
  const { desk, texts } = useView();
  return (
    <div class="heard" role="status" aria-live="polite">
      {desk.notices.said.value.map(({ id, said }) => (
        <p key={id}>{wordsOf(said, texts)}</p>
      ))}
    </div>
  );
}

function wordsOf(said: Said, texts: Texts): string {
  switch (said.type) {
    case 'arrived':
      return texts.queue.arrived(said.name || texts.conversation.visitor);
    case 'messaged':
      return texts.conversation.messaged(said.name || texts.conversation.visitor, said.text);
    case 'messagedMany':
      return texts.conversation.messagedMany(said.count);
    case 'shareOn':
      return texts.share.started;
    case 'granted':
      return texts.share.grant.granted[said.capability];
    case 'notGranted':
      return texts.share.grant.notGranted[said.capability];
    case 'withdrawn':
      return texts.share.grant.withdrawn[said.capability];
    case 'marked':
      return texts.share.marked(said.label);
    case 'words':
      return said.words;
  }
}
