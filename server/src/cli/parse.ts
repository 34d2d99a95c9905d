/** What stood on the command line: words first, then `--name value` pairs; a repeated name collects. */
export interface Arguments {
  words: string[];
  flags: Map<string, string[]>;
}

const withoutValue: readonly string[] = ['json', 'help', 'why', 'fail-on-diff'];

/** Reads a command line. `--json`, `--help`, `--why` and `--fail-on-diff` take no value. A flag without its value is a mistake in words. */
export function readArguments(list: readonly string[]): Arguments | { mistake: string } {
  const words: string[] = [];
  const flags = new Map<string, string[]>();
  for (let index = 0; index < list.length; index++) {
    const one = list[index]!;
    if (!one.startsWith('--')) {
      words.push(one);
      continue;
    }
    const [name, inline] = one.slice(2).split(/=(.*)/s) as [string, string | undefined];
    if (withoutValue.includes(name)) {
      flags.set(name, []);
      continue;
    }
    const value = inline ?? list[++index];
    if (value === undefined || value.startsWith('--')) return { mistake: `--${name} needs a value.` };
    flags.set(name, [...(flags.get(name) ?? []), value]);
  }
  return { words, flags };
}

/** The first flag that a command's usage does not name: misspelt, it must not quietly mean nothing. */
export const unknownFlag = (flags: Arguments['flags'], usage: string): string | undefined =>
  [...flags.keys()].find(
    (flag) => flag !== 'json' && flag !== 'help' && !new RegExp(`--${flag}(?![\\w-])`).test(usage),
  );
