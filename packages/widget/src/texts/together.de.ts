import type { TogetherTexts } from './together.en.ts';

const count = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`;

/** German, with Sie. */
export const de: TogetherTexts = {
  claim: (name) => `${name} möchte sich verbinden`,
  claimBody: 'Jemand hat die Ziffern eingegeben, die Sie anzeigen. Sprechen Sie gerade mit dieser Person?',
  yes: 'Ja',
  no: 'Nein',
  allowView: (name) => `Darf ${name} diese Seite mitsehen?`,
  viewSees: 'Zu sehen sind: die Seiten dieses Shops, solange Sie teilen, und wo Ihr Mauszeiger ist.',
  viewNever: 'Nie zu sehen sind: Passwörter, Zahlungsdaten und was der Shop verbirgt.',
  viewStop: 'Sie können jederzeit beenden.',
  allow: 'Erlauben',
  decline: 'Ablehnen',
  sharedView: 'Geteilte Ansicht',
  sees: (name) => `${name} sieht diese Seite mit`,
  stopSharing: 'Mitsehen beenden',
  whatSeen: 'Was ist zu sehen?',
  seenOn: 'Umrandete Teile bleiben verborgen. Wörter, die der Shop nicht freigegeben hat, erscheinen als graue Blöcke.',
  hiddenHere: (n) => count(n, 'verborgener Teil auf dieser Seite', 'verborgene Teile auf dieser Seite'),
  shareFailed: 'Die Seite konnte nicht geteilt werden. Der Chat geht weiter.',
  points: (name, label) => `${name} zeigt auf ${label}`,
  calling: (name) => `${name} ruft an`,
  callingBody:
    'Sie sehen sich hier auf der Seite. Ihr Mikrofon wird benutzt und, wenn das Häkchen bleibt, Ihre Kamera.',
  withCamera: 'Auch meine Kamera zeigen',
  accept: 'Annehmen',
  call: 'Anruf',
  hangUp: 'Auflegen',
  mute: 'Stumm',
  camera: 'Kamera',
  callLinking: 'Verbindung wird hergestellt …',
  callAway: 'Die andere Seite lädt …',
  callWeak: 'Die Verbindung ist schwach. Das Bild pausiert, der Ton läuft weiter.',
  callElsewhere: 'Der Anruf läuft in einem anderen Tab.',
  callFailed: 'Der Anruf kam nicht zustande. Der Chat geht weiter.',
  micDenied:
    'Der Browser erlaubt das Mikrofon nicht. Erlauben Sie es neben der Adresse und versuchen Sie es noch einmal.',
  micMissing: 'Kein Mikrofon und keine Kamera gefunden. Sie können zuhören und schreiben.',
  micBusy: 'Ein anderes Programm benutzt gerade Mikrofon oder Kamera.',
  micInsecure: 'Anrufe brauchen eine Seite mit https.',
  theirPicture: (name) => `Bild von ${name}`,
  ownPicture: 'Ihr eigenes Bild',
};
