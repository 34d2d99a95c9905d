import * as v from 'valibot';
import type { Described } from '../described/described.ts';
import { contactChange } from './contactRoutes.ts';
import { identity } from './shapes/conversation.ts';
import { strings, time } from './shapes/words.ts';

const contact = v.pipe(
  v.object({
    ...strings('contactId', 'siteId'),
    name: v.nullable(v.string()),
    email: v.nullable(v.string()),
    note: v.nullable(v.string()),
    verified: v.boolean(),
    createdAt: time,
    identities: v.array(identity),
  }),
  v.title('Contact'),
);

/** `/contacts`, in words. */
export const contactDescribed: readonly Described[] = [
  {
    route: 'GET /contacts/:id',
    who: { key: 'contacts:read' },
    summary: 'A contact with its identities.',
    answers: { 200: { say: 'The contact.', body: contact } },
    problems: { 404: ['notFound'] },
  },
  {
    route: 'PATCH /contacts/:id',
    who: { key: 'contacts:write' },
    summary: 'Changes name, e-mail or note; null clears, what is not named stays.',
    body: { schema: contactChange },
    answers: { 200: { say: 'As it is kept now.', body: contact } },
    problems: { 404: ['notFound'] },
  },
];
