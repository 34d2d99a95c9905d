import { de } from './de.ts';
import { deMore } from './deMore.ts';
import { en } from './en.ts';
import { enMore } from './enMore.ts';

/** All words of one language. Keys are the same in every language: the types see to it. */
export type Texts = typeof en & typeof enMore;

export type Language = 'en' | 'de';

const all: Record<Language, Texts> = { en: { ...en, ...enMore }, de: { ...de, ...deMore } };

/** The words of a language. */
export const textsOf = (language: Language): Texts => all[language];

/** The language a browser asks for; English when it is neither. */
export const languageFor = (tags: readonly string[]): Language =>
  tags.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'de' || tag === 'en') === 'de' ? 'de' : 'en';
