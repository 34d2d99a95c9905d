import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Dialog } from './Dialog.tsx';
import { useView } from './use.ts';

/** The digits a caller reads out. The visitor must say yes before anything opens. */
export function CodeDialog() {
  const { desk, screen, texts } = useView();
  const { codes } = desk;
  const words = texts.code;
  const field = useRef<HTMLInputElement>(null);
  const claim = codes.claim.value;
  useLayoutEffect(() => {
    codes.reset();
    field.current?.focus();
  }, [codes]);
  useEffect(() => {
    if (claim.phase !== 'connected') return;
    desk.notices.say({ type: 'words', words: words.connected });
    screen.dialog.value = null;
    screen.pane.value = 'conversation';
  }, [claim, desk, screen, words]);
  const isAsking = claim.phase === 'asking' || claim.phase === 'checking';
  const why = claim.phase === 'typing' ? claim.why : null;
  const told = why === 'offline' ? texts.refused.why.offline : why && words[why];
  return (
    <Dialog title={words.title}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isAsking) void codes.enter(field.current?.value ?? '');
        }}
      >
        <p class="quiet">{words.lead}</p>
        <label class="field">
          <span>{words.digits}</span>
          <input
            ref={field}
            class="digits"
            inputMode="numeric"
            autocomplete="off"
            maxLength={20}
            placeholder="000 000 0000"
            readOnly={isAsking}
            aria-invalid={why !== null}
            aria-describedby="code-told"
          />
        </label>
        <p id="code-told" class={why ? 'trouble' : 'quiet'} role="status">
          {claim.phase === 'asking' ? words.waiting : told}
        </p>
        <div class="dialog-ends">
          <button type="submit" class="button button-main" aria-disabled={isAsking}>
            {words.submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
