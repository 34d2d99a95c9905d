import { readConfig } from '../config.ts';
import { openStore, StoreTrouble } from '../store/open.ts';
import { commands, type Flags, UsageMistake } from './commands.ts';
import { readArguments } from './parse.ts';

// `npm run theke -- <command>`: for whoever runs a server. Exit codes: 0 done, 1 failed, 2 typed wrongly.

const general = [
  'npm run theke -- <command> [--json]',
  '',
  ...Object.values(commands).map((command) => `  ${command.usage}\n      ${command.does}`),
  '',
  'The database is the one the environment names (THEKE_DATA_DIR or THEKE_DATABASE_URL). A running server sees changes within a second.',
].join('\n');

process.exitCode = await run(process.argv.slice(2));

async function run(list: readonly string[]): Promise<number> {
  const read = readArguments(list);
  if ('mistake' in read) return complain(read.mistake);
  const { words, flags } = read;
  const name = words.join(' ');
  const command = commands[name];
  if (!name || (flags.has('help') && !command)) {
    console.log(general);
    return name || flags.has('help') ? 0 : 2;
  }
  if (!command) return complain(`There is no command "${name}". --help lists them.`);
  if (flags.has('help')) {
    console.log(`npm run theke -- ${command.usage}\n${command.does}`);
    return 0;
  }
  const reading = readConfig();
  if (!reading.ok) return complain(reading.mistakes.join('\n'));
  try {
    const store = await openStore(reading.config);
    try {
      const given: Flags = { one: (flag) => flags.get(flag)?.at(-1), all: (flag) => flags.get(flag) ?? [] };
      const outcome = await command.run(store, given);
      console.log(flags.has('json') ? JSON.stringify(outcome.value) : outcome.say);
      return outcome.bad ? 1 : 0;
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof UsageMistake) return complain(`${error.message}\nnpm run theke -- ${command.usage}`);
    console.error(error instanceof StoreTrouble ? error.message : `It failed: ${(error as Error).message}`);
    return 1;
  }
}

function complain(words: string): number {
  console.error(words);
  return 2;
}
