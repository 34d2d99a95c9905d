const list = (names: readonly string[]) => new Intl.ListFormat('en-GB').format(names);
const of = (label: string) => (label ? `: ${label}` : '');

/** Words of questions, shared view and call, in English. */
export const en = {
  claim: (name: string) => `${name} would like to connect with you`,
  claimBody: 'Somebody typed the digits you are showing. Are you talking to this person?',
  yes: 'Yes',
  no: 'No',
  allow: 'Allow',
  decline: 'Decline',
  allowView: (name: string) => `Allow ${name} to see this page?`,
  viewSees: (name: string) =>
    `${name} sees the pages of this shop while you share, and where your pointer is, and can point at things.`,
  viewNever: 'Never seen: passwords, payment details and what the shop keeps private.',
  viewRecorded: (until: string) =>
    `The shared view is recorded just as ${until ? `it is seen, and deleted on ${until}` : 'it is seen'}.`,
  viewStop: 'You can stop at any time.',
  ask: {
    point: {
      title: (name: string) => `Allow ${name} to point at things?`,
      does: (name: string) => `${name}’s pointer and drawn lines appear on your page.`,
      never: 'Pointing presses nothing and changes nothing.',
      stop: 'To stop, switch it off in the bar.',
    },
    control: {
      title: (name: string) => `Allow ${name} to click and scroll?`,
      does: (name: string) => `${name} can press things, scroll and open pages of this shop. You see every step.`,
      never: 'Ordering, paying, deleting, passwords and card data stay yours alone.',
      stop: 'Your own hand always comes first. To stop, press Esc twice or switch it off in the bar.',
    },
    fill: {
      title: (name: string) => `Allow ${name} to fill in forms with you?`,
      does: (name: string) => `${name} can write into fields of this page, letter by letter before your eyes.`,
      never: 'Ordering, paying, deleting, passwords and card data stay yours alone.',
      stop: 'What you type always counts. To stop, press Esc twice or switch it off in the bar.',
    },
  },
  thenLooks: (name: string) => `${name} can then only look.`,
  sharedView: 'Shared view',
  sees: (names: readonly string[]) => `${list(names)} ${names.length > 1 ? 'see' : 'sees'} this page`,
  seesToo: (name: string) => `${name} sees this page, too`,
  seesThis: (name: string) => `${name} now sees this tab`,
  seesOther: 'Another tab is being shared',
  pausedNow: 'Paused. Nobody sees this page.',
  recorded: 'Recorded as it is seen',
  details: 'Details',
  mayDo: (name: string) => `What ${name} may do`,
  may: { point: 'Points', control: 'Clicks and scrolls', fill: 'Fills in with you' },
  askFirst: (name: string) => `${name} can ask for this`,
  nowMay: {
    point: (name: string) => `${name} can point at things now`,
    control: (name: string) => `${name} can click and scroll now. Press Escape twice to stop that.`,
    fill: (name: string) => `${name} can fill in forms with you now. Press Escape twice to stop that.`,
  },
  noMore: {
    point: (name: string) => `${name} no longer points`,
    control: (name: string) => `${name} no longer clicks and scrolls`,
    fill: (name: string) => `${name} no longer fills in`,
  },
  onlyLooks: (name: string) => `Stopped. ${name} can only look now.`,
  did(name: string, kind: string, label: string): string {
    if (kind === 'click') return `${name} clicked${of(label)}`;
    if (kind === 'scroll') return `${name} scrolled`;
    if (kind === 'navigate') return `${name} opened another page`;
    if (kind === 'back') return `${name} went back`;
    if (kind === 'key') return `${name} pressed a key`;
    return kind === 'edit' || kind === 'leave' ? '' : `${name} fills in${of(label)}`;
  },
  onlyYou: (label: string) => `Only you can do this${of(label)}`,
  pause: 'Pause',
  goOn: 'Go on',
  follow: (name: string) => `Follow ${name}`,
  unfollow: 'Stop following',
  stopSharing: 'Stop sharing',
  whatSeen: 'What does the agent see?',
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
