export { type DeviceEnv, type Devices, type MediaTrouble, openDevices, readTrouble } from './devices.ts';
export { type CallMemory, callMemory, type RememberedCall } from './memory.ts';
export { type CallEvent, type CallState, type EndReason, isLinked, nextCall } from './nextCall.ts';
export { type CallPowers, type CallSession, createCall } from './session.ts';
export type { Quality } from './vitals.ts';
