import { createCleanup } from '@theke/kit';
import { languageFor } from '../texts/index.ts';
import { createDesk } from './createDesk.ts';
import type { Desk, DeskPowers } from './desk.ts';
import { createPreferences, type PreferenceStore } from './preferences.ts';
import { nextSession, type Session, type SessionEvent, type SessionHttp } from './session.ts';
import { type ReadonlySignal, signal } from './signals.ts';

/** What the whole application may do to the world. Tests give fakes; the mount gives the browser. */
export interface ConsolePowers extends Omit<DeskPowers, 'me' | 'line' | 'language' | 'sound' | 'revoked'> {
  http: SessionHttp;
  /** A fresh line for each sign-in. */
  openLine: () => DeskPowers['line'];
  playTone: (kind: 'waiting' | 'message') => void;
  copy: (text: string) => Promise<boolean>;
  /** The browser's languages, most wanted first. */
  languages: readonly string[];
}

/** The application: who is signed in, how they like it, and their desk. */
export interface Console {
  readonly session: ReadonlySignal<Session>;
  readonly desk: ReadonlySignal<Desk | null>;
  readonly preferences: PreferenceStore;
  readonly copy: (text: string) => Promise<boolean>;
  signIn(email: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  close(): void;
}

/** Makes a {@link Console}, and asks at once whether somebody is signed in already. */
export function createConsole(powers: ConsolePowers): Console {
  const { http } = powers;
  const cleanup = createCleanup();
  const session = signal<Session>({ phase: 'checking' });
  const desk = signal<Desk | null>(null);
  const preferences = createPreferences(powers.store, languageFor(powers.languages));

  function step(event: SessionEvent) {
    if (cleanup.done) return;
    session.value = nextSession(session.value, event);
    const now = session.value;
    if (now.phase === 'in' && !desk.value) {
      desk.value = createDesk({
        ...powers,
        me: now.me,
        line: powers.openLine(),
        language: () => preferences.value.value.language,
        sound: (kind) => preferences.value.value.sound && powers.playTone(kind),
        revoked: (why) => step({ type: 'ended', why }),
      });
    }
    if (now.phase !== 'in' && desk.value) {
      desk.value.close();
      desk.value = null;
    }
  }
  cleanup.add(() => desk.value?.close());

  void http.me().then((me) => {
    if (me === 'unreachable') step({ type: 'unknown', why: 'unreachable' });
    else step(me ? { type: 'known', me } : { type: 'unknown' });
  });

  return {
    session,
    desk,
    preferences,
    copy: powers.copy,
    async signIn(email, password) {
      if (!email.trim() || !password) return step({ type: 'incomplete' });
      step({ type: 'trying' });
      step({ type: 'answered', answer: await http.signIn(email.trim(), password) });
    },
    async signOut() {
      // Asked first: once the desk is closed the cookie would outlive the sitting.
      await http.signOut();
      step({ type: 'ended', why: 'signedOut' });
    },
    close: () => cleanup.run(),
  };
}
