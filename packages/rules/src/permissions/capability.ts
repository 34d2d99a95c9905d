import type { Act, ActingCapability } from '@theke/protocol';

const capabilities: Record<Act['kind'], ActingCapability> = {
  click: 'control',
  scroll: 'control',
  navigate: 'control',
  back: 'control',
  key: 'control',
  open: 'fill',
  edit: 'fill',
  put: 'fill',
  pick: 'fill',
  tick: 'fill',
  leave: 'fill',
};

/** What the visitor must have granted for an act of this kind. */
export const capabilityFor = (kind: Act['kind']): ActingCapability => capabilities[kind];
