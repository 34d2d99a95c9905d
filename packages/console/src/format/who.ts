import type { Contact, Visit } from '@theke/protocol';
import type { Texts } from '../texts/index.ts';

/** What to call somebody. Nameless visitors get the end of their id, so that two of them can be told apart. */
export function nameOf(contact: Contact, texts: Texts): string {
  const name = contact.name?.trim() || contact.email?.trim();
  return name || texts.conversation.visitorNo(shortMark(contact.contactId));
}

/** The same for somebody who only looks around. */
export const visitName = (visit: Visit, texts: Texts): string =>
  visit.name?.trim() || texts.conversation.visitorNo(shortMark(visit.visitorId));

const shortMark = (id: string) => id.slice(-4).toUpperCase();

/** What an element of the page is called: its words, or else what kind of thing it is; empty for a mere box. */
export function nameOfFound(found: { label: string; tag: string }, texts: Texts): string {
  const words = found.label.startsWith(found.tag) ? found.label.slice(found.tag.length).trim() : found.label;
  return words || (texts.share.kinds[found.tag] ?? '');
}

/** Up to two letters for the round mark beside a name. */
export function initials(name: string): string {
  const words = name.split(/[\s@._-]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
