import type { Explanation } from '@theke/rules/explain';

type Gate = NonNullable<Explanation['gate']>;

/** What the overlay says, to the shop's developer. */
export interface OverlayWords {
  title: string;
  close: string;
  none: string;
  now: string;
  edges: string;
  states: Record<Explanation['state'], string>;
  gates: Record<Gate, string>;
  values: { true: string; false: string; unknown: string };
  holdsIn: (time: string) => string;
  never: string;
  gateOpens: (time: string) => string;
  losesTo: (ruleId: string) => string;
  missing: string;
  server: string;
  noPredicate: string;
  tooSlow: string;
  have: (have: string, need: string) => string;
}

export const en: OverlayWords = {
  title: 'Rules on this page',
  close: 'Close',
  none: 'No rule has been added to this page.',
  now: 'Would ask now',
  edges: 'What happened last',
  states: {
    off: 'off',
    waiting: 'waits for its conditions',
    held: 'true, but held back',
    ready: 'ready',
    asking: 'asks the server',
    showing: 'its card is up',
  },
  gates: {
    mode: 'the rule is switched off',
    consent: "the visitor's consent is missing; nothing is asked before it",
    visible: 'the page is not in sight',
    conversation: 'a conversation is open',
    showing: 'a card is up',
    asking: 'another rule is asking',
    elsewhere: 'a card is up in another tab',
    perVisit: 'this visit has had its invitation',
    cap: 'this rule has been shown as often as it may',
    quiet: 'a cool-down runs',
    funnel: 'a later step of the shop goes first',
    settle: 'waits a moment for a higher rule',
    backoff: 'the server said no; it is asked again later (why, the console tells)',
    edge: 'has been shown; must be false once before it may again',
  },
  values: { true: 'true', false: 'false', unknown: 'unknown' },
  holdsIn: (time) => `holds in ${time} if nothing else happens`,
  never: 'will not hold by waiting alone',
  gateOpens: (time) => `opens in ${time}`,
  losesTo: (ruleId) => `${ruleId} goes first`,
  missing: 'Needed to come true',
  server: 'asked only when all else is true',
  noPredicate: 'no such predicate has been registered',
  tooSlow: 'switched off, because it took more than 10 ms twice',
  have: (have, need) => `has ${have}, needs ${need}`,
};

export const de: OverlayWords = {
  title: 'Regeln auf dieser Seite',
  close: 'Schließen',
  none: 'Dieser Seite wurde keine Regel hinzugefügt.',
  now: 'Würde jetzt fragen',
  edges: 'Was zuletzt geschah',
  states: {
    off: 'aus',
    waiting: 'wartet auf ihre Bedingungen',
    held: 'wahr, aber zurückgehalten',
    ready: 'bereit',
    asking: 'fragt den Server',
    showing: 'ihre Karte ist zu sehen',
  },
  gates: {
    mode: 'die Regel ist ausgeschaltet',
    consent: 'die Einwilligung der Person fehlt; vorher wird nichts gefragt',
    visible: 'die Seite ist nicht zu sehen',
    conversation: 'ein Gespräch ist offen',
    showing: 'eine Karte ist zu sehen',
    asking: 'eine andere Regel fragt gerade',
    elsewhere: 'in einem anderen Tab ist eine Karte zu sehen',
    perVisit: 'dieser Besuch hatte seine Einladung',
    cap: 'diese Regel wurde so oft gezeigt, wie sie darf',
    quiet: 'eine Ruhezeit läuft',
    funnel: 'ein späterer Schritt des Kaufs geht vor',
    settle: 'wartet kurz auf eine höhere Regel',
    backoff: 'der Server sagte nein; später wird wieder gefragt (warum, sagt die Konsole)',
    edge: 'wurde gezeigt; muss einmal falsch werden, bevor sie es wieder darf',
  },
  values: { true: 'wahr', false: 'falsch', unknown: 'unbekannt' },
  holdsIn: (time) => `gilt in ${time}, wenn sonst nichts geschieht`,
  never: 'wird durch Warten allein nicht wahr',
  gateOpens: (time) => `öffnet in ${time}`,
  losesTo: (ruleId) => `${ruleId} geht vor`,
  missing: 'Fehlt, damit sie gilt',
  server: 'gefragt, erst wenn alles andere wahr ist',
  noPredicate: 'ein solches Prädikat ist nicht angemeldet',
  tooSlow: 'abgeschaltet, weil es zweimal länger als 10 ms gebraucht hat',
  have: (have, need) => `hat ${have}, braucht ${need}`,
};
