export { actOutcome, aim } from './act.ts';
export { agentSchemas } from './agent.ts';
export { visitorExplanation } from './explain.ts';
export { invitationAsk, invitationSettings, ruleId, ruleJson, skillName } from './invite.ts';
export { liveSchemas } from './live.ts';
export { privacyRule, sitePrivacy } from './privacy.ts';
export { context, order, page } from './shop.ts';
export { visitorHandshake, visitorSchemas } from './visitor.ts';
export { currency, email, id, locale, name, seq, text, url } from './words.ts';
