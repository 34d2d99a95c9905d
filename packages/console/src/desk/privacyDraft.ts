import { limits, type PrivacyRule, type SitePrivacy } from '@theke/protocol';

/** A rule while it is being written: an empty page means everywhere. `key` tells two equal rules apart on the screen. */
export interface RuleDraft {
  key: string;
  selector: string;
  page: string;
  mark: PrivacyRule['mark'];
}

/** The privacy of a site while somebody changes it. Numbers and lists are still what was typed. */
export interface PrivacyDraft {
  preset: SitePrivacy['preset'];
  rules: readonly RuleDraft[];
  capture: boolean;
  /** One origin a line. */
  frames: string;
  recording: boolean;
  recordingDays: string;
}

export type Fault =
  | { at: 'selector' | 'page'; key: string; why: 'empty' | 'long' | 'selector' | 'page' }
  | { at: 'frames'; line: string; why: 'origin' }
  | { at: 'frames'; line: ''; why: 'many' }
  | { at: 'days'; why: 'days' }
  | { at: 'rules'; why: 'many' };

const maxFrames = 20;
const maxSelectorChars = 300;

/** What is kept, as something to be changed. */
export const draftOf = (privacy: SitePrivacy): PrivacyDraft => ({
  preset: privacy.preset,
  rules: privacy.rules.map((rule, at) => ({
    key: `kept-${at}`,
    selector: rule.selector,
    page: rule.page ?? '',
    mark: rule.mark,
  })),
  capture: privacy.capture,
  frames: privacy.frames.join('\n'),
  recording: privacy.recording,
  recordingDays: String(privacy.recordingDays),
});

const framesOf = (draft: PrivacyDraft) => [
  ...new Set(
    draft.frames
      .split(/\s+/u)
      .map((line) => line.replace(/\/$/u, ''))
      .filter(Boolean),
  ),
];

const isOrigin = (text: string) => {
  try {
    return /^https?:\/\/[^/\s]{1,200}$/u.test(text) && new URL(text).origin === text.toLowerCase();
  } catch {
    return false;
  }
};

/** Everything the server would refuse, found before it is asked. `isSelector` is the browser's own opinion. */
export function faultsIn(draft: PrivacyDraft, isSelector: (text: string) => boolean): Fault[] {
  const faults: Fault[] = [];
  for (const { key, selector, page } of draft.rules) {
    const text = selector.trim();
    if (!text) faults.push({ at: 'selector', key, why: 'empty' });
    else if (text.length > maxSelectorChars) faults.push({ at: 'selector', key, why: 'long' });
    else if (!isSelector(text)) faults.push({ at: 'selector', key, why: 'selector' });
    if (page.trim() && !/^\/[^\s?#]{0,300}$/u.test(page.trim())) faults.push({ at: 'page', key, why: 'page' });
  }
  if (draft.rules.length > limits.privacyRules) faults.push({ at: 'rules', why: 'many' });
  const frames = framesOf(draft);
  for (const line of frames) if (!isOrigin(line)) faults.push({ at: 'frames', line, why: 'origin' });
  if (frames.length > maxFrames) faults.push({ at: 'frames', line: '', why: 'many' });
  const days = Number(draft.recordingDays);
  if (!Number.isInteger(days) || days < 1 || days > 365) faults.push({ at: 'days', why: 'days' });
  return faults;
}

/** What would be written; only of a draft without faults. */
export const privacyOf = (draft: PrivacyDraft, siteId: string, version: number): SitePrivacy => ({
  siteId,
  version,
  preset: draft.preset,
  rules: draft.rules.map(({ selector, page, mark }) => ({
    selector: selector.trim(),
    ...(page.trim() ? { page: page.trim() } : {}),
    mark,
  })),
  capture: draft.capture,
  frames: framesOf(draft),
  recording: draft.recording,
  recordingDays: Number(draft.recordingDays),
});

export type PrivacyPart = 'preset' | 'rules' | 'capture' | 'frames' | 'recording' | 'recordingDays';

const parts: readonly PrivacyPart[] = ['preset', 'rules', 'capture', 'frames', 'recording', 'recordingDays'];

/** Which parts of a site's privacy differ. */
export const changedParts = (a: SitePrivacy, b: SitePrivacy): PrivacyPart[] =>
  parts.filter((part) => JSON.stringify(a[part]) !== JSON.stringify(b[part]));
