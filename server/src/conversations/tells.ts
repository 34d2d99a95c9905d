import type { Log } from '@theke/kit';
import type { Conversations, Db, Tellers } from '../powers.ts';
import type { ConversationsTable, EntriesTable } from '../store/tables.ts';
import { deskView, type ViewPowers, visitorView } from './views.ts';
import { entryOf } from './wire.ts';

type OnEntry = Parameters<Conversations['onEntry']>[0];

/**
 * Telling screens what has been committed. Entries go out in order and one turn of the event loop later,
 * so that the sender's own answer is on its way first.
 */
export function createTells(
  powers: ViewPowers & { db: Db; tell: Tellers; log: Log; whoSees(row: ConversationsTable): string[] },
) {
  const { tell, log } = powers;
  const onEntry = new Set<OnEntry>();
  let due: (() => void)[] = [];

  function later(fn: () => void) {
    due.push(fn);
    if (due.length > 1) return;
    setImmediate(() => {
      const now = due;
      due = [];
      for (const run of now) {
        try {
          run();
        } catch (error) {
          log.error('a tell failed', { error: String(error) });
        }
      }
    });
  }

  function tellEntry(row: EntriesTable, conversation: ConversationsTable, leg: ReturnType<typeof entryOf>['leg']) {
    const added = { entry: entryOf(row, leg), headSeq: conversation.head_seq };
    if (conversation.visitor_id) tell.visitor(conversation.visitor_id)('entry:added', added);
    tell.desk(conversation)('entry:added', added);
  }

  /** Runs of `changed` for one conversation never overlap; what comes in between is one more run at the end. */
  const running = new Map<string, { again: boolean; done: Promise<void> }>();

  async function tellChanged(conversationId: string) {
    const row = await powers.db
      .selectFrom('conversations')
      .selectAll()
      .where('id', '=', conversationId)
      .executeTakeFirst();
    if (!row) return;
    tell.desk(row)('conversation:changed', await deskView(row, powers));
    if (row.visitor_id) tell.visitor(row.visitor_id)('conversation:changed', await visitorView(row, powers));
  }

  function changed(conversationId: string): Promise<void> {
    const present = running.get(conversationId);
    if (present) {
      present.again = true;
      return present.done;
    }
    const run = { again: true, done: Promise.resolve() };
    running.set(conversationId, run);
    run.done = (async () => {
      try {
        while (run.again) {
          run.again = false;
          await tellChanged(conversationId);
        }
      } finally {
        running.delete(conversationId);
      }
    })();
    return run.done;
  }

  return {
    onEntry,
    async entry(row: EntriesTable, conversation: ConversationsTable) {
      const leg = await powers.legs.ref(powers.db, row.leg_id);
      later(() => {
        tellEntry(row, conversation, leg);
        for (const fn of onEntry) fn(row, conversation);
        // Desks hold no thread of what still waits; its card shows the newest words.
        if (conversation.status === 'waiting')
          changed(conversation.id).catch((error: unknown) => log.error('a tell failed', { error: String(error) }));
      });
    },
    /** The same entry once more, because something about it changed; nobody counts it as new. */
    async again(row: EntriesTable, conversation: ConversationsTable) {
      const leg = await powers.legs.ref(powers.db, row.leg_id);
      later(() => tellEntry(row, conversation, leg));
    },
    changed,
    /** Desks that saw it before and do not any more. */
    gone(before: ConversationsTable, after: ConversationsTable) {
      const still = new Set(powers.whoSees(after));
      for (const agentId of powers.whoSees(before)) {
        if (!still.has(agentId)) tell.agent(agentId)('conversation:gone', { conversationId: after.id });
      }
    },
  };
}

export type Tells = ReturnType<typeof createTells>;
