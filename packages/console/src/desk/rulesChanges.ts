import type { InvitationSettings } from '@theke/protocol';

const ruleParts = [
  'when',
  'offer',
  'caps',
  'cooldown',
  'hours',
  'settleMs',
  'funnel',
  'holdout',
  'priority',
  'mode',
] as const;
/** A part of a rule that people have a word for. */
export type RulePart = (typeof ruleParts)[number];

const settingsParts = [
  'on',
  'perVisit',
  'gapMs',
  'perVisitor',
  'maxWaitMs',
  'timeZone',
  'hours',
  'programme',
  'radar',
  'currency',
] as const;
export type SettingsPart = (typeof settingsParts)[number];

type RuleJson = Readonly<Record<string, unknown>>;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Which parts of a rule differ; none there counts as a rule without parts. The version alone is no difference. */
export const partsChanged = (a: RuleJson | null, b: RuleJson | null): RulePart[] =>
  ruleParts.filter((part) => !same(a?.[part], b?.[part]));

export const settingsChanged = (a: InvitationSettings, b: InvitationSettings): SettingsPart[] =>
  settingsParts.filter((part) => !same(a[part], b[part]));

/** What makes results incomparable: saving such a change begins a new experiment. */
export const beginsExperiment = (a: RuleJson | null, b: RuleJson | null): boolean =>
  a !== null && partsChanged(a, b).some((part) => part === 'when' || part === 'offer' || part === 'holdout');
