import { type Config, readConfig } from '../config.ts';
import { openStore, StoreTrouble } from '../store/open.ts';
import { commands, type Flags, type Outcome, UsageMistake } from './commands.ts';
import { general, helpFor, helpOf } from './help.ts';
import { readArguments, unknownFlag } from './parse.ts';
import { FileMistake, simulateCommand } from './simulate.ts';

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
  const asJson = list.includes('--json');
  const complain = (words: string, code = 2) => {
    voice.complain(asJson ? JSON.stringify({ error: words }) : words);
    return code;
  };
  const read = readArguments(list);
  if ('mistake' in read) return complain(read.mistake);
  const { words, flags } = read;
  const help = flags.has('help');
  const [first = ''] = words;
  const name = first === 'simulate' ? first : words.join(' ');
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;

  if (help) {
    const about = command ? helpFor(command) : first === 'simulate' ? simulateCommand.help : helpOf(first);
    if (about || !first) voice.say(about ?? general);
    return about || !first ? 0 : complain(noSuch(words));
  }
  if (!first) return complain(general);
  const { usage } = command ?? simulateCommand;
  if (!command && first !== 'simulate') return complain(noSuch(words));
  const odd = unknownFlag(flags, usage);
  if (odd) return complain(`There is no --${odd} here.\nnpm run theke -- ${usage}`);
  const given: Flags = { one: (flag) => flags.get(flag)?.at(-1), all: (flag) => flags.get(flag) ?? [] };
  // Needs files alone: no configuration, no database.
  if (!command) return perform(() => simulateCommand.run(words.slice(1), given, (flag) => flags.has(flag)));
  const reading = readConfig(env);
  if (!reading.ok) return complain(reading.mistakes.join('\n'));
  return perform(async () => {
    const store = await openStore(reading.config);
    try {
      return await command.run(store, given, addressOf(reading.config));
    } finally {
      await store.close();
    }
  });

  async function perform(run: () => Promise<Outcome>): Promise<number> {
    try {
      const outcome = await run();
      // As JSON it is part of the value.
      if (outcome.warn && !asJson) voice.complain(outcome.warn);
      voice.say(asJson ? JSON.stringify(outcome.value) : outcome.say);
      return outcome.bad ? 1 : 0;
    } catch (error) {
      if (error instanceof FileMistake) return complain(error.message);
      if (error instanceof UsageMistake) return complain(`${error.message}\nnpm run theke -- ${usage}`);
      return complain(error instanceof StoreTrouble ? error.message : `It failed: ${(error as Error).message}`, 1);
    }
  }
}

/** Where browsers reach the server that this environment belongs to. A port of 0 is known only to a server that runs. */
function addressOf({ publicUrl, port }: Config): string {
  return publicUrl ?? `http://localhost:${port || 'PORT'}`;
}

/** Says what there is instead: the commands of the same first word, or that --help lists them. */
function noSuch(words: readonly string[]): string {
  const [first = '', second = ''] = words;
  if (Object.hasOwn(commands, first))
    return `${second} is a word too many.\nnpm run theke -- ${commands[first]!.usage}`;
  const whole = commands[`${first} ${second}`];
  if (whole) return `${words[2]} is a word too many.\nnpm run theke -- ${whole.usage}`;
  return `There is no command "${words.join(' ')}". ${helpOf(first) ?? '--help lists them.'}`;
}
