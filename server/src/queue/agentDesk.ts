import { type AgentAsks, type AgentWelcome, type Role, type Visit, yes } from '@theke/protocol';
import { meOf } from '../auth/agents.ts';
import { can } from '../auth/can.ts';
import type { AgentActor, Conversations, Db, Handlers, Tellers } from '../powers.ts';
import type { Desks } from './desks.ts';
import { thingOf } from './thing.ts';

/** More than a desk can show; the rest is in reports. */
const maxConversations = 500;
const maxVisits = 500;

/** The console's first word and its switch. */
export function agentDesk(powers: {
  db: Db;
  conversations: Conversations;
  desks: Desks;
  tell: Tellers;
  visits(): Visit[];
  now(): number;
}): Handlers<AgentActor, AgentAsks> {
  const { db, conversations, desks, tell } = powers;

  async function welcome(who: AgentActor): Promise<AgentWelcome> {
    const row = await db.selectFrom('agents').selectAll().where('id', '=', who.agentId).executeTakeFirstOrThrow();
    const oversees = (row.role as Role) !== 'agent';
    const open = await db
      .selectFrom('conversations')
      .selectAll()
      .where('status', '!=', 'ended')
      .$if(!oversees, (q) => q.where((e) => e.or([e('status', '=', 'waiting'), e('agent_id', '=', who.agentId)])))
      .orderBy('started_at')
      .limit(maxConversations)
      .execute();
    const seen = open.filter((one) => can(who, 'conversation:see', thingOf(one, powers.now())));
    return {
      me: meOf(row),
      available: row.available === 1,
      conversations: await Promise.all(seen.map((one) => conversations.deskView(one))),
      visits: powers.visits().slice(-maxVisits),
      serverAt: powers.now(),
    };
  }

  return {
    'desk:hello': { run: async (who) => yes(await welcome(who)) },
    'agent:available': {
      async run(who, { on }) {
        await desks.setAvailable(who.agentId, on);
        tell.agent(who.agentId)('agent:availableChanged', { available: on });
        return yes(undefined);
      },
    },
    'line:alive': { pace: { perSecond: 2, burst: 10 }, run: () => yes(undefined) },
  };
}
