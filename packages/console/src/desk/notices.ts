import { type Clock, createId } from '@theke/kit';
import type { ActingCapability, RefusalCode } from '@theke/protocol';
import { type ReadonlySignal, signal } from './signals.ts';

/** What an agent tried; the words stand in the text files. */
export type Act =
  | 'accept'
  | 'available'
  | 'close'
  | 'share'
  | 'call'
  | 'push'
  | 'contact'
  | 'shop'
  | 'code'
  | 'reply'
  | 'grant'
  | 'watch'
  | 'invite'
  | 'media'
  | 'privacy'
  | 'rules';

/** A refusal shown until it is dismissed or the same act succeeds. */
export interface Notice {
  id: string;
  act: Act;
  code: RefusalCode;
}

/** Something for the ear of a screen reader, said once and politely. */
export type Said =
  | { type: 'arrived'; name: string }
  | { type: 'messaged'; name: string; text: string }
  | { type: 'messagedMany'; count: number }
  | { type: 'shareOn' }
  | { type: 'granted'; capability: ActingCapability }
  | { type: 'notGranted'; capability: ActingCapability }
  | { type: 'withdrawn'; capability: ActingCapability }
  | { type: 'marked'; label: string }
  | { type: 'words'; words: string };

export interface Notices {
  readonly shown: ReadonlySignal<readonly Notice[]>;
  /** Good news in words, for eye and ear; each goes by itself. */
  readonly told: ReadonlySignal<readonly { id: string; words: string }[]>;
  tell(words: string): void;
  readonly said: ReadonlySignal<readonly { id: string; said: Said }[]>;
  refuse(act: Act, code: RefusalCode): void;
  /** The act went well: what was said against it before is past. */
  settle(act: Act): void;
  dismiss(id: string): void;
  say(said: Said): void;
}

// Shorter and some readers miss it; longer and a reader walking the page meets it again.
const saidForMs = 1_000;
// More than this many messages in one window are told as a number.
const gatherMs = 2_000;
// Long enough to read two short sentences.
const toldForMs = 8_000;
const spokenEach = 3;

/** Makes {@link Notices}. Knows no words. */
export function createNotices(clock: Clock): Notices {
  const shown = signal<readonly Notice[]>([]);
  const said = signal<readonly { id: string; said: Said }[]>([]);
  const told = signal<readonly { id: string; words: string }[]>([]);
  let recentMessages = 0;

  function speak(what: Said) {
    const id = createId('say');
    said.value = [...said.value, { id, said: what }];
    clock.after(saidForMs, () => {
      said.value = said.value.filter((one) => one.id !== id);
    });
  }

  return {
    shown,
    said,
    told,
    tell(words) {
      const id = createId('ntc');
      told.value = [...told.value, { id, words }];
      clock.after(toldForMs, () => {
        told.value = told.value.filter((one) => one.id !== id);
      });
      speak({ type: 'words', words });
    },
    refuse(act, code) {
      shown.value = [...shown.value.filter((one) => one.act !== act), { id: createId('ntc'), act, code }];
    },
    settle(act) {
      if (shown.value.some((one) => one.act === act)) shown.value = shown.value.filter((one) => one.act !== act);
    },
    dismiss(id) {
      shown.value = shown.value.filter((one) => one.id !== id);
    },
    say(what) {
      if (what.type !== 'messaged') return speak(what);
      recentMessages += 1;
      if (recentMessages <= spokenEach) speak(what);
      if (recentMessages > 1) return;
      clock.after(gatherMs, () => {
        if (recentMessages > spokenEach) speak({ type: 'messagedMany', count: recentMessages - spokenEach });
        recentMessages = 0;
      });
    },
  };
}
