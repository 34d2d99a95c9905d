import type { InvitationAnswer, InvitationAsk } from '@theke/protocol';
import { createBuckets } from '../gate/bucket.ts';
import { networkOf } from '../handoff/guard.ts';
import type { Powers } from '../powers.ts';
import { pageOf } from './arms.ts';
import type { DayNames } from './dayUnit.ts';
import type { Asker } from './decide.ts';
import { writeDecision } from './decisions.ts';
import type { From } from './met.ts';
import { isPublic } from './publicAddress.ts';
import { unitOf } from './units.ts';

// A page asks once for each rule that has become true, and after a no not before 30 s have passed.
/** One visitor with an id: a few rules in a few tabs. */
const eachVisitor = { perSecond: 0.2, burst: 12 };
/** One kind of browser behind one address. Phones of one make call themselves alike, so with a mobile carrier that may be half of those behind it. */
const eachBrowser = { perSecond: 1, burst: 60 };
/**
 * One network. Of a thousand visitors behind five addresses of a carrier two hundred share each, and a rule may come true for
 * all of them in the minute after the newsletter. A question is a few milliseconds of work, so one network takes some hundredths of a server.
 */
const eachNetwork = { perSecond: 5, burst: 300 };
/** So often the refusals of one network are written down. */
const eachTrace = { perSecond: 1 / 60, burst: 1 };
/** Of what a browser says it is: made-up names of many thousand characters would fill the memory. */
const nameChars = 200;
/** Answers whose time is remembered. */
const timesKept = 64;

type Ask = (asker: Asker, wish: InvitationAsk) => Promise<InvitationAnswer>;

/**
 * Refuses what is asked too often, before it costs anything: with the same no as any other, after as long as a recent no took.
 * The first of a network in a minute is written down for the people of the shop, all are counted. Several servers refuse each
 * for itself.
 */
export function paced(
  powers: Pick<Powers, 'db' | 'now' | 'after' | 'counters'> & {
    config: { paceFactor: number };
    namesOf(asker: Asker): Promise<DayNames>;
    /** Where a visitor with an id has said hello from. */
    fromOf(visitorId: string): From | null;
    /** Never set back. */
    elapsed?(): number;
  },
  ask: Ask,
): Ask {
  const { db, after, counters, config, elapsed = () => performance.now() } = powers;
  const pace = ({ perSecond, burst }: typeof eachTrace) =>
    createBuckets({ perSecond: perSecond * config.paceFactor, burst: burst * config.paceFactor }, elapsed);
  const [visitors, browsers, networks] = [pace(eachVisitor), pace(eachBrowser), pace(eachNetwork)];
  const traces = createBuckets(eachTrace, elapsed);
  const times: number[] = [];
  let [next, told] = [0, 0];

  /** Who has asked too often. The narrower first: one wild page uses nothing up for its neighbours. */
  function tooOften({ siteId, visitorId }: Asker, from: From, network: string) {
    if (visitorId !== null && visitors.take(`${siteId} ${visitorId}`) > 0) return 'visitor';
    // Where the address says nothing, a kind of browser is everybody's.
    const isSomebodys = visitorId === null && !from.hidden && isPublic(network);
    if (isSomebodys && browsers.take(`${siteId} ${network} ${from.userAgent.slice(0, nameChars)}`) > 0)
      return 'browser';
    return network !== '' && networks.take(`${siteId} ${network}`) > 0 ? 'network' : null;
  }

  async function trace(asker: Asker, { ruleId, version, page }: InvitationAsk): Promise<void> {
    const { siteId, visitorId } = asker;
    const { today } = await powers.namesOf(asker);
    await writeDecision(db, {
      ...{ siteId, ruleId, version, reason: 'tooOften', at: powers.now(), page: pageOf({ page }), token: null },
      who: unitOf(visitorId, today),
    });
  }

  return async (asker, wish) => {
    const { siteId, visitorId, ip = '', userAgent = '', hidden = false } = asker;
    const from = (visitorId === null ? null : powers.fromOf(visitorId)) ?? { ip, userAgent, hidden };
    const network = networkOf(from.ip);
    const beganMs = elapsed();
    const by = tooOften(asker, from, network);
    if (by === null) {
      const answer = await ask(asker, wish);
      if (!answer.show) times[next++ % timesKept] = elapsed() - beganMs;
      return answer;
    }
    counters.count('theke_invitations_too_often_total', { by });
    const isFirst = traces.take(`${siteId} ${network || visitorId}`) === 0;
    if (isFirst) await trace(asker, wish);
    const restMs = (times[told++ % Math.max(1, times.length)] ?? 0) - (elapsed() - beganMs);
    // A timer takes whole milliseconds; cut off, they would tell.
    if (restMs > 0) await new Promise<void>((done) => void after(Math.round(restMs), done));
    return { show: false };
  };
}
