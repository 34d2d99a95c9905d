import { systemClock } from '@theke/kit';
import { createLine } from '@theke/line';
import { type LiveAsks, type LiveTells, namespaces, type VisitorAsks, type VisitorTells } from '@theke/protocol';
import type { Chat, Core } from '../core.ts';
import { createChat } from '../session/chat.ts';

/** Entry of the chat chunk: the real clock, the real lines. */
export function startChat(core: Core): Promise<Chat> {
  const url = core.settings.base;
  return createChat({
    core,
    clock: systemClock(),
    createVisitorLine: (auth) => createLine<VisitorAsks, VisitorTells>({ url, namespace: namespaces.visitor, auth }),
    createLiveLine: (auth) =>
      createLine<LiveAsks, LiveTells>({ url, namespace: namespaces.live, auth, separate: true }),
  });
}
