import { de } from './de.ts';
import { deAdvice } from './deAdvice.ts';
import { deExplain } from './deExplain.ts';
import { deMore } from './deMore.ts';
import { dePrivacy } from './dePrivacy.ts';
import { deRadar } from './deRadar.ts';
import { deRules } from './deRules.ts';
import { deRulesMore } from './deRulesMore.ts';
import { deShare } from './deShare.ts';
import { deUplift } from './deUplift.ts';
import { en } from './en.ts';
import { enAdvice } from './enAdvice.ts';
import { enExplain } from './enExplain.ts';
import { enMore } from './enMore.ts';
import { enPrivacy } from './enPrivacy.ts';
import { enRadar } from './enRadar.ts';
import { enRules } from './enRules.ts';
import { enRulesMore } from './enRulesMore.ts';
import { enShare } from './enShare.ts';
import { enUplift } from './enUplift.ts';

/** All words of one language. Keys are the same in every language: the types see to it. */
export type Texts = typeof en &
  typeof enMore &
  typeof enShare &
  typeof enPrivacy &
  typeof enRules &
  typeof enRulesMore &
  typeof enAdvice &
  typeof enRadar &
  typeof enExplain &
  typeof enUplift;

export type Language = 'en' | 'de';

const all: Record<Language, Texts> = {
  en: {
    ...en,
    ...enMore,
    ...enShare,
    ...enPrivacy,
    ...enRules,
    ...enRulesMore,
    ...enAdvice,
    ...enRadar,
    ...enExplain,
    ...enUplift,
  },
  de: {
    ...de,
    ...deMore,
    ...deShare,
    ...dePrivacy,
    ...deRules,
    ...deRulesMore,
    ...deAdvice,
    ...deRadar,
    ...deExplain,
    ...deUplift,
  },
};

/** The words of a language. */
export const textsOf = (language: Language): Texts => all[language];

/** The language a browser asks for; English when it is neither. */
export const languageFor = (tags: readonly string[]): Language =>
  tags.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'de' || tag === 'en') === 'de' ? 'de' : 'en';
