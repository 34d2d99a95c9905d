export type { Advice, AdviceSay, AdviseOptions, FactKind } from './advice.ts';
export { advise } from './advise.ts';
export { type SaidAdvice, saidOf, sayAdvice } from './english.ts';
export { pageFacts, pageSignals } from './known.ts';
