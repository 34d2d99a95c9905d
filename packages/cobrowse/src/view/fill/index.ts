export { type CoFill, type CoFillPowers, createCoFill } from './coFill.ts';
export type { Caret, OpenField } from './openField.ts';
