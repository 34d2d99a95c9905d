/**
 * What an agent may try on the visitor's page. Elements are called by the recorder's ids, never by place: the page shifts.
 * Nothing here is believed: the visitor's browser looks at what stands there now, decides, and does it itself.
 */
export type Act =
  /** `rx`, `ry`: where in the element's box, 0 to 1. */
  | { kind: 'click'; node: number; rx: number; ry: number }
  /** Absolute, in CSS pixels; `node` null is the page itself. */
  | { kind: 'scroll'; node: number | null; left: number; top: number }
  /** The same site only. */
  | { kind: 'navigate'; url: string }
  | { kind: 'back' }
  | { kind: 'key'; node: number; key: ActKey }
  /** Begins filling in this field together; the outcome carries its {@link FieldState}. */
  | { kind: 'open'; node: number }
  /** Replaces `remove` characters at `start`, in the text as it was at revision `rev`. One in flight per field. */
  | { kind: 'edit'; node: number; rev: number; start: number; remove: number; text: string }
  /** The whole value of a field that has no caret: date, number, colour, range. */
  | { kind: 'put'; node: number; rev: number; text: string }
  /** Options of a select, by their place. */
  | { kind: 'pick'; node: number; rev: number; options: number[] }
  | { kind: 'tick'; node: number; rev: number; on: boolean }
  /** The agent's caret has left the field: the page hears of the change. */
  | { kind: 'leave'; node: number };

export type ActKey =
  | 'Enter'
  | 'Escape'
  | 'Tab'
  | 'ArrowUp'
  | 'ArrowDown'
  | 'ArrowLeft'
  | 'ArrowRight'
  | 'Home'
  | 'End'
  | 'PageUp'
  | 'PageDown';

/** One act, with what the agent had seen when they did it: the last chunk their view had applied. */
export interface ActTry {
  shareId: string;
  actId: string;
  act: Act;
  seen: { stream: number; seq: number };
}

/** Why an act was not done. A closed list; each has its words in the console and, where it concerns them, for the visitor. */
export type ActWhy =
  | 'notGranted'
  | 'changed' // what stands there now is not what the agent saw
  | 'covered' // something lies over it
  | 'gone' // it is not there any more
  | 'disabled'
  | 'denied' // ordering, paying, deleting, the shop's own `data-theke-deny`: shown to the visitor instead
  | 'secret' // passwords, cards, codes, files, what the shop blocks
  | 'foreign' // leads to another site
  | 'ours' // our own widget, or a consent dialog
  | 'onlyVisitor' // the browser lets only a person do this: shown to the visitor instead
  | 'busy' // the visitor is using the page right now
  | 'theirs' // the visitor writes in this field
  | 'notField'
  | 'paused'
  | 'away'; // the page is loading, or its line is lost

/**
 * What the visitor's browser found out about a target, in words without content: enough for the server to decide once more,
 * nothing that tells what the page says.
 */
export interface TargetFacts {
  /** Lower case. */
  tag: string;
  kind: 'link' | 'button' | 'field' | 'other';
  /** `type` of an input; otherwise absent. */
  type?: string;
  /** A field that may never be seen or filled in. */
  secret: boolean;
  /** Blocked by the shop, or something above it is. */
  blocked: boolean;
  /** `data-theke-deny`, or a rule of the site. */
  denied: boolean;
  /** Inside our widget, or a consent dialog. */
  ours: boolean;
  disabled: boolean;
  /** Pressing it would send a form. */
  submits: boolean;
  /** What the form it belongs to asks for: its gravest field. */
  form: 'none' | 'plain' | 'address' | 'login' | 'payment';
  /** What its name says it does, in any of the languages we know. */
  says: ('order' | 'pay' | 'delete' | 'signOut' | 'cancel')[];
  /** Where pressing it leads. */
  leads: 'nowhere' | 'here' | 'site' | 'elsewhere' | 'script' | 'download';
  /** For the record and the agent: what the shop shows of its name, else only its kind. Never a value. */
  label: string;
}

/** A field as the agent may fill it in. */
export interface FieldState {
  node: number;
  /**
   * `open`: the shop shows this field, both see what is in it. `blind`: its content stays hidden; the agent may write into it
   * while all that is in it is the agent's own.
   */
  mode: 'open' | 'blind';
  kind: 'text' | 'lines' | 'rich' | 'whole' | 'choice' | 'tick';
  rev: number;
  text: string;
  caret?: { start: number; end: number };
}

export type ActOutcome =
  | { done: true; rev?: number; field?: FieldState }
  /** `shown`: the visitor was shown the element instead. */
  | { done: false; why: ActWhy; label?: string; shown?: boolean };

/**
 * What happened in a field that is filled in together, in the order of the visitor's page, which alone decides.
 * `actId`: the agent's own edit, done; it may have been moved by what the visitor wrote before it.
 */
export type FieldNews = { shareId: string; node: number } & (
  | {
      kind: 'changed';
      rev: number;
      by: 'visitor' | 'agent' | 'page';
      actId?: string;
      start: number;
      remove: number;
      text: string;
    }
  | { kind: 'caret'; start: number; end: number }
  | { kind: 'closed'; why: ActWhy }
);
