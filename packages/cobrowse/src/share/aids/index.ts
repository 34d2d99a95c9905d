import { createChanges } from '../changes.ts';
import { createOverlay, spokenLabel } from '../overlay.ts';
import { watchPointer } from '../pointer.ts';
import { hiddenBoxes } from '../privacy/boxes.ts';
import { createCapture } from '../privacy/capture.ts';
import { createStills } from '../watch/stills.ts';

/** What a shared page needs only after its first picture: a chunk of its own, so that the picture does not wait for it. */
export const aids = {
  createChanges,
  createOverlay,
  createStills,
  createCapture,
  hiddenBoxes,
  spokenLabel,
  watchPointer,
};

export type Aids = typeof aids;
