export { createWays } from '../ways/ways.ts';
