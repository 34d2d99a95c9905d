import type { Predicates } from '../engine/leaf.ts';
import type { BusinessHours } from '../hours/hours.ts';
import type { Agents } from './agents.ts';

/** Bounds for all invitations of a site, as the server keeps them. */
export interface SimulatedSettings {
  /** False: nobody is invited, whatever the rules say. */
  on?: boolean;
  /** Between two invitations of one visitor. Default 5 minutes. */
  gapMs?: number;
  /** Default three in seven days. */
  perVisitor?: { n: number; withinMs: number };
  /** The shop's own hours. Default: always. */
  hours?: BusinessHours | null;
  /** Visitors whom no rule invites. Default: nobody. */
  programme?: { share: number; salt: string };
}

export interface SimulateOptions {
  /** Who is there, with times of the journey. Default `always`. */
  agents?: Agents;
  predicates?: Predicates;
  /** Invitations by all rules together in this visit. Default 1. */
  perVisit?: number;
  settings?: SimulatedSettings;
  /** When the journey begins, for hours; epoch milliseconds. Default Tuesday, 6 January 2026, 10:00 in Berlin. */
  startsAtMs?: number;
  /** The shop's IANA zone. Default `Europe/Berlin`. */
  timeZone?: string;
  /** The visitor's IANA zone. Default: what the fact `visit.timeZone` says, else the shop's. */
  visitorTimeZone?: string;
  /** Who the visitor is: decides the arm of a hold-out. Default `visitor-` and the seed. */
  unit?: string;
  seed?: number;
  /** Place in [0, 1) of a visitor for one salt: `bucket` of `@theke/uplift`. Without it nobody is held out. */
  assign?: (unit: string, salt: string) => number;
  /** How long a card stays up that nobody answers. Default 45 s, as on the server. */
  cardMs?: number;
}

/** Tuesday, 6 January 2026, 10:00 in Berlin: a fixed instant, so that a simulation is the same on every day. */
export const someTuesdayMs = Date.UTC(2026, 0, 6, 9);
