export { type Answer, createEngine, type Decision, type Engine, type EngineSetup } from './engine/engine.ts';
export type { Outcome, Place, RuleEvent } from './engine/events.ts';
export type { Inside } from './engine/inside.ts';
export type { Predicate, Predicates } from './engine/leaf.ts';
export { type Memory, nextVisit } from './engine/memory.ts';
export type { Truth } from './engine/truth.ts';
export { type BusinessHours, isOpen, type Span, type Weekday } from './hours/hours.ts';
export { capabilityFor } from './permissions/capability.ts';
export { mayAct } from './permissions/mayAct.ts';
export { saysInCode, saysOf } from './permissions/says.ts';
export { contentAttributes, shownAttributes } from './privacy/attributes.ts';
export type { ElementFacts, Verdict } from './privacy/facts.ts';
export { hasCards, hasSecrets } from './privacy/net.ts';
export { matchesPage } from './privacy/pageGlob.ts';
export { shopPreset } from './privacy/preset.ts';
export { isWhole, type RulesHere, rulesHere } from './privacy/rulesHere.ts';
export { scrubSecrets, secretSpans } from './privacy/scrub.ts';
export { isSecret } from './privacy/secret.ts';
export { shapeOf } from './privacy/shape.ts';
export { plainUrl } from './privacy/url.ts';
export { verdictFor } from './privacy/verdict.ts';
export {
  agent,
  all,
  any,
  count,
  custom,
  defineRule,
  dwell,
  fact,
  held,
  idle,
  not,
  page,
  seq,
  signalSeen,
  since,
} from './rule/build.ts';
export type { RefusalCode, RuleRefusal } from './rule/check.ts';
export type { Duration } from './rule/duration.ts';
export { ruleLimits } from './rule/limits.ts';
export type { CompareNode, DwellNode, Leaf, Node, Offer, Rule, SignalAt, Words } from './rule/nodes.ts';
export { type RuleReading, readRule } from './rule/read.ts';
export { digestOf, termsOf } from './rule/terms.ts';
export type {
  FactName,
  Facts,
  FactValue,
  PageSignal,
  SectionName,
  Sections,
  SignalName,
  Signals,
  SkillName,
  Skills,
} from './rule/vocabulary.ts';
