/** Tag for figures and dates. English here is Europe's: a day has 24 hours, the day stands before the month. */
export const localeTag = (language: string): string => (language === 'en' ? 'en-GB' : language);
