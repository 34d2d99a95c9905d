import type { KeyStore } from '@theke/kit';
import type { Language } from '../texts/index.ts';
import { type ReadonlySignal, signal } from './signals.ts';

/** How this agent likes the desk. Kept in this browser only. */
export interface Preferences {
  language: Language;
  theme: 'auto' | 'light' | 'dark';
  density: 'comfortable' | 'compact';
  sound: boolean;
  /** Single-key shortcuts; some people dictate or type with aids that set them off by accident. */
  shortcuts: boolean;
}

export interface PreferenceStore {
  readonly value: ReadonlySignal<Preferences>;
  set(change: Partial<Preferences>): void;
}

const key = 'desk:preferences';

/** Makes a {@link PreferenceStore}; what was kept by hand or by an older version is checked, not trusted. */
export function createPreferences(store: KeyStore, language: Language): PreferenceStore {
  const usual: Preferences = { language, theme: 'auto', density: 'comfortable', sound: true, shortcuts: true };
  const value = signal<Preferences>(readKept(store.read(key), usual));
  return {
    value,
    set(change) {
      value.value = { ...value.value, ...change };
      store.write(key, JSON.stringify(value.value));
    },
  };
}

function readKept(text: string | null, usual: Preferences): Preferences {
  try {
    const kept = JSON.parse(text ?? '{}') as Partial<Record<keyof Preferences, unknown>>;
    const one = <T>(value: unknown, allowed: readonly T[], otherwise: T): T =>
      allowed.includes(value as T) ? (value as T) : otherwise;
    return {
      language: one(kept.language, ['en', 'de'] as const, usual.language),
      theme: one(kept.theme, ['auto', 'light', 'dark'] as const, usual.theme),
      density: one(kept.density, ['comfortable', 'compact'] as const, usual.density),
      sound: one(kept.sound, [true, false], usual.sound),
      shortcuts: one(kept.shortcuts, [true, false], usual.shortcuts),
    };
  } catch {
    return usual;
  }
}
