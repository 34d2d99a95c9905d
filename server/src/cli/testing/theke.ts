import { runCommand } from '../run.ts';

/** The command line over this data folder: runs what was typed, and gives what it said and its exit code. */
export const typedAt =
  (dataDir: string) =>
  async (...list: string[]): Promise<{ code: number; out: string; err: string }> => {
    const said = { out: '', err: '' };
    const code = await runCommand(
      list,
      { THEKE_DATA_DIR: dataDir },
      {
        say: (words) => {
          said.out += words;
        },
        complain: (words) => {
          said.err += words;
        },
      },
    );
    return { code, ...said };
  };
