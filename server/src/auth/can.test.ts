import type { Role } from '@theke/protocol';
import { expect, it } from 'vitest';
import { type Act, acts, can, type Thing } from './can.ts';

const me = 'me';
const conversation = (over: Partial<Extract<Thing, { kind: 'conversation' }>>): Thing => ({
  kind: 'conversation',
  status: 'waiting',
  agentId: null,
  skill: 'sales',
  reservedFor: null,
  ...over,
});

const things: Record<string, Thing> = {
  'waiting, my skill': conversation({}),
  'waiting, no skill': conversation({ skill: null }),
  'waiting, other skill': conversation({ skill: 'returns' }),
  'waiting, kept for me': conversation({ skill: 'returns', reservedFor: me }),
  'waiting, kept for other': conversation({ reservedFor: 'other' }),
  'active, mine': conversation({ status: 'active', agentId: me }),
  'active, other’s': conversation({ status: 'active', agentId: 'other' }),
  'ended, mine': conversation({ status: 'ended', agentId: me }),
  'ended, other’s': conversation({ status: 'ended', agentId: 'other' }),
  'contact, mine': { kind: 'contact', mine: true },
  'contact, other’s': { kind: 'contact', mine: false },
  server: { kind: 'server' },
};

const short: Record<string, Act> = {
  see: 'conversation:see',
  accept: 'conversation:accept',
  write: 'conversation:write',
  close: 'conversation:close',
  contact: 'contact:change',
  share: 'share:ask',
  call: 'call:start',
  handoff: 'handoff:create',
  report: 'report:read',
  agents: 'agent:manage',
  sites: 'site:manage',
  rules: 'rules:write',
  invite: 'visitor:invite',
  explain: 'visitor:explain',
  audit: 'audit:read',
};

/** The whole table. What is not in it is allowed to nobody. */
const allowed: Record<Role, Record<string, string>> = {
  agent: {
    'waiting, my skill': 'see accept',
    'waiting, no skill': 'see accept',
    'waiting, kept for me': 'see accept',
    'active, mine': 'see write close share call handoff',
    'ended, mine': 'see',
    'contact, mine': 'contact',
    server: 'invite explain',
  },
  supervisor: {
    'waiting, my skill': 'see accept close',
    'waiting, no skill': 'see accept close',
    'waiting, other skill': 'see accept close',
    'waiting, kept for me': 'see accept close',
    'waiting, kept for other': 'see accept close',
    'active, mine': 'see write close share call handoff',
    'active, other’s': 'see write close',
    'ended, mine': 'see close',
    'ended, other’s': 'see close',
    'contact, mine': 'contact',
    'contact, other’s': 'contact',
    server: 'report rules invite explain',
  },
  admin: {
    'waiting, my skill': 'see accept close',
    'waiting, no skill': 'see accept close',
    'waiting, other skill': 'see accept close',
    'waiting, kept for me': 'see accept close',
    'waiting, kept for other': 'see accept close',
    'active, mine': 'see write close share call handoff',
    'active, other’s': 'see write close',
    'ended, mine': 'see close',
    'ended, other’s': 'see close',
    'contact, mine': 'contact',
    'contact, other’s': 'contact',
    server: 'report agents sites rules invite explain audit',
  },
};

it('[SE24] who may do what is exactly this table: three roles, twelve things, fourteen acts', () => {
  expect(Object.values(short).sort()).toEqual([...acts].sort());
  for (const role of ['agent', 'supervisor', 'admin'] as const) {
    const found: Record<string, string> = {};
    for (const [name, thing] of Object.entries(things)) {
      const may = Object.entries(short).filter(([, act]) => can({ agentId: me, role, skills: ['sales'] }, act, thing));
      if (may.length > 0) found[name] = may.map(([word]) => word).join(' ');
    }
    expect({ role, ...found }).toEqual({ role, ...allowed[role] });
  }
});
