import type { HiddenBox, Surface } from '@theke/cobrowse/share';
import { vi } from 'vitest';

/** What stands in for a running recording: nothing is recorded, everything asked of it is kept. */
export function fakeSession(powers: object) {
  const hidden: Element[] = [];
  const boxes: HiddenBox[] = [];
  const surface: Surface = {
    window,
    firstStream: 1,
    nodeOf: (id) => document.querySelector(`[data-node="${id}"]`),
    idOf: (node) => Number((node as Element).getAttribute?.('data-node')) || null,
    changedSince: () => false,
    sees: (element) => (hidden.some((one) => one.contains(element)) ? 'hidden' : 'shown'),
    isSecret: () => false,
    isDenied: () => false,
    ignore: () => false,
    hide: (element) => void hidden.push(element),
    unhide: (element) => void hidden.splice(hidden.indexOf(element), 1),
    hidden: () => hidden,
    hiddenBoxes: () => boxes,
    spokenLabel: (element) => element.textContent ?? '',
  };
  return {
    powers: powers as Record<string, unknown>,
    surface,
    boxes,
    stats: {},
    stop: vi.fn(),
    picture: vi.fn(),
    pause: vi.fn(),
    privacy: vi.fn(),
    pointer: vi.fn(),
    highlight: vi.fn(),
    stroke: vi.fn(),
    instead: vi.fn(),
  };
}

export type FakeSession = ReturnType<typeof fakeSession>;
