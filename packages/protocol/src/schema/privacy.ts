import * as v from 'valibot';
import { limits } from '../limits.ts';
import { id, seq } from './words.ts';

export const privacyRule = v.object({
  selector: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300)),
  page: v.optional(v.pipe(v.string(), v.regex(/^\/[^\s?#]{0,300}$/))),
  mark: v.picklist(['show', 'mask', 'block', 'deny']),
});

export const sitePrivacy = v.object({
  siteId: id,
  version: seq,
  preset: v.picklist(['none', 'shop']),
  rules: v.pipe(v.array(privacyRule), v.maxLength(limits.privacyRules)),
  capture: v.boolean(),
  frames: v.pipe(v.array(v.pipe(v.string(), v.regex(/^https?:\/\/[^/\s]{1,200}$/))), v.maxLength(20)),
  recording: v.boolean(),
  recordingDays: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365)),
});
