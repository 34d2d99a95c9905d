import { type Command, commands } from './commands.ts';
import { simulateCommand } from './simulate.ts';

type Told = Pick<Command, 'usage' | 'does'>;

const every: readonly Told[] = [...Object.values(commands), simulateCommand];
const lines = (list: readonly Told[]) => list.map(({ usage, does }) => `  ${usage}\n      ${does}`);

const closing = [
  '',
  '--json answers with one line of JSON, mistakes too. Exit codes: 0 done, 1 failed, 2 typed wrongly.',
  'The database is the one the environment names (THEKE_DATA_DIR or THEKE_DATABASE_URL). A running server sees changes within a second.',
];

/** What can be typed, all of it. */
export const general = ['npm run theke -- <command> [--json] [--help]', '', ...lines(every), ...closing].join('\n');

/** What can be typed after this word; undefined when nothing begins with it. */
export function helpOf(word: string): string | undefined {
  const fits = every.filter(({ usage }) => usage.split(' ')[0] === word);
  return fits.length > 0 ? [`npm run theke -- ${word} …`, '', ...lines(fits), ...closing].join('\n') : undefined;
}

/** About one command. */
export const helpFor = ({ usage, does }: Told): string =>
  [`npm run theke -- ${usage} [--json]`, '', does, ...closing].join('\n');
