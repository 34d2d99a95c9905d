import { runCommand } from './run.ts';

// `npm run theke -- <command>`: for whoever runs a server.

process.exitCode = await runCommand(process.argv.slice(2), process.env, {
  say: (words) => console.log(words),
  complain: (words) => console.error(words),
});
