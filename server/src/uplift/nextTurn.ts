/**
 * Lets everybody else be served before the next step. The embedded database answers at once and without a pause, so a long
 * computation of many questions would be one long standstill for all chats.
 */
export const nextTurn = (): Promise<void> => new Promise((done) => void setImmediate(done));
