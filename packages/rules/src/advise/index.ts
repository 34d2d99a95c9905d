export type { Advice, AdviceSay, AdviseOptions, FactKind } from './advice.ts';
export { advise } from './advise.ts';
export { sayAdvice } from './english.ts';
