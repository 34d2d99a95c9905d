import type { CommandError } from './commands.ts';

/** Makes the Error a command rejects with. */
export const commandError = (code: string, message: string): CommandError =>
  Object.assign(new Error(`Theke: ${message}`), { code });
