import type { StartedVia } from '@theke/protocol';
import { commandError } from '../api/error.ts';
import type { OpenOptions } from '../api/options.ts';
import type { App } from '../app.ts';

/** The commands that need the chat, by name; what is rarely used is in the part that comes later. */
export function createRuns(app: App): (command: string, args: unknown[]) => unknown {
  const { core, talk } = app;
  const together = () => app.together.part.peek();

  const runs: Record<string, (...args: never[]) => unknown> = {
    open({ skill, draft, view, via }: OpenOptions & { via?: StartedVia } = {}) {
      // Asked for a skill while nothing runs: the next first message goes there.
      talk.wish({ via: via ?? 'api', ...(skill && { skill }) });
      if (draft !== undefined) app.draft.value = draft;
      app.look(view ?? (app.isOpen.peek() ? app.view.peek() : 'chat'));
      app.open();
    },
    close: app.close,
    toggle: app.toggle,
    send(text: string) {
      const answer = app.send(`${text}`);
      if (!answer.ok) throw commandError(answer.refusal.code, 'send was refused');
      return { clientId: talk.outbox.waiting.at(-1)?.clientId };
    },
    identify: () => app.visit.claim(),
    handoff: () => core.handoff && app.ways.need().then(({ handoffs }) => handoffs.ask()),
    'call.end': () => together()?.call.end(),
    'call.mute': (on = true) => together()?.call.mute(on),
  };
  return (command, args) => {
    const run = runs[command];
    if (run) return run(...(args as never[]));
    const { need } = /^cobrowse/.test(command) ? app.together : app.ways;
    return need().then((part) => part.run(command, args));
  };
}
