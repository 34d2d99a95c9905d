import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallEvent, type CallState, nextCall } from './nextCall.ts';

const walk = (events: CallEvent[], from: CallState = { phase: 'idle' }) => events.reduce(nextCall, from);

const anyEvent: fc.Arbitrary<CallEvent> = fc.oneof(
  fc.record({
    type: fc.constant('rang' as const),
    direction: fc.constantFrom('in' as const, 'out' as const),
    peer: fc.constant('Anna'),
    atMs: fc.nat(),
  }),
  fc.constantFrom<CallEvent>({ type: 'accepted' }, { type: 'joined' }, { type: 'shaken' }, { type: 'restarted' }),
  fc.record({ type: fc.constant('connected' as const), atMs: fc.nat() }),
  fc.record({ type: fc.constant('left' as const), atMs: fc.nat() }),
  fc.constant<CallEvent>({ type: 'resumed', peer: 'Anna' }),
  fc.constant<CallEvent>({ type: 'ended', why: 'hungUp' }),
);

describe('nextCall', () => {
  it('[CA1] goes from ringing to live and ends', () => {
    const phases: string[] = [];
    let state: CallState = { phase: 'idle' };
    const events: CallEvent[] = [
      { type: 'rang', direction: 'in', peer: 'Anna', atMs: 1 },
      { type: 'accepted' },
      { type: 'joined' },
      { type: 'connected', atMs: 5 },
      { type: 'shaken' },
      { type: 'restarted' },
      { type: 'connected', atMs: 9 },
      { type: 'left', atMs: 12 },
      { type: 'joined' },
      { type: 'connected', atMs: 15 },
      { type: 'ended', why: 'hungUp' },
    ];
    for (const event of events) {
      state = nextCall(state, event);
      phases.push(state.phase);
    }
    expect(phases).toEqual([
      'ringing',
      'preparing',
      'linking',
      'live',
      'unstable',
      'restarting',
      'live',
      'away',
      'linking',
      'live',
      'ended',
    ]);
  });

  it('[CA1] stays ended whatever comes', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        const ended: CallState = { phase: 'ended', why: 'declined' };
        expect(walk(events, ended)).toBe(ended);
      }),
    );
  });

  it('[CA1] is live only after it was let in and connected', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        const state = walk(events);
        if (!['live', 'unstable', 'restarting'].includes(state.phase)) return;
        const joined = events.findIndex((event) => event.type === 'joined');
        const connected = events.findLastIndex((event) => event.type === 'connected');
        expect(joined).toBeGreaterThanOrEqual(0);
        expect(connected).toBeGreaterThan(joined);
      }),
    );
  });

  it('[CA1] changes nothing on an event that does not fit', () => {
    const ringing = walk([{ type: 'rang', direction: 'in', peer: 'Anna', atMs: 1 }]);
    expect(nextCall(ringing, { type: 'connected', atMs: 2 })).toBe(ringing);
    expect(nextCall(ringing, { type: 'joined' })).toBe(ringing);
    expect(nextCall(ringing, { type: 'rang', direction: 'in', peer: 'Ben', atMs: 2 })).toBe(ringing);
  });

  it('[CA22] keeps the clock of the call over a page load', () => {
    const live: CallState = { phase: 'live', peer: 'Vera', sinceMs: 100 };
    const back = walk([{ type: 'left', atMs: 500 }, { type: 'joined' }, { type: 'connected', atMs: 700 }], live);
    expect(back).toEqual(live);
  });
});
