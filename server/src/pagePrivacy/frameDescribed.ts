import type { EmbeddedPage } from '@theke/protocol';
import { privacyRule } from '@theke/protocol/schema';
import * as v from 'valibot';
import type { Described } from '../described/described.ts';

const texts = v.array(v.string());
const embedded = v.object({
  origins: texts,
  privacy: v.object({
    version: v.number(),
    preset: v.picklist(['none', 'shop']),
    rules: v.array(privacyRule),
    presetLists: v.optional(v.object({ show: texts, mask: texts })),
    capture: v.boolean(),
    frames: texts,
    recordedDays: v.optional(v.number()),
  }),
}) satisfies v.GenericSchema<EmbeddedPage>;

/** What pages embedded in a shop's ask, in words. */
export const frameDescribed: readonly Described[] = [
  {
    route: 'GET /frames',
    who: 'page',
    summary:
      'For pages embedded in a shop’s, of an origin the site has named: who may ask them to be shown, and what may be seen.',
    query: { site: v.string() },
    answers: { 200: { say: 'The site’s origins and marks.', body: embedded } },
    problems: { 403: ['foreignOrigin'] },
  },
];
