import { type Answer, type Joined, type LiveAsks, no, yes } from '@theke/protocol';
import type { Actor, Handlers, Powers } from '../powers.ts';
import type { Acts } from './acts/acts.ts';
import type { Fields } from './acts/fields.ts';
import { byHand } from './byHand.ts';
import type { Lane } from './lane/lane.ts';
import type { Signs } from './lane/signs.ts';
import { grantsOf, type ShareRows } from './share/shareRows.ts';
import type { Watchers } from './share/watchers.ts';
import type { Turns } from './turns.ts';

interface Parts {
  rows: ShareRows;
  watchers: Watchers;
  lane: Lane;
  signs: Signs;
  acts: Acts;
  fields: Fields;
  turns: Turns;
}

/** A pointer at thirty a second from each side, and what else moves as fast. */
const moves = { perSecond: 65, burst: 130 };
/** All kinds of acts together; each kind has a pace of its own within. */
const acting = { perSecond: 60, burst: 120 };

/** Events of the live lane have no answer; the gate drops this. */
const nothing = yes(undefined as never);

/** The live lane's events, each with its pace. Decisions are in lane, signs and acts. */
export function liveAsks(
  { rows, watchers, lane, signs, acts, fields, turns }: Parts,
  powers: Pick<Powers, 'conversations' | 'siteOrigins'>,
): Handlers<Actor, LiveAsks> {
  async function join(who: Actor, shareId: string): Promise<Answer<Joined>> {
    const known = await rows.find(shareId);
    if (!known) return no('notFound');
    // In its turn: a share that is just being ended is not joined behind the back of the cut.
    return turns(known.conversation_id, async () => {
      const row = (await rows.find(shareId)) ?? known;
      const may = who.kind === 'visitor' ? row.visitor_id === who.visitorId : await mayJoin(row, who.agentId);
      if (!may) return no('notFound');
      if (row.phase !== 'on') return no(row.phase === 'ended' ? 'gone' : 'notGranted');
      const siteId = (await powers.conversations.find(row.conversation_id))?.site_id ?? '';
      const site = { siteId, origins: await powers.siteOrigins(siteId) };
      return yes(lane.join(row, site, grantsOf(row), who));
    });
  }
  /** The share's own agent hears whether it is on; others, whom nobody has let in, not even that there is one. */
  const mayJoin = async (row: Parameters<Watchers['mayView']>[0], agentId: string) =>
    row.agent_id === agentId || (await watchers.mayView(row, agentId));

  return {
    'share:join': { pace: byHand, run: (who, { shareId }) => join(who, shareId) },
    // One after the other: a chunk is looked into before the next one of its stream.
    'page:chunk': {
      pace: { perSecond: 70, burst: 150 },
      inOrder: true,
      run: (who, chunk) => lane.chunk(chunk, who.socketId),
    },
    'picture:want': {
      pace: { perSecond: 2, burst: 6 },
      run(who, { shareId }) {
        const place = lane.place(shareId);
        const view = place?.views.get(who.socketId);
        if (place && view) lane.want(place, view);
        return nothing;
      },
    },
    'page:front': {
      pace: { perSecond: 2, burst: 20 },
      run(who, { shareId, on }) {
        lane.front(shareId, who.socketId, on);
        return nothing;
      },
    },
    'pointer:move': { pace: moves, run: (who, pointer) => signs.point(pointer, who) },
    'highlight:set': { pace: { perSecond: 20, burst: 40 }, run: (who, highlight) => signs.highlight(highlight, who) },
    'stroke:draw': { pace: moves, run: (who, stroke) => signs.stroke(stroke, who) },
    'lead:scroll': { pace: moves, run: (who, lead) => signs.lead(lead, who) },
    'follow:set': { pace: { perSecond: 2, burst: 20 }, run: (who, follow) => signs.follow(follow, who) },
    'media:step': { pace: { perSecond: 5, burst: 20 }, run: (who, step) => signs.media(step, who) },
    'act:try': { pace: acting, run: (who, wish) => acts.try(wish, who) },
    'field:tell': {
      pace: acting,
      run(who, news) {
        const place = lane.place(news.shareId);
        if (place?.visitorSocket === who.socketId) fields.told(place, news);
        return nothing;
      },
    },
    'share:pulse': { pace: { perSecond: 2, burst: 6 }, run: (who, { shareId }) => acts.pulse(shareId, who) },
  };
}
