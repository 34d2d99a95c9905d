export type { Act, ActKey, ActOutcome, ActTry, ActWhy, FieldNews, FieldState, TargetFacts } from './act.ts';
export type {
  AgentAsks,
  AgentTells,
  AgentWelcome,
  Contact,
  DeskConversation,
  Handoff,
  HistoryLine,
  Me,
  Role,
} from './agent.ts';
export { type Answer, no, type Refusal, type RefusalCode, type Reply, refusalCodes, yes } from './answer.ts';
export type { CallEnd, CallJoined, CallMedia, CallRecord, IceServer, Signal } from './call.ts';
export type {
  AgentFace,
  Author,
  ConversationEvent,
  ConversationStatus,
  Delivery,
  Draft,
  Entry,
  EntryBody,
  EntryPage,
  LegRef,
  Receipt,
  StartedVia,
  Time,
  VisitorConversation,
} from './conversation.ts';
export type { RuleGate, ToldCondition, ToldEdge, ToldValue, VisitorExplanation } from './explain.ts';
export type {
  Decision,
  DecisionReason,
  Device,
  HandInvitation,
  InvitationAnswer,
  InvitationAsk,
  InvitationSettings,
  OfferKind,
  OpenHours,
  RadarNews,
  RemovedRule,
  RuleRecord,
  RuleState,
  RuleTerms,
} from './invite.ts';
export { limits, protocolVersion } from './limits.ts';
export type { LiveAsks, LiveTells } from './live.ts';
export type { EmbeddedPage, PagePrivacy, PrivacyRule, Recording, SitePrivacy } from './privacy.ts';
export type {
  ArmSums,
  Experiment,
  ExperimentLine,
  ReportInterval,
  UpliftPlan,
  UpliftReason,
  UpliftReport,
  UpliftVerdict,
} from './report.ts';
export type {
  ActingCapability,
  Capability,
  GrantStand,
  Highlight,
  Joined,
  Lead,
  MediaStep,
  PageChunk,
  PictureGap,
  Pointer,
  Share,
  ShareEnd,
  Stroke,
} from './share.ts';
export type { Cart, CartLine, Context, IdentityClaim, Order, Page, Product } from './shop.ts';
export type { Invited, Visit } from './visit.ts';
export type { Availability, VisitorAsks, VisitorHandshake, VisitorTells, VisitorWelcome } from './visitor.ts';
export { type AskInput, type AskOutput, namespaces } from './wire.ts';
