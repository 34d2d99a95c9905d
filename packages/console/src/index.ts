export { type ConsoleOptions, type MountedConsole, mountConsole } from './mount.tsx';
