export type {
  CommandError,
  CommandName,
  Commands,
  IdentityProof,
  Listener,
  QueuedCall,
  ThekeFunction,
} from './api/commands.ts';
export type { EventName, WidgetEvent, WidgetEvents } from './api/events.ts';
export type { BootOptions, Consent, ConsentMode, OpenOptions, Theme, WidgetState } from './api/options.ts';
export { type ThekeMethods, theke } from './api/theke.ts';
