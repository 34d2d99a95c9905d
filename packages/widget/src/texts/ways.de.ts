import type { WaysTexts } from './ways.en.ts';

/** German, with Sie. */
export const de: WaysTexts = {
  invitation: 'Einladung',
  chatNow: 'Jetzt chatten',
  notNow: 'Nicht jetzt',
  never: 'Nicht mehr fragen',
  leaveTitle: 'Nachricht hinterlassen',
  leaveBody: 'Wir antworten per E-Mail.',
  leaveName: 'Name (freiwillig)',
  email: 'E-Mail',
  emailWrong: 'Geben Sie eine E-Mail-Adresse an, damit wir antworten können.',
  messageMissing: 'Schreiben Sie ein paar Worte, damit wir wissen, worum es geht.',
  codeTitle: 'Gespräch fortsetzen',
  codeHint: 'Geben Sie den Code ein, den Sie bekommen haben.',
  sessionCode: 'Sitzungscode',
  continue: 'Weiter',
  codeWrong: 'Dieser Code gilt nicht mehr. Bitten Sie um einen neuen oder schreiben Sie uns hier.',
  back: 'Zurück',
  showTitle: 'Ihr Code für das Telefon',
  showHint: 'Lesen Sie diese Ziffern am Telefon vor. Damit werden Sie beide hier verbunden.',
  validUntil: (time) => `Gültig bis ${time}`,
  showFailed: 'Gerade gibt es keinen Code. Bitte versuchen Sie es gleich noch einmal.',
  handoffTitle: 'Gespräch hier fortsetzen?',
  handoffBody: 'Ihr Link führt zu der Person, mit der Sie geschrieben haben, und zu allem, was bisher gesagt wurde.',
  notMe: 'Nicht ich',
  handoffFailed: 'Dieser Link gilt nicht mehr. Schreiben Sie uns hier, wir finden Ihr Gespräch.',
};
