/**
 * What must outlive a page load. Plain JSON. The caller keeps it (as long as consent allows) and hands it to the next engine;
 * at the start of a new visit it drops `shown` and `signals` and keeps the rest.
 */
export interface Memory {
  /** Invitations shown in this visit, by rule. */
  shown: Record<string, number>;
  /** Nothing is offered before this instant. */
  quietUntilMs: number;
  /** When each signal was last given. */
  signals: Record<string, number>;
}

export const freshMemory = (): Memory => ({ shown: {}, quietUntilMs: 0, signals: {} });
