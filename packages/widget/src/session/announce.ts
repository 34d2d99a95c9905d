import { signal } from '@preact/signals-core';
import type { Clock } from '@theke/kit';

// Screen readers of phones miss what stands shorter; what stands longer is read again on the next change.
const standsMs = 1_200;
const windowMs = 2_000;
const singly = 3;

/** What the one polite live region says. Each thing once; a crowd of messages as a number. */
export function createAnnouncer(clock: Clock, many: (count: number) => string) {
  const said = signal<readonly { id: number; text: string }[]>([]);
  let lastId = 0;
  let inWindow = 0;
  let heldBack = 0;
  let lastText = '';

  function say(text: string) {
    const id = ++lastId;
    said.value = [...said.value, { id, text }];
    clock.after(standsMs, () => {
      said.value = said.value.filter((one) => one.id !== id);
    });
  }

  return {
    said,
    say,
    /** A message of the other side: the first three singly, then their number when the crowd has passed. */
    message(text: string) {
      if (inWindow === 0)
        clock.after(windowMs, () => {
          if (heldBack) say(heldBack === 1 ? lastText : many(heldBack));
          inWindow = 0;
          heldBack = 0;
        });
      inWindow++;
      if (inWindow <= singly) return say(text);
      heldBack++;
      lastText = text;
    },
  };
}

export type Announcer = ReturnType<typeof createAnnouncer>;
