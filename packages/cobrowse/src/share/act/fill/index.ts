export { createFill, type Fill, type FillPowers } from './fill.ts';
