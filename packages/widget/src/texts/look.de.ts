import type { LookTexts } from './look.en.ts';

const count = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`;
const of = (label: string) => (label ? `: ${label}` : '');

/** German, with Sie. */
export const de: LookTexts = {
  hiddenHere: (n) => count(n, 'verborgener Teil auf dieser Seite', 'verborgene Teile auf dieser Seite'),
  why: {
    secret: 'Immer verborgen',
    shop: 'Vom Shop verborgen',
    visitor: 'Von Ihnen verborgen',
    default: 'Wörter erscheinen als graue Blöcke',
  },
  tapToHide: 'Tippen Sie auf einen Teil der Seite, um ihn zu verbergen, noch einmal, um ihn wieder zu zeigen.',
  pickByKeys: 'Mit der Tastatur auswählen',
  part: (label, hidden) =>
    `${label}, ${hidden ? 'verborgen' : 'zu sehen'}. Eingabe ändert es, Tab geht weiter, Escape beendet.`,
  hiddenNow: (label) => `Verborgen${of(label)}`,
  shownAgain: (label) => `Nicht mehr von Ihnen verborgen${of(label)}`,
  hiddenAnyway: (label) => `Schon verborgen${of(label)}`,
  tooMuch: 'Bitte tippen Sie auf einen kleineren Teil der Seite.',
  showLarge: 'Groß zeigen',
  closeLarge: 'Schließen',
  openApart: 'In neuem Tab öffnen',
  inStep: (name) => `Läuft bei ${name} genauso`,
};
