import { readConfig } from '../config.ts';
import { openStore, StoreTrouble } from '../store/open.ts';
import { commands, type Flags, type Outcome, UsageMistake } from './commands.ts';
import { readArguments } from './parse.ts';
import { FileMistake, simulateCommand } from './simulate.ts';

const general = [
  'npm run theke -- <command> [--json]',
  '',
  ...[...Object.values(commands), simulateCommand].map((command) => `  ${command.usage}\n      ${command.does}`),
  '',
  'The database is the one the environment names (THEKE_DATA_DIR or THEKE_DATABASE_URL). A running server sees changes within a second.',
].join('\n');

/** Where a command's words go: the console, or a test's lists. */
export interface Voice {
  say(words: string): void;
  complain(words: string): void;
}

/** Runs one command line. Exit codes: 0 done, 1 failed, 2 typed wrongly. */
export async function runCommand(
  list: readonly string[],
  env: Record<string, string | undefined>,
  voice: Voice,
): Promise<number> {
  const complain = (words: string) => {
    voice.complain(words);
    return 2;
  };
  const read = readArguments(list);
  if ('mistake' in read) return complain(read.mistake);
  const { words, flags } = read;
  const given: Flags = { one: (flag) => flags.get(flag)?.at(-1), all: (flag) => flags.get(flag) ?? [] };
  if (words[0] === 'simulate') {
    // Needs files alone: no configuration, no database.
    if (flags.has('help')) voice.say(simulateCommand.help);
    else
      return perform(simulateCommand.usage, () =>
        simulateCommand.run(words.slice(1), given, (flag) => flags.has(flag)),
      );
    return 0;
  }
  const name = words.join(' ');
  const command = commands[name];
  if (!name || (flags.has('help') && !command)) {
    voice.say(general);
    return name || flags.has('help') ? 0 : 2;
  }
  if (!command) return complain(`There is no command "${name}". --help lists them.`);
  if (flags.has('help')) {
    voice.say(`npm run theke -- ${command.usage}\n${command.does}`);
    return 0;
  }
  const reading = readConfig(env);
  if (!reading.ok) return complain(reading.mistakes.join('\n'));
  return perform(command.usage, async () => {
    const store = await openStore(reading.config);
    try {
      return await command.run(store, given);
    } finally {
      await store.close();
    }
  });

  async function perform(usage: string, run: () => Promise<Outcome>): Promise<number> {
    try {
      const outcome = await run();
      voice.say(flags.has('json') ? JSON.stringify(outcome.value) : outcome.say);
      return outcome.bad ? 1 : 0;
    } catch (error) {
      if (error instanceof FileMistake) return complain(error.message);
      if (error instanceof UsageMistake) return complain(`${error.message}\nnpm run theke -- ${usage}`);
      voice.complain(error instanceof StoreTrouble ? error.message : `It failed: ${(error as Error).message}`);
      return 1;
    }
  }
}
