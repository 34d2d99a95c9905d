import type { DeskConversation, Handoff } from '@theke/protocol';
import { Check, Copy } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from './Dialog.tsx';
import { Action } from './parts.tsx';
import { useView } from './use.ts';

/** Brings the customer from wherever they are to the shop's page, to this agent, with everything said. */
export function ShopDialog({ one }: { one: DeskConversation }) {
  const { desk, screen, texts } = useView();
  const words = texts.shop;
  const target = useRef<HTMLInputElement>(null);
  const [made, setMade] = useState<Handoff | null>(null);
  const [busy, setBusy] = useState(true);
  const make = async (targetUrl?: string) => {
    setBusy(true);
    const handoff = await desk.makeLink(one.conversationId, targetUrl);
    if (handoff) setMade(handoff);
    setBusy(false);
  };
  // The link is there at once, and leads to the page that stands in the field below.
  useEffect(() => void make(one.visitor?.page.url), []);
  const again = (event: Event) => {
    event.preventDefault();
    if (!busy) void make(target.current?.value.trim() || undefined);
  };
  return (
    <Dialog title={words.title} class="dialog-shop">
      <p class="quiet">{words.lead}</p>
      {made ? (
        <div class="stack">
          <Secret label={words.link} value={made.link} copy={words.copyLink} small />
          <div class="secrets">
            <Secret label={words.code} value={made.code} copy={words.copyCode} />
            <Secret label={words.digits} value={spaced(made.digits)} copy={words.copyDigits} />
          </div>
          <p class="quiet small">{words.until}</p>
          <div class="dialog-ends">
            <button
              type="button"
              class="button button-main"
              onClick={() => {
                desk.drafts.append(one.conversationId, words.sentence(made.link));
                screen.dialog.value = null;
                screen.writeReply();
              }}
            >
              {words.insert}
            </button>
          </div>
        </div>
      ) : (
        <p class="quiet" role="status">
          {busy ? words.making : texts.refused.shop}
        </p>
      )}
      <form class="shop-target" onSubmit={again} noValidate>
        <label class="field">
          <span>{words.target}</span>
          <input
            ref={target}
            type="url"
            inputMode="url"
            placeholder="https://"
            defaultValue={one.visitor?.page.url ?? ''}
          />
        </label>
        <button type="submit" class="button" aria-disabled={busy}>
          {words.create}
        </button>
      </form>
    </Dialog>
  );
}

/** As people read a number out; grouped like those the visitor's chat shows. */
const spaced = (digits: string) => digits.replace(/\D/gu, '').replace(/^(\d{3})(\d{3})(?=\d)/u, '$1 $2 ');

function Secret({ label, value, copy, small }: { label: string; value: string; copy: string; small?: boolean }) {
  const { app, desk, texts } = useView();
  const [copied, setCopied] = useState(false);
  return (
    <div class="secret" data-small={small}>
      <p class="secret-label">{label}</p>
      <p class="secret-value">
        <output>{value}</output>
        <Action
          bare
          icon={copied ? Check : Copy}
          label={copy}
          onClick={() =>
            void app.copy(value).then((done) => {
              setCopied(done);
              if (done) desk.notices.say({ type: 'words', words: texts.dialog.copied });
            })
          }
        />
      </p>
    </div>
  );
}
