import type { Store } from '../store/open.ts';

/** Values given with `--name`; `one` is the last, `all` every one. */
export interface Flags {
  one(name: string): string | undefined;
  all(name: string): string[];
}

/** What a command answers: lines for people, the same as values for programs. `bad` sets the exit code. */
export interface Outcome {
  say: string;
  value: unknown;
  bad?: boolean;
}

export interface Command {
  usage: string;
  does: string;
  run(store: Store, flags: Flags): Promise<Outcome>;
}

/** A mistake of whoever typed: told in one sentence, exit code 2. */
export class UsageMistake extends Error {}

/** The value of a flag that has to be there. */
export function need(flags: Flags, name: string): string {
  const value = flags.one(name);
  if (!value) throw new UsageMistake(`--${name} is missing.`);
  return value;
}
