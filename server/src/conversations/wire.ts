import type { Author, Delivery, Entry, EntryBody, LegRef } from '@theke/protocol';
import type { EntriesTable } from '../store/tables.ts';

/** Who wrote it, from the half of the idempotency key that says so. Never from what a client claimed. */
export function authorOf(row: Pick<EntriesTable, 'author_key' | 'author_name'>): Author {
  if (row.author_key === 'visitor') return { kind: 'visitor' };
  if (row.author_key === 'contact') return { kind: 'contact', ...(row.author_name ? { name: row.author_name } : {}) };
  if (row.author_key.startsWith('agent:')) {
    return { kind: 'agent', agentId: row.author_key.slice('agent:'.length), name: row.author_name ?? '' };
  }
  return { kind: 'system' };
}

/** An entry as screens get it. */
export function entryOf(row: EntriesTable, leg: LegRef): Entry {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    seq: row.seq,
    at: row.at,
    author: authorOf(row),
    leg,
    ...(row.client_id ? { clientId: row.client_id } : {}),
    body: JSON.parse(row.body) as EntryBody,
    ...(row.delivery ? { delivery: row.delivery as Delivery } : {}),
  };
}

const previewChars = 140;

/** What a list shows of an entry; null when the entry is no news. */
export function previewOf(body: EntryBody): string | null {
  if (body.type === 'event') return null;
  const text = 'text' in body ? body.text : body.title;
  return [...text.replace(/\s+/g, ' ').trim()].slice(0, previewChars).join('');
}
