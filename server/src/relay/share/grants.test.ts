import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actingCapabilities,
  askedForMs,
  firstGrants,
  type GrantEvent,
  type Grants,
  mayNot,
  nextGrants,
} from './grants.ts';

const after = (...events: GrantEvent[]) => events.reduce(nextGrants, firstGrants('anna'));
const ask = (capability: 'point' | 'control' | 'fill', agentId = 'anna', atMs = 0): GrantEvent => ({
  type: 'asked',
  agentId,
  capability,
  atMs,
});
const answer = (capability: 'point' | 'control' | 'fill', allow = true, agentId = 'anna'): GrantEvent => ({
  type: 'answered',
  agentId,
  capability,
  allow,
});

const capability = fc.constantFrom(...actingCapabilities);
const agentId = fc.constantFrom('anna', 'ben', 'eva');
const event: fc.Arbitrary<GrantEvent> = fc.oneof(
  fc.record({ type: fc.constant('asked' as const), agentId, capability, atMs: fc.nat(100_000) }),
  fc.record({ type: fc.constant('answered' as const), agentId, capability, allow: fc.boolean() }),
  fc.record({ type: fc.constant('withdrawn' as const), capability }),
  fc.record({ type: fc.constant('released' as const), agentId, capability }),
  fc.record({ type: fc.constant('expired' as const), nowMs: fc.nat(200_000) }),
  fc.constant<GrantEvent>({ type: 'rested' }),
  fc.record({ type: fc.constant('left' as const), agentId, owner: fc.constant('anna') }),
  fc.record({ type: fc.constant('paused' as const), on: fc.boolean() }),
);
const onSet = (grants: Grants) =>
  actingCapabilities.filter((one) => grants.stands[one] === 'on').map((one) => `${grants.actor} ${one}`);

describe('grants', () => {
  it('[SH200] whatever happens, nothing becomes on but by the visitor’s yes to a question that is open', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let grants = firstGrants('anna');
        for (const one of events) {
          const next = nextGrants(grants, one);
          const fresh = onSet(next).filter((held) => !onSet(grants).includes(held));
          // Pointing goes along with the acting to whom it is handed, or back to.
          const gained = fresh.filter((held) => !held.endsWith('point') || next.actor === grants.actor);
          if (gained.length > 0) {
            expect(one).toMatchObject({ type: 'answered', allow: true });
            const wished = one as GrantEvent & { type: 'answered' };
            const open =
              (grants.actor === wished.agentId && grants.stands[wished.capability] === 'asked') ||
              (grants.handover?.agentId === wished.agentId && grants.handover.capability === wished.capability);
            expect(open).toBe(true);
            expect(gained).toEqual([`${wished.agentId} ${wished.capability}`]);
          }
          grants = next;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('[SH200] a yes to no question, to another agent’s or to a withdrawn one gives nothing', () => {
    expect(after(answer('control')).stands.control).toBe('off');
    expect(after(ask('control'), answer('fill')).stands).toEqual({ point: 'on', control: 'asked', fill: 'off' });
    expect(after(ask('control'), answer('control', true, 'ben')).stands.control).toBe('asked');
    expect(after(ask('control'), { type: 'withdrawn', capability: 'control' }, answer('control')).stands.control).toBe(
      'off',
    );
    const released: GrantEvent = { type: 'released', agentId: 'anna', capability: 'control' };
    expect(after(ask('control'), released, answer('control')).stands.control).toBe('off');
  });

  it('[SH201] control and filling in are asked, given and taken back each by itself', () => {
    const both = after(ask('control'), answer('control'), ask('fill'), answer('fill'));
    expect(both.stands).toEqual({ point: 'on', control: 'on', fill: 'on' });
    expect(nextGrants(both, { type: 'withdrawn', capability: 'control' }).stands).toEqual({
      point: 'on',
      control: 'off',
      fill: 'on',
    });
    expect(nextGrants(both, { type: 'withdrawn', capability: 'point' }).stands).toEqual({
      point: 'off',
      control: 'on',
      fill: 'on',
    });
    expect(mayNot(both, 'anna', 'fill')).toBeNull();
    expect(mayNot(both, 'ben', 'fill')).toBe('notGranted');
    expect(mayNot(nextGrants(both, { type: 'paused', on: true }), 'anna', 'fill')).toBe('paused');
    expect(nextGrants(both, { type: 'rested' }).stands).toEqual({ point: 'on', control: 'off', fill: 'off' });
  });

  it('[SH202] a question nobody answers is over after a minute; a refusal stands until asked anew', () => {
    const asked = after(ask('control', 'anna', 1_000), ask('fill', 'anna', 30_000));
    const expired = nextGrants(asked, { type: 'expired', nowMs: 1_000 + askedForMs });
    expect(expired.stands).toMatchObject({ control: 'off', fill: 'asked' });
    expect(nextGrants(asked, { type: 'expired', nowMs: askedForMs })).toBe(asked);
    // A clock that was set back years keeps no question.
    expect(nextGrants(asked, { type: 'expired', nowMs: -1e12 }).stands.control).toBe('off');
    const refused = after(ask('control'), answer('control', false));
    expect(refused.stands.control).toBe('refused');
    expect(nextGrants(refused, answer('control'))).toBe(refused);
    expect(nextGrants(refused, { type: 'released', agentId: 'anna', capability: 'control' })).toBe(refused);
    expect(nextGrants(refused, { type: 'expired', nowMs: 1e9 })).toBe(refused);
    expect(nextGrants(refused, ask('control')).stands.control).toBe('asked');
  });

  it('[SH203] a yes to another viewer hands the acting over, and what the one before held ends', () => {
    const anna = after(ask('control'), answer('control'), ask('fill'), answer('fill'));
    const asked = nextGrants(anna, ask('control', 'ben'));
    expect(asked.stands).toEqual(anna.stands);
    expect(nextGrants(asked, answer('control', false, 'ben'))).toEqual(anna);
    // Eva's question waits for its turn; the visitor's yes to Ben is not hers.
    expect(nextGrants(asked, ask('fill', 'eva'))).toBe(asked);
    expect(nextGrants(asked, answer('control', true, 'eva'))).toBe(asked);
    const ben = nextGrants(asked, answer('control', true, 'ben'));
    expect(ben).toMatchObject({ actor: 'ben', handover: null, stands: { point: 'on', control: 'on', fill: 'off' } });
    expect(mayNot(ben, 'anna', 'control')).toBe('notGranted');
    expect(nextGrants(ben, { type: 'left', agentId: 'ben', owner: 'anna' })).toMatchObject({
      actor: 'anna',
      stands: { point: 'on', control: 'off', fill: 'off' },
    });
  });

  it('[SH203] the question of a viewer who leaves, or that nobody answers, is gone', () => {
    const asked = after(ask('fill', 'ben', 5_000));
    expect(nextGrants(asked, { type: 'left', agentId: 'ben', owner: 'anna' }).handover).toBeNull();
    expect(nextGrants(asked, { type: 'expired', nowMs: 5_000 + askedForMs }).handover).toBeNull();
    expect(nextGrants(asked, { type: 'withdrawn', capability: 'fill' }).handover).toBeNull();
    expect(nextGrants(asked, { type: 'released', agentId: 'ben', capability: 'fill' }).handover).toBeNull();
  });
});
