import { useEffect, useRef } from 'preact/hooks';
import type { Console } from '../desk/createConsole.ts';
import type { Session } from '../desk/session.ts';
import type { Language, Texts } from '../texts/index.ts';
import { Brand } from './parts.tsx';

interface Props {
  app: Console;
  session: Session;
  texts: Texts;
  language: Language;
}

/** The first screen, and the one an ended session comes back to with its reason. */
export function SignIn({ app, session, texts, language }: Props) {
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const words = texts.signIn;
  const isOut = session.phase === 'out';
  // Nothing else is done on this page.
  useEffect(() => {
    if (isOut) email.current?.focus();
  }, [isOut]);
  if (session.phase !== 'out') {
    return (
      <main class="sign-in">
        <p class="quiet" role="status">
          {words.checking}
        </p>
      </main>
    );
  }
  const { why, busy, waitMs } = session;
  const isNews = why === 'signedOut' || why === 'revoked' || why === 'idle';
  const told = why === 'locked' ? words.locked(Math.max(1, Math.ceil((waitMs ?? 0) / 60_000))) : why && words[why];
  const submit = (event: Event) => {
    event.preventDefault();
    if (busy) return;
    void app.signIn(email.current?.value ?? '', password.current?.value ?? '').then(() => {
      if (app.session.value.phase === 'out') (email.current?.value ? password : email).current?.focus();
    });
  };
  return (
    <main class="sign-in">
      <form class="sign-in-card" onSubmit={submit} noValidate aria-labelledby="sign-in-title">
        <Brand name={texts.product} />
        <div>
          <h1 id="sign-in-title">{words.title}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
        <p
          id="sign-in-told"
          class={told ? (isNews ? 'told' : 'told told-trouble') : 'told-none'}
          role={isNews ? 'status' : 'alert'}
        >
          {told}
        </p>
        <label class="field">
          <span>{words.email}</span>
          <input
            ref={email}
            type="email"
            name="email"
            autocomplete="username"
            required
            aria-describedby="sign-in-told"
            aria-invalid={why === 'wrong' || why === 'missing'}
          />
        </label>
        <label class="field">
          <span>{words.password}</span>
          <input
            ref={password}
            type="password"
            name="password"
            autocomplete="current-password"
            required
            aria-describedby="sign-in-told"
            aria-invalid={why === 'wrong' || why === 'missing'}
          />
        </label>
        <button type="submit" class="button button-main button-wide" aria-disabled={busy}>
          {busy ? words.busy : words.submit}
        </button>
        <p class="sign-in-languages">
          {(['en', 'de'] as const).map((one) => (
            <button
              key={one}
              type="button"
              class="text-button"
              lang={one}
              aria-pressed={one === language}
              onClick={() => app.preferences.set({ language: one })}
            >
              {one === 'en' ? 'English' : 'Deutsch'}
            </button>
          ))}
        </p>
      </form>
    </main>
  );
}
