/** What stands on the buttons of a card, in the card's own language: a preview shows both, whatever the console speaks. */
export const cardWords = {
  en: { chat: 'Chat now', call: 'Call now', share: 'Show my page', article: 'Read it', notNow: 'Not now' },
  de: {
    chat: 'Jetzt chatten',
    call: 'Jetzt sprechen',
    share: 'Meine Seite zeigen',
    article: 'Lesen',
    notNow: 'Jetzt nicht',
  },
};
