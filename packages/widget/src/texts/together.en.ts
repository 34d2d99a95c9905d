const count = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`;

/** Words of questions, shared view and call, in English. */
export const en = {
  claim: (name: string) => `${name} would like to connect with you`,
  claimBody: 'Somebody typed the digits you are showing. Are you talking to this person?',
  yes: 'Yes',
  no: 'No',
  allowView: (name: string) => `Allow ${name} to see this page?`,
  viewSees: 'Will be seen: the pages of this shop while you share, and where your pointer is.',
  viewNever: 'Never seen: passwords, payment details and what the shop keeps private.',
  viewStop: 'You can stop at any time.',
  allow: 'Allow',
  decline: 'Decline',
  sharedView: 'Shared view',
  sees: (name: string) => `${name} sees this page`,
  stopSharing: 'Stop sharing',
  whatSeen: 'What does the agent see?',
  seenOn:
    'Outlined parts stay hidden. Of the rest, words the shop has not released look like grey blocks to the agent.',
  hiddenHere: (n: number) => count(n, 'hidden part on this page', 'hidden parts on this page'),
  shareFailed: 'The page could not be shared. The chat goes on.',
  points: (name: string, label: string) => `${name} points to ${label}`,
  calling: (name: string) => `${name} is calling`,
  callingBody:
    'You will see each other here on the page. Your microphone is used, and your camera if you leave it ticked.',
  withCamera: 'Show my camera, too',
  accept: 'Accept',
  call: 'Call',
  hangUp: 'Hang up',
  mute: 'Mute',
  camera: 'Camera',
  callLinking: 'Connecting…',
  callAway: 'Their page is loading…',
  callWeak: 'The line is weak. The picture pauses, the sound goes on.',
  callElsewhere: 'The call is open in another tab.',
  callFailed: 'The call could not be connected. The chat goes on.',
  micDenied: 'The browser does not allow the microphone. Allow it beside the address, then try again.',
  micMissing: 'No microphone or camera was found. You can still listen, and write.',
  micBusy: 'Another program is using the microphone or camera.',
  micInsecure: 'Calls need a page served by https.',
  theirPicture: (name: string) => `Picture of ${name}`,
  ownPicture: 'Your own picture',
};

export type TogetherTexts = typeof en;
