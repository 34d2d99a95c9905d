/** Stands for the visitor of a card that was asked for by nobody in particular: whoever holds the token has the card. */
export const anyone = 'anyone';

const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;

/** A card stands this long, and so long an agent is kept for it. */
export const shownMs = 45_000;
/** After "yes", until the conversation has begun. */
export const acceptedMs = 60_000;
/** What counts as one visit where a hold-out is concerned. */
export const visitMs = 30 * minuteMs;
/** Silence after "not now", for every rule … */
export const dismissedMs = dayMs;
/** … and of a rule that nobody reacted to; both unless the rule says otherwise. */
export const ignoredMs = 60 * minuteMs;
/** Agents are everybody's: decisions of all sites wait for each other. */
export const turnOfInvitations = 'invitations';
