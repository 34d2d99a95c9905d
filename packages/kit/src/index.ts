export { type Backoff, createBackoff } from './backoff.ts';
export { type Cleanup, createCleanup } from './cleanup.ts';
export { type Clock, type FakeClock, fakeClock, systemClock } from './clock.ts';
export { createEmitter, type Emitter } from './emitter.ts';
export { createId, createSecret } from './id.ts';
export { type Log, silentLog } from './log.ts';
export { type KeyStore, memoryStore, webStore } from './store.ts';
