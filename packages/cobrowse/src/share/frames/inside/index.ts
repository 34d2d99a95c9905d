export { type InsidePowers, openInside } from './inside.ts';
