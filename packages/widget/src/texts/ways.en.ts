/** Words of codes, links and the away form, in English. */
export const en = {
  invitation: 'Invitation',
  chatNow: 'Chat now',
  notNow: 'Not now',
  never: "Don't ask again",
  leaveTitle: 'Leave a message',
  leaveBody: 'We answer by e-mail.',
  leaveName: 'Name (optional)',
  email: 'E-mail',
  emailWrong: 'Enter an e-mail address, so that we can answer.',
  messageMissing: 'Write a few words, so that we know what it is about.',
  codeTitle: 'Continue a conversation',
  codeHint: 'Enter the code you were given.',
  sessionCode: 'Session code',
  continue: 'Continue',
  codeWrong: 'This code does not work any more. Ask for a new one, or write to us here.',
  back: 'Back',
  showTitle: 'Your code for the phone',
  showHint: 'Read these digits to the person on the phone. They connect the two of you here.',
  validUntil: (time: string) => `Valid until ${time}`,
  showFailed: 'There is no code right now. Please try again in a moment.',
  handoffTitle: 'Continue your conversation here?',
  handoffBody: 'Your link leads to the person you have been writing with, and to everything said so far.',
  notMe: 'Not me',
  handoffFailed: 'This link does not work any more. Write to us here, and we will find your conversation.',
};

export type WaysTexts = typeof en;
