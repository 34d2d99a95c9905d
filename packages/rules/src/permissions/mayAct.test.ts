import type { Act, TargetFacts } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { capabilityFor } from './capability.ts';
import { mayAct } from './mayAct.ts';

const plain: TargetFacts = {
  tag: 'button',
  kind: 'button',
  secret: false,
  blocked: false,
  denied: false,
  ours: false,
  disabled: false,
  submits: false,
  form: 'none',
  says: [],
  leads: 'nowhere',
  label: 'button',
};
const presses: Act['kind'][] = ['click', 'key'];
const fills: Act['kind'][] = ['open', 'edit', 'put', 'pick', 'tick', 'leave'];
const asked = (kinds: Act['kind'][], more: Partial<TargetFacts>) => [
  ...new Set(kinds.map((kind) => mayAct(kind, { ...plain, ...more }))),
];

describe('mayAct', () => {
  it('[CT1] each kind of act needs the capability it belongs to', () => {
    const control: Act['kind'][] = ['click', 'scroll', 'navigate', 'back', 'key'];
    expect(control.map(capabilityFor)).toEqual(control.map(() => 'control'));
    expect(fills.map(capabilityFor)).toEqual(fills.map(() => 'fill'));
  });

  it('[CT5] harmless buttons, links and fields may be used', () => {
    expect(asked(presses, {})).toEqual([null]);
    expect(asked(presses, { kind: 'link', tag: 'a', leads: 'site' })).toEqual([null]);
    expect(asked(presses, { submits: true, form: 'plain' })).toEqual([null]);
    expect(asked(presses, { submits: true, form: 'address' })).toEqual([null]);
    expect(asked(presses, { kind: 'field', tag: 'input', form: 'payment' })).toEqual([null]);
    expect(asked(fills, { kind: 'field', tag: 'input', type: 'text', form: 'payment' })).toEqual([null]);
    expect(asked(['scroll'], { kind: 'other', tag: 'html' })).toEqual([null]);
  });

  it.each(['order', 'pay', 'delete', 'signOut', 'cancel'] as const)('[CT5] what says %s is the visitor’s', (says) => {
    expect(asked([...presses, 'navigate'], { says: [says], leads: 'site' })).toEqual(['denied']);
  });

  it('[CT5] sending a form that asks for payment or a password is the visitor’s, whatever the button is called', () => {
    expect(asked(presses, { submits: true, form: 'payment' })).toEqual(['denied']);
    expect(asked(presses, { submits: true, form: 'login' })).toEqual(['denied']);
  });

  it('[CT5] passwords, cards, codes, files and what the shop blocks are neither pressed nor written', () => {
    expect(asked([...presses, ...fills, 'scroll'], { kind: 'field', tag: 'input', secret: true })).toEqual(['secret']);
    expect(asked([...presses, ...fills, 'scroll'], { kind: 'field', tag: 'input', blocked: true })).toEqual(['secret']);
    for (const type of ['password', 'file', 'hidden'])
      expect(asked([...presses, ...fills], { kind: 'field', tag: 'input', type })).toEqual(['secret']);
  });

  it('[CT5] our own widget and consent dialogs are nobody’s but the visitor’s', () => {
    expect(asked([...presses, ...fills, 'scroll'], { ours: true, says: ['order'], secret: true })).toEqual(['ours']);
  });

  it('[CT5] what the shop denies is denied to every kind but looking around', () => {
    expect(asked([...presses, ...fills], { kind: 'field', denied: true })).toEqual(['denied']);
    expect(asked(['scroll'], { denied: true })).toEqual([null]);
  });

  it('[CT5] other sites, scripts in addresses and downloads are out of reach', () => {
    const to = (leads: TargetFacts['leads']) => asked([...presses, 'navigate'], { kind: 'link', tag: 'a', leads });
    expect(to('elsewhere')).toEqual(['foreign']);
    expect(to('script')).toEqual(['denied']);
    expect(to('download')).toEqual(['denied']);
    expect(asked(['back'], { leads: 'elsewhere' })).toEqual(['foreign']);
    expect(asked(['navigate'], { leads: 'nowhere' })).toEqual(['foreign']);
  });

  it('[CT5] only a field is filled in, and nothing that is switched off is used', () => {
    expect(asked(fills, {})).toEqual(['notField']);
    expect(asked([...presses, ...fills], { kind: 'field', disabled: true })).toEqual(['disabled']);
  });
});
