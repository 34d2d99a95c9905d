import { createHash } from 'node:crypto';
import { createId } from '@theke/kit';
import type { Address, InboundMessage } from '../channels/adapter.ts';
import type { Powers } from '../powers.ts';
import type { ChannelsTable } from '../store/tables.ts';

/** Who writes again so soon after the end is kept for the agent who knows the matter … */
const ownerDaysMs = 7 * 24 * 60 * 60_000;
/** … for so long; then anybody may take it. */
const ownerWaitMs = 60_000;

type TakePowers = Pick<Powers, 'db' | 'now' | 'conversations' | 'counters'>;

/**
 * Puts one message where it belongs: same thread, same conversation; otherwise a new one for the same contact.
 * Doing it twice is harmless. Knows nothing of channels beyond the row it is given.
 */
export function createTaker(powers: TakePowers) {
  const { db } = powers;

  /** One message has one id on its channel; ours is made of it, so that the database forbids doubles. */
  const clientIdOf = (message: InboundMessage) =>
    `in_${createHash('sha256').update(message.externalId).digest('base64url').slice(0, 32)}`;

  const isKnown = async (channel: ChannelsTable, clientId: string) =>
    (await db
      .selectFrom('entries')
      .innerJoin('legs', 'legs.id', 'entries.leg_id')
      .select('entries.id')
      .where('legs.channel_id', '=', channel.id)
      .where('entries.client_id', '=', clientId)
      .executeTakeFirst()) !== undefined;

  /** By the channel's own address of the person only. What else it says about them links nobody. */
  async function contactFor(channel: ChannelsTable, message: InboundMessage): Promise<string> {
    const [own, ...claimed] = message.from;
    const now = powers.now();
    const known = await db
      .selectFrom('identities')
      .select('contact_id')
      .where('site_id', '=', channel.site_id)
      .where('kind', '=', own!.kind)
      .where('value', '=', own!.value)
      // What somebody only claimed to be gives nobody their past.
      .where('assurance', '!=', 'claimed')
      .executeTakeFirst();
    if (known) return known.contact_id;
    return db.transaction().execute(async (tx) => {
      const contactId = createId('con', now);
      await tx
        .insertInto('contacts')
        .values({
          id: contactId,
          site_id: channel.site_id,
          name: message.fromName ?? null,
          email: claimed.find((one) => one.kind === 'email')?.value ?? null,
          note: null,
          verified: 0,
          created_at: now,
        })
        .execute();
      const identity = ({ kind, value }: Address, assurance: string) => ({
        id: createId('idn', now),
        site_id: channel.site_id,
        kind,
        value,
        contact_id: contactId,
        assurance,
        created_at: now,
      });
      await tx
        .insertInto('identities')
        .values(identity(own!, 'observed'))
        .onConflict((row) =>
          row.columns(['site_id', 'kind', 'value']).doUpdateSet({ contact_id: contactId, assurance: 'observed' }),
        )
        .execute();
      for (const address of claimed)
        await tx
          .insertInto('identities')
          .values(identity(address, 'claimed'))
          .onConflict((row) => row.columns(['site_id', 'kind', 'value']).doNothing())
          .execute();
      return contactId;
    });
  }

  const newestLeg = (channel: ChannelsTable, threadKey: string) =>
    db
      .selectFrom('legs')
      .innerJoin('conversations', 'conversations.id', 'legs.conversation_id')
      .select([
        'legs.id',
        'legs.conversation_id',
        'legs.visibility',
        'conversations.status',
        'conversations.agent_id',
        'conversations.ended_at',
      ])
      .where('legs.channel_id', '=', channel.id)
      .where('legs.thread_key', '=', threadKey)
      .orderBy('legs.created_at', 'desc')
      .orderBy('legs.id', 'desc')
      .limit(1)
      .executeTakeFirst();

  async function placeFor(channel: ChannelsTable, message: InboundMessage) {
    const leg = await newestLeg(channel, message.threadKey);
    if (leg && leg.status !== 'ended') return leg;
    const now = powers.now();
    const recent = leg?.agent_id && (leg.ended_at ?? 0) > now - ownerDaysMs;
    await powers.conversations.create({
      siteId: channel.site_id,
      contactId: await contactFor(channel, message),
      visitorId: null,
      via: 'channel',
      skill: channel.skill ?? undefined,
      leg: {
        kind: channel.kind,
        channelId: channel.id,
        threadKey: message.threadKey,
        visibility: message.visibility,
      },
      ...(recent ? { reservedFor: { agentId: leg.agent_id!, untilAt: now + ownerWaitMs } } : {}),
    });
    return (await newestLeg(channel, message.threadKey))!;
  }

  return async function take(channel: ChannelsTable, message: InboundMessage): Promise<void> {
    const clientId = clientIdOf(message);
    if (await isKnown(channel, clientId)) {
      powers.counters.count('theke_channel_doubled_total', { kind: channel.kind });
      return;
    }
    const leg = await placeFor(channel, message);
    const isPublic = message.visibility === 'public';
    const permalink = message.permalink ? { permalink: message.permalink } : {};
    const added = await powers.conversations.addEntry({
      conversationId: leg.conversation_id,
      authorKey: 'contact',
      authorName: message.fromName,
      clientId,
      legId: leg.id,
      body: isPublic ? { type: 'post', text: message.text, ...permalink } : { type: 'text', text: message.text },
      at: message.sentAt,
    });
    if (!added.ok) throw new Error(`the message was refused: ${added.refusal.code}`);
    await db
      .updateTable('legs')
      // Once public, a thread proves nothing about who reads it.
      .set({ last_inbound_at: powers.now(), ...(isPublic ? { visibility: 'public' } : {}) })
      .where('id', '=', leg.id)
      .execute();
    // A new conversation was told before its first words: whoever looks at the queue wants to read them.
    await powers.conversations.changed(leg.conversation_id);
  };
}
