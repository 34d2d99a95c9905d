import type { DeskConversation } from '@theke/protocol';
import { useRef, useState } from 'preact/hooks';
import { originOf, pageName, readOfferedPage } from '../format/address.ts';
import { Dialog } from './Dialog.tsx';
import { useView } from './use.ts';

/** Offers a page of the same site as a card in the thread. */
export function PushDialog({ one }: { one: DeskConversation }) {
  const { desk, screen, texts } = useView();
  const words = texts.push;
  const page = one.visitor?.page;
  const origin = originOf(page?.url);
  const address = useRef<HTMLInputElement>(null);
  const title = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState<'bad' | 'foreign' | null>(null);
  const mayOpen = desk.sharing.acting.may.value.control;
  const read = () => {
    const offered = readOfferedPage(address.current?.value ?? '', origin);
    if (offered.ok) screen.dialog.value = null;
    else {
      setWrong(offered.why);
      address.current?.focus();
    }
    return offered.ok ? offered.url : null;
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const url = read();
    if (url) void desk.pushPage(one.conversationId, url, title.current?.value.trim() || pageName({ url }));
  };
  const open = () => {
    const url = read();
    if (url) void desk.sharing.acting.navigate(url);
  };
  return (
    <Dialog title={words.title}>
      <form class="stack" onSubmit={submit} noValidate>
        <p class="quiet">
          {words.lead} {mayOpen ? words.openLead : ''}
        </p>
        <label class="field">
          <span>{words.address}</span>
          <input
            ref={address}
            type="text"
            inputMode="url"
            defaultValue={page?.url ?? 'https://'}
            aria-invalid={wrong !== null}
            aria-describedby="push-wrong"
          />
        </label>
        <p id="push-wrong" class="trouble" role="alert">
          {wrong === 'foreign' ? words.foreign(origin ?? '') : wrong === 'bad' ? words.bad : ''}
        </p>
        <label class="field">
          <span>{words.name}</span>
          <input ref={title} type="text" defaultValue={page?.title ?? ''} maxLength={120} />
        </label>
        <div class="dialog-ends">
          <button
            type="button"
            class="button"
            onClick={() => {
              screen.dialog.value = null;
            }}
          >
            {texts.dialog.cancel}
          </button>
          {mayOpen ? (
            <button type="button" class="button" onClick={open}>
              {words.open}
            </button>
          ) : null}
          <button type="submit" class="button button-main">
            {words.submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
