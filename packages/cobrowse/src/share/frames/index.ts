export { createForeign, type ForeignPowers, originOf } from './foreign.ts';
