import { openInside } from '@theke/cobrowse/inside';
import { systemClock } from '@theke/kit';
import type { PagePrivacy } from '@theke/protocol';

/** Begins to tell the page around this one of it; gives its undo. A build of its own: an embedded page loads no chat for it. */
export const tellOutside = (port: MessagePort, firstId: number, privacy: PagePrivacy): (() => void) =>
  openInside({
    ...{ window, port, firstId, privacy },
    clock: systemClock(),
    ignore: (element) => element.localName === 'theke-widget',
  });
