import type { DeskConversation } from '@theke/protocol';
import { useId, useRef, useState } from 'preact/hooks';
import type { MediaKind } from '../desk/shareActs.ts';
import { originOf, readOfferedPage } from '../format/address.ts';
import { Dialog } from './Dialog.tsx';
import { useView } from './use.ts';

const kinds: readonly MediaKind[] = ['picture', 'video', 'document'];

const endings: readonly (readonly [RegExp, MediaKind])[] = [
  [/\.(mp4|webm|mov|m4v|ogv)$/iu, 'video'],
  [/\.(pdf|docx?|xlsx?|odt|txt)$/iu, 'document'],
  [/\.(png|jpe?g|gif|webp|avif|svg)$/iu, 'picture'],
];

/** What an address most likely is; null when its ending does not tell. */
const kindOf = (address: string) =>
  endings.find(([ending]) => ending.test(address.split(/[?#]/u)[0] ?? ''))?.[1] ?? null;

/** Shows a picture, a video or a document of the shop in the thread, and large on the page. */
export function MediaDialog({ one }: { one: DeskConversation }) {
  const { desk, screen, texts } = useView();
  const words = texts.media;
  const origin = originOf(one.visitor?.page.url);
  const address = useRef<HTMLInputElement>(null);
  const title = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<MediaKind>('picture');
  const [wrong, setWrong] = useState<'bad' | 'foreign' | 'name' | null>(null);
  const group = useId();
  const submit = async (event: Event) => {
    event.preventDefault();
    const offered = readOfferedPage(address.current?.value ?? '', origin);
    const named = title.current?.value.trim() ?? '';
    setWrong(offered.ok ? (named ? null : 'name') : offered.why);
    if (!offered.ok) return address.current?.focus();
    if (!named) return title.current?.focus();
    screen.dialog.value = null;
    if (await desk.showMedia(one.conversationId, { url: offered.url, title: named, media: kind }))
      desk.notices.say({ type: 'words', words: words.shown });
  };
  return (
    <Dialog title={words.title}>
      <form class="stack" onSubmit={submit} noValidate>
        <p class="quiet">{words.lead}</p>
        <label class="field">
          <span>{words.address}</span>
          <input
            ref={address}
            type="text"
            inputMode="url"
            defaultValue={origin ? `${origin}/` : 'https://'}
            aria-invalid={wrong === 'bad' || wrong === 'foreign'}
            aria-describedby={`${group}-wrong`}
            onInput={(event) => {
              const known = kindOf(event.currentTarget.value);
              if (known) setKind(known);
            }}
          />
        </label>
        <fieldset class="choice">
          <legend>{words.kind}</legend>
          {kinds.map((key) => (
            <label key={key}>
              <input type="radio" name={group} checked={kind === key} onChange={() => setKind(key)} />
              <span>{words.kinds[key]}</span>
            </label>
          ))}
        </fieldset>
        <label class="field">
          <span>{words.name}</span>
          <input ref={title} type="text" maxLength={120} aria-invalid={wrong === 'name'} />
        </label>
        <p id={`${group}-wrong`} class="trouble" role="alert">
          {wrong === 'foreign' ? texts.push.foreign(origin ?? '') : ''}
          {wrong === 'bad' ? texts.push.bad : ''}
          {wrong === 'name' ? words.nameMissing : ''}
        </p>
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
          <button type="submit" class="button button-main">
            {words.submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
