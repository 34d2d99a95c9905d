import type { Visit } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { startTestDesk } from '../testing/desk.ts';
import { radarVisit } from '../testing/radarScene.ts';
import { dueAt, nextRuleMs, radarOf, stableOrder, tellingRules, wholeRadar } from './radar.ts';

const nowMs = 1_000_000;
const ids = (visits: readonly Visit[]) => visits.map((visit) => visit.visitorId);
const of = (id: string, more: Partial<Visit>) =>
  radarVisit(1, nowMs, { visitorId: id, rules: [], visitSinceAt: nowMs, ...more });

describe('the radar', () => {
  it('[IN282] a rule’s time runs from when the page told, in the server’s time', () => {
    const visit = of('a', { rulesAt: nowMs - 10_000, rules: [{ ruleId: 'help', state: 'waiting', inMs: 51_000 }] });
    expect(dueAt(visit, visit.rules![0]!)).toBe(nowMs + 41_000);
    expect(nextRuleMs(visit, nowMs)).toBe(41_000);
    expect(nextRuleMs(visit, nowMs + 90_000)).toBe(0);
    expect(nextRuleMs(of('b', {}), nowMs)).toBe(Number.POSITIVE_INFINITY);
  });

  it('[IN282] what is shown or ready comes before what is still to come; what waits for nobody knows what is left out', () => {
    const visit = of('a', {
      rulesAt: nowMs,
      rules: [
        { ruleId: 'late', state: 'waiting', inMs: 60_000 },
        { ruleId: 'open', state: 'waiting' },
        { ruleId: 'off', state: 'off' },
        { ruleId: 'soon', state: 'held', inMs: 5_000 },
        { ruleId: 'now', state: 'ready' },
        { ruleId: 'card', state: 'showing' },
      ],
    });
    expect(tellingRules(visit).map((rule) => rule.ruleId)).toEqual(['card', 'now', 'soon', 'late']);
  });

  it('[IN283] filters: words, cart, returning, a rule near, who can be invited, type of page', () => {
    const all = [
      of('vis_cart', { context: { cart: { valueCents: 500 } }, conversationId: 'c' }),
      of('vis_back', { page: { url: 'https://s.example/cart', title: 'Your cart', type: 'cart' } }),
      of('vis_near', { rulesAt: nowMs, rules: [{ ruleId: 'help', state: 'waiting', inMs: 30_000 }], online: false }),
      of('vis_far', { rulesAt: nowMs, rules: [{ ruleId: 'help', state: 'waiting', inMs: 90_000 }] }),
    ].map((visit) => ({ ...visit, returning: visit.visitorId === 'vis_back' }));
    const found = (more: Partial<typeof wholeRadar>) => ids(radarOf(all, { ...wholeRadar, ...more }, nowMs)).sort();
    expect(found({ only: 'cart' })).toEqual(['vis_cart']);
    expect(found({ only: 'returning' })).toEqual(['vis_back']);
    expect(found({ only: 'firing' })).toEqual(['vis_near']);
    expect(found({ only: 'free' })).toEqual(['vis_back', 'vis_far']);
    expect(found({ pageType: 'cart' })).toEqual(['vis_back']);
    expect(found({ text: ' YOUR C' })).toEqual(['vis_back']);
    expect(found({ text: 'help' })).toEqual(['vis_far', 'vis_near']);
    expect(found({ text: 'nothing' })).toEqual([]);
  });

  it('[IN283] orders: longest here, largest cart, next rule; equals by how long they are here', () => {
    const all = [
      of('new', { visitSinceAt: nowMs - 1, context: { cart: { valueCents: 900 } } }),
      of('old', { visitSinceAt: nowMs - 9, rulesAt: nowMs, rules: [{ ruleId: 'r', state: 'waiting', inMs: 9 }] }),
      of('mid', { visitSinceAt: nowMs - 5, context: { cart: { valueCents: 900 } } }),
    ];
    const sorted = (sort: 'longest' | 'cart' | 'next') => ids(radarOf(all, { ...wholeRadar, sort }, nowMs));
    expect(sorted('longest')).toEqual(['old', 'mid', 'new']);
    expect(sorted('cart')).toEqual(['mid', 'new', 'old']);
    expect(sorted('next')).toEqual(['old', 'mid', 'new']);
  });

  it('[IN284] rows keep their places: newcomers join the end, who is gone leaves', () => {
    expect(stableOrder(['b', 'a', 'c'], ['a', 'b', 'd'])).toEqual(['b', 'a', 'd']);
    expect(stableOrder([], ['a', 'b'])).toEqual(['a', 'b']);
  });

  it('[IN285] news of visitors are gathered: the first at once, the rest a quarter of a second later and together', async () => {
    const { desk, server, clock } = await startTestDesk();
    let drawn = 0;
    const undo = desk.state.subscribe(() => {
      drawn += 1;
    });
    drawn = 0;
    for (let no = 0; no < 20; no++) server.line.arrive('visit:changed', radarVisit(no, clock.now()));
    expect(drawn).toBe(1);
    expect(desk.state.value.visits.has('vis_r0000')).toBe(true);
    server.line.arrive('visit:changed', radarVisit(5, clock.now(), { name: 'Newest' }));
    server.line.arrive('visit:gone', { visitorId: 'vis_r0007' });
    clock.advance(250);
    expect(desk.state.value.visits.get('vis_r0005')?.name).toBe('Newest');
    expect(desk.state.value.visits.has('vis_r0007')).toBe(false);
    expect(drawn).toBe(3);
    undo();
    desk.close();
  });

  it('[IN286] an invitation by hand says whom, for which skill and in whose words; a no is told as what it is', async () => {
    const { desk, server } = await startTestDesk();
    const wish = { visitorId: 'vis_k3t8', skill: 'sales', text: 'Hello' };
    expect(await desk.rules.invite(wish)).toEqual({ type: 'sent', expiresInMs: 120_000 });
    expect(server.rules.invitations).toEqual([wish]);
    server.line.refuseNext('invitation:send', 'nobody');
    expect(await desk.rules.invite(wish)).toEqual({ type: 'refused', code: 'nobody' });
  });
});
