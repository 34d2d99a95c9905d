import { type Answer, no, protocolVersion, type Refusal, yes } from '@theke/protocol';
import { visitorHandshake } from '@theke/protocol/schema';
import * as v from 'valibot';
import { readSessionCookie } from '../auth/cookie.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { Config } from '../config.ts';
import type { Actor, AgentActor, VisitorActor, Visitors } from '../powers.ts';
import type { Site, Sites } from '../sites/sites.ts';
import { createBuckets } from './bucket.ts';
import { addressOf, isOwnOrigin, originOf } from './origins.ts';
import type { Strikes } from './strikes.ts';

/** What a handshake tells about itself. */
export interface Handshake {
  auth: unknown;
  headers: import('node:http').IncomingHttpHeaders;
  address: string;
}

/** A visitor that has passed, and what the first welcome must carry. */
export interface AdmittedVisitor {
  actor: VisitorActor;
  visitorToken: string;
  site: Site;
  /** Network and browser it came from, and whether a proxy says to have passed it on; kept as long as the socket and no longer. */
  from: { address: string; userAgent: string; forwarded: boolean };
}

/** Who may open which namespace. Everything here happens before the first event can arrive. */
export interface Doors {
  visitor(handshake: Handshake, socketId: string): Promise<Answer<AdmittedVisitor>>;
  agent(handshake: Handshake, socketId: string): Promise<Answer<AgentActor>>;
  live(handshake: Handshake, socketId: string): Promise<Answer<Actor>>;
  /** Before anything of Socket.IO runs, for polling and WebSocket alike. */
  origin(headers: Handshake['headers']): Promise<boolean>;
}

/** A refused handshake as Socket.IO carries it: the widget and the console read `data`. */
export function refusalError(refusal: Refusal): Error {
  return Object.assign(new Error(refusal.code), { data: refusal });
}

export function createDoors(powers: {
  config: Config;
  sites: Sites;
  sessions: Sessions;
  visitors: Visitors;
  strikes: Strikes;
  elapsed(): number;
}): Doors {
  const { config, sites, sessions, visitors, strikes } = powers;
  const perMinute = config.newVisitorsPerMinute;
  const newcomers = createBuckets({ perSecond: perMinute / 60, burst: perMinute }, powers.elapsed);

  const stayAway = (key: string) => {
    const retryInMs = strikes.awayMs(key);
    return retryInMs > 0 ? no('tooOften', { retryInMs }) : null;
  };

  async function readVisitor({ auth, headers }: Handshake) {
    const parsed = v.safeParse(visitorHandshake, auth, { abortEarly: true });
    if (!parsed.success) return no('malformed', { detail: v.getDotPath(parsed.issues[0]) ?? 'auth' });
    if (Math.trunc(parsed.output.protocol) !== protocolVersion) return no('tooOld');
    const site = await sites.find(parsed.output.site);
    if (!site) return no('unknownSite');
    const origin = originOf(headers);
    if (origin === null || !site.origins.includes(origin)) return no('foreignOrigin');
    return yes({ site, given: parsed.output });
  }

  const doors: Doors = {
    async visitor(handshake, socketId) {
      const read = await readVisitor(handshake);
      if (!read.ok) return read;
      const { site, given } = read.value;
      const base = { kind: 'visitor' as const, siteId: site.id, socketId, tabId: given.tabId };
      const from = {
        address: addressOf(handshake.headers, handshake.address, config.proxies),
        userAgent: handshake.headers['user-agent'] ?? '',
        forwarded: handshake.headers['x-forwarded-for'] !== undefined,
      };
      if (given.visitorId && given.visitorToken) {
        const known = await visitors.prove(site.id, given.visitorId, given.visitorToken);
        const away = known && stayAway(known.visitorId);
        if (away) return away;
        if (known) return yes({ actor: { ...base, ...known }, visitorToken: given.visitorToken, site, from });
      }
      // Also for a proof that does not hold (an erased visitor, a restored backup): a stranger is greeted as one.
      const retryInMs = newcomers.take(from.address);
      if (retryInMs > 0) return no('tooOften', { retryInMs });
      const { visitorId, visitorToken, contactId } = await visitors.create(site.id);
      return yes({ actor: { ...base, visitorId, contactId }, visitorToken, site, from });
    },
    async agent({ headers }, socketId) {
      const origin = originOf(headers);
      if (origin !== null && !isOwnOrigin(origin, headers, config)) return no('foreignOrigin');
      const actor = await sessions.find(readSessionCookie(config, headers.cookie));
      if (!actor) return no('signedOut');
      return stayAway(actor.session) ?? yes({ ...actor, socketId });
    },
    async live(handshake, socketId) {
      const auth = handshake.auth as { role?: unknown } | null;
      if (auth?.role === 'agent') return doors.agent(handshake, socketId);
      const read = await readVisitor(handshake);
      if (!read.ok) return read;
      const { site, given } = read.value;
      const known =
        given.visitorId && given.visitorToken
          ? await visitors.prove(site.id, given.visitorId, given.visitorToken)
          : null;
      if (!known) return no('signedOut');
      return (
        stayAway(known.visitorId) ?? yes({ kind: 'visitor', siteId: site.id, socketId, tabId: given.tabId, ...known })
      );
    },
    async origin(headers) {
      // Absent: a program or a same-origin request; the namespace decides with what it knows then.
      if (headers.origin === undefined) return true;
      return isOwnOrigin(headers.origin, headers, config) || (await sites.knowsOrigin(headers.origin));
    },
  };
  return doors;
}
