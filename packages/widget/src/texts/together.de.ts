import type { TogetherTexts } from './together.en.ts';

const list = (names: readonly string[]) => new Intl.ListFormat('de').format(names);
const of = (label: string) => (label ? `: ${label}` : '');

/** German, with Sie. */
export const de: TogetherTexts = {
  claim: (name) => `${name} möchte sich verbinden`,
  claimBody: 'Jemand hat die Ziffern eingegeben, die Sie anzeigen. Sprechen Sie gerade mit dieser Person?',
  yes: 'Ja',
  no: 'Nein',
  allow: 'Erlauben',
  decline: 'Ablehnen',
  allowView: (name) => `Darf ${name} diese Seite mitsehen?`,
  viewSees: (name) =>
    `${name} sieht die Seiten dieses Shops, solange Sie teilen, und wo Ihr Mauszeiger ist, und kann auf etwas zeigen.`,
  viewNever: 'Nie zu sehen sind: Passwörter, Zahlungsdaten und was der Shop verbirgt.',
  viewRecorded: (until) =>
    `Die geteilte Ansicht wird so aufgezeichnet, wie sie zu sehen ist${until ? `, und am ${until} gelöscht` : ''}.`,
  viewStop: 'Sie können jederzeit beenden.',
  ask: {
    point: {
      title: (name) => `Darf ${name} auf etwas zeigen?`,
      does: (name) => `Der Zeiger von ${name} und gezeichnete Linien erscheinen auf Ihrer Seite.`,
      never: 'Zeigen drückt nichts und ändert nichts.',
      stop: 'Zum Beenden schalten Sie es in der Leiste aus.',
    },
    control: {
      title: (name) => `Darf ${name} klicken und scrollen?`,
      does: (name) => `${name} kann klicken, scrollen und Seiten dieses Shops öffnen. Sie sehen jeden Schritt.`,
      never: 'Bestellen, Bezahlen, Löschen, Passwörter und Kartendaten bleiben allein bei Ihnen.',
      stop: 'Ihre eigene Hand geht immer vor. Zum Beenden drücken Sie zweimal Esc oder schalten es in der Leiste aus.',
    },
    fill: {
      title: (name) => `Darf ${name} Formulare mit Ihnen ausfüllen?`,
      does: (name) => `${name} kann in Felder dieser Seite schreiben, Buchstabe für Buchstabe vor Ihren Augen.`,
      never: 'Bestellen, Bezahlen, Löschen, Passwörter und Kartendaten bleiben allein bei Ihnen.',
      stop: 'Was Sie tippen, gilt immer. Zum Beenden drücken Sie zweimal Esc oder schalten es in der Leiste aus.',
    },
  },
  thenLooks: (name) => `${name} kann dann nur noch mitsehen.`,
  sharedView: 'Geteilte Ansicht',
  sees: (names) => `${list(names)} ${names.length > 1 ? 'sehen' : 'sieht'} diese Seite mit`,
  seesToo: (name) => `${name} sieht diese Seite jetzt auch mit`,
  seesThis: (name) => `${name} sieht jetzt diesen Tab`,
  seesOther: 'Ein anderer Tab wird geteilt',
  pausedNow: 'Pausiert. Niemand sieht diese Seite.',
  recorded: 'Wird aufgezeichnet wie gesehen',
  details: 'Einzelheiten',
  mayDo: (name) => `Was ${name} darf`,
  may: { point: 'Zeigt', control: 'Klickt und scrollt', fill: 'Füllt mit Ihnen aus' },
  askFirst: (name) => `${name} kann darum bitten`,
  nowMay: {
    point: (name) => `${name} kann jetzt auf etwas zeigen`,
    control: (name) => `${name} kann jetzt klicken und scrollen. Zweimal Escape beendet das.`,
    fill: (name) => `${name} kann jetzt mit Ihnen ausfüllen. Zweimal Escape beendet das.`,
  },
  noMore: {
    point: (name) => `${name} zeigt nicht mehr`,
    control: (name) => `${name} klickt und scrollt nicht mehr`,
    fill: (name) => `${name} füllt nichts mehr aus`,
  },
  onlyLooks: (name) => `Beendet. ${name} kann jetzt nur noch mitsehen.`,
  did(name, kind, label) {
    if (kind === 'click') return `${name} hat geklickt${of(label)}`;
    if (kind === 'scroll') return `${name} hat gescrollt`;
    if (kind === 'navigate') return `${name} hat eine andere Seite geöffnet`;
    if (kind === 'back') return `${name} ist zurückgegangen`;
    if (kind === 'key') return `${name} hat eine Taste gedrückt`;
    return kind === 'edit' || kind === 'leave' ? '' : `${name} füllt aus${of(label)}`;
  },
  onlyYou: (label) => `Das können nur Sie tun${of(label)}`,
  pause: 'Pausieren',
  goOn: 'Weiter',
  follow: (name) => `${name} folgen`,
  unfollow: 'Nicht mehr folgen',
  stopSharing: 'Mitsehen beenden',
  whatSeen: 'Was ist zu sehen?',
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
