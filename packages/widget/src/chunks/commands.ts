export { runCommand } from '../invite/commands.ts';
