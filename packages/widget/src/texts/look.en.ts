const count = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`;
const of = (label: string) => (label ? `: ${label}` : '');

/** Words of what the agent sees and of what they show, in English. */
export const en = {
  hiddenHere: (n: number) => count(n, 'hidden part on this page', 'hidden parts on this page'),
  why: {
    secret: 'Always hidden',
    shop: 'Hidden by the shop',
    visitor: 'Hidden by you',
    default: 'Words look like grey blocks',
  },
  tapToHide: 'Tap any part of the page to hide it, tap again to show it.',
  pickByKeys: 'Choose a part by keyboard',
  part: (label: string, hidden: boolean) =>
    `${label}, ${hidden ? 'hidden' : 'can be seen'}. Enter changes it, Tab goes on, Escape ends.`,
  hiddenNow: (label: string) => `Hidden${of(label)}`,
  shownAgain: (label: string) => `No longer hidden by you${of(label)}`,
  hiddenAnyway: (label: string) => `Hidden already${of(label)}`,
  tooMuch: 'Please tap a smaller part of the page.',
  showLarge: 'Show large',
  closeLarge: 'Close',
  openApart: 'Open in a new tab',
  inStep: (name: string) => `Plays in step with ${name}`,
};

export type LookTexts = typeof en;
