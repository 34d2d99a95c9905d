import type { enAdvice } from './enAdvice.ts';

/** Die Wörter der Hinweise neben einer Regel, die geschrieben wird: ein Satz für alles, was nach einem Versehen aussieht. */
export const deAdvice: typeof enAdvice = {
  ruleAdvice: {
    warning: 'Warnung:',
    list: 'Warnungen',
    count: (count) => (count === 1 ? '1 Warnung' : `${count} Warnungen`),
    next: 'Zur nächsten Warnung. Sie können trotzdem speichern.',
    use: (meant) => `Stattdessen ${meant} verwenden`,
    say: {
      unknownFact: (fact) => `Keine Seite meldet ${fact}.`,
      wrongKind: {
        text: (fact) => `${fact} ist ein Text; dies passt nicht dazu.`,
        number: (fact) => `${fact} ist eine Zahl; dies passt nicht dazu.`,
        boolean: (fact) => `${fact} ist entweder wahr oder falsch; dies passt nicht dazu.`,
      },
      wrongValue: (fact, known) => `${fact} ist immer eines von diesen: ${known}.`,
      outOfRange: (fact, from, to) =>
        to === null ? `${fact} ist eine ganze Zahl ab ${from}.` : `${fact} ist eine ganze Zahl von ${from} bis ${to}.`,
      outOfCents: (fact) => `${fact} zählt ganze Cent, nie weniger als 0.`,
      wrongStart: {
        path: 'Ein Pfad beginnt mit einem Schrägstrich.',
        ids: (fact) => `In ${fact} steht vor und hinter jedem Produkt ein Leerzeichen.`,
      },
      unknownSignal: (signal) => `Keine Seite meldet von sich aus, dass ${signal} geschehen ist.`,
      noPlace: (signal) => `${signal} geschieht auf der ganzen Seite, nie an einem Formular oder Feld.`,
      unknownSkill: (skill) => `Niemand hier hat die Fähigkeit ${skill}; so wird niemand eingeladen.`,
      unknownPredicate: (name) => `Keine Seite bringt eine Bedingung namens ${name} mit.`,
      sameVariant: (id) =>
        `Es gibt noch eine Variante namens ${id}; die Ergebnisse ließen sich nicht auseinanderhalten.`,
      noSuchDay: (day) => `Den Tag ${day} gibt es nicht.`,
      neverTrue: {
        nothingInside: 'Es ist nichts darin, also gilt es nie.',
        noWindow: 'Innerhalb von keiner Zeit geschieht nichts, also gilt es nie.',
        contradicts: 'Das widerspricht einer anderen Bedingung, die zugleich gelten muss: Zusammen gelten sie nie.',
        whileTalking: 'Im Gespräch wird niemand eingeladen; so lädt die Regel niemanden ein.',
      },
      noTime: {
        plain: (kind) => `„${kind}“ für 0 s verlangt nichts.`,
        negated: (kind) => `„${kind}“ für 0 s gilt immer, das Gegenteil also nie.`,
      },
      neverInvites: {
        hours: 'Kein Tag hat Zeiten, also lädt diese Regel nie ein.',
        cap: 'Mit 0 lädt diese Regel nie ein.',
      },
    },
  },
};
