import { readFileSync } from 'node:fs';
import type { ActWhy } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { cardWords } from './cardWords.ts';
import { languageFor, textsOf } from './index.ts';

/** Every word with its path. */
function words(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => words(inner, `${path}.${key}`));
}

describe('texts', () => {
  it('[AC35] both languages have the same keys, and none is empty', () => {
    const english = words(textsOf('en'));
    const german = words(textsOf('de'));
    expect(german.map(([path]) => path)).toEqual(english.map(([path]) => path));
    for (const [path, word] of [...english, ...german]) {
      expect(typeof word === 'function' || (typeof word === 'string' && word.trim() !== ''), path).toBe(true);
    }
  });

  it('[AC35] nothing is shouted, and German says Sie', () => {
    for (const language of ['en', 'de'] as const) {
      for (const [path, word] of words(textsOf(language))) expect(String(word), path).not.toMatch(/!(?!=)|Oops|Ups/u);
    }
    for (const [path, word] of words(textsOf('de')))
      expect(String(word), path).not.toMatch(/\b(du|dich|dein\w*|dir)\b/iu);
  });

  it('[AC35] the browser’s first known language is taken, otherwise English', () => {
    expect(languageFor(['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(languageFor(['en-GB', 'de'])).toBe('en');
    expect(languageFor(['fr'])).toBe('en');
  });

  it('[AC155] the picture of a card has the words of the card’s own buttons', () => {
    for (const language of ['en', 'de'] as const) {
      const own = readFileSync(new URL(`../../../widget/src/texts/ways.${language}.ts`, import.meta.url), 'utf8');
      const { chat, call, share, article, notNow, never } = cardWords[language];
      const words = { chatNow: chat, callNow: call, showPage: share, readIt: article, notNow, never };
      for (const [key, word] of Object.entries(words))
        expect(own).toMatch(new RegExp(`^  ${key}: ['"]${word}['"],$`, 'mu'));
      expect(textsOf(language).ruleForm.afterDismiss).toContain(cardWords[language].notNow);
    }
  });

  it('[VW153] every reason not to act has its words in both languages', () => {
    // A record with every reason: the types fail when one is added.
    const whys: Record<ActWhy, true> = {
      notGranted: true,
      changed: true,
      covered: true,
      gone: true,
      disabled: true,
      denied: true,
      secret: true,
      foreign: true,
      ours: true,
      onlyVisitor: true,
      busy: true,
      theirs: true,
      notField: true,
      paused: true,
      away: true,
    };
    for (const language of ['en', 'de'] as const) {
      const { why } = textsOf(language);
      const said = (Object.keys(whys) as ActWhy[]).map((one) => why[one]);
      expect(new Set(said).size).toBe(said.length);
      for (const one of said) expect(one).toMatch(/\.$/);
    }
  });
});
