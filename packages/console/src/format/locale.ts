/** Tag for figures and dates. English here is Europe's: a day has 24 hours, the day stands before the month. */
export const localeTag = (language: string): string => (language === 'en' ? 'en-GB' : language);

/** A language as people of the console's language call it: `British English` for `en-GB`; a tag that is none stays as it is. */
export function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames(localeTag(language), { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
