/** What stands on the buttons of a card, in the card's own language: a preview shows both, whatever the console speaks. */
export const cardWords = {
  en: {
    chat: 'Chat now',
    call: 'Call now',
    share: 'Look together',
    article: 'Read it',
    notNow: 'Not now',
    never: "Don't ask again",
  },
  de: {
    chat: 'Jetzt chatten',
    call: 'Jetzt anrufen',
    share: 'Gemeinsam ansehen',
    article: 'Lesen',
    notNow: 'Nicht jetzt',
    never: 'Nicht mehr fragen',
  },
};
