export { createLine, type Line, type LinePowers, type LineState } from './line.ts';
export { createOutbox, type Outbox, type OutboxPowers, type Outgoing, type OutgoingState } from './outbox.ts';
