import type { InvitationAnswer, InvitationAsk } from '@theke/protocol';
import { assignArm } from '@theke/uplift';
import type { AskedServer } from '../askedServer.ts';
import { comeIn } from '../people.ts';

/** The reasons for a "no" that say most about a shop, as the server calls them. */
export type Reason = 'off' | 'hours' | 'noAgent' | 'cap' | 'holdout';

const dayMs = 86_400_000;
const share = 0.9;
const hoursFrom = (days: number) => {
  const open: Record<string, [string, string][]> = {};
  for (const day of [-1, 0, 1])
    open[new Date(Date.now() + (days + day) * dayMs).toISOString().slice(0, 10)] = [['00:00', '24:00']];
  return { timeZone: 'shop' as const, open: { weekly: {}, days: open } };
};

/** A question for which exactly this is the reason. All are of one size and have every part. */
function questionFor(reason: Reason): InvitationAsk {
  return {
    ruleId: 'r1',
    version: 1,
    // Words of one length; nobody can do the second.
    skill: reason === 'noAgent' ? 'sails' : 'sales',
    terms: {
      digest: 'd',
      hours: hoursFrom(reason === 'hours' ? -100 : 0),
      caps: { perVisitor: { n: reason === 'cap' ? 0 : 9, withinMs: 1_000 } },
      holdout: { share, salt: 's', windowMs: dayMs },
    },
  };
}

/** One question of somebody who asks for the first time: how long its "no" took; null for a card, which is given back. */
export type AskOnce = (reason: Reason) => Promise<{ ms: number; body: string } | null>;

const isHeldOut = (visitorId: string) =>
  assignArm(visitorId, { salt: 'rule:r1:s:v1', holdoutShare: share }).arm === 'holdout';

/** By POST, as pages ask whose visitor has not clicked: each time from another address. */
export function byPost({ port, origin, open, shut }: AskedServer): AskOnce {
  let address = 0;
  const url = `http://127.0.0.1:${port}/api/v1/invitations/`;
  return async (reason) => {
    address += 1;
    const from = `20.${address >> 16}.${(address >> 8) & 255}.${address & 255}`;
    const headers = { 'content-type': 'application/json', origin, 'x-forwarded-for': from };
    const site = reason === 'off' ? shut : open;
    const asked = JSON.stringify({ site, ...questionFor(reason) });
    const begun = performance.now();
    const answer = await fetch(`${url}ask`, { method: 'POST', headers, body: asked });
    const body = await answer.text();
    const ms = performance.now() - begun;
    const said = JSON.parse(body) as InvitationAnswer;
    if (!said.show) return { ms, body };
    const back = JSON.stringify({ site, token: said.token, answer: 'dismissed' });
    await (await fetch(`${url}answer`, { method: 'POST', headers, body: back })).text();
    return null;
  };
}

/** By socket, as open widgets ask: each time a visitor who has just come. */
export function bySocket(server: AskedServer): AskOnce {
  return async (reason) => {
    const { line, auth } = await comeIn({ ...server, site: reason === 'off' ? server.shut : server.open, cookies: [] });
    try {
      const { visitorId } = auth as { visitorId: string };
      // Nobody knows beforehand who is held out, but we do: the others would be shown a card.
      if (reason === 'holdout' && !isHeldOut(visitorId)) return null;
      const begun = performance.now();
      const said = await line.must<InvitationAnswer>('invitation:ask', questionFor(reason));
      return { ms: performance.now() - begun, body: JSON.stringify(said) };
    } finally {
      line.close();
    }
  };
}
