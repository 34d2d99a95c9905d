import type { Context, IdentityClaim, Page } from '@theke/protocol';
import type { IdentityProof, Listener, ShopOrder } from '../api/commands.ts';
import { commandError } from '../api/error.ts';
import type { EventName } from '../api/events.ts';
import type { BootOptions, Consent, Theme } from '../api/options.ts';
import type { LoaderCore } from './core.ts';

type Run = (...args: never[]) => unknown;

// Carried out by the chat chunk; calling one of these loads it.
const byChat = /^(open|toggle|send|(start|end)Conversation|rate|resume|cobrowse\.start)$/;
// Without the chat nothing is going on that they could change, so nothing is loaded for them.
const endings = /^(close|call\.(end|mute)|cobrowse\.(stop|pause|preview))$/;
const byRules = /^(addRule|predicate|explain|invite|radar\.record|adapter|live)$/;

/** The command table: what the loader can do itself it does, the rest it hands to the chunk that can. */
export function createCommands(core: LoaderCore, destroy: () => void): (args: unknown[]) => unknown {
  const { told, consent, settings, window, launcher } = core;
  const forget = () => {
    told.identity = undefined;
    core.drop(true);
    try {
      for (const key of Object.keys(window.localStorage)) if (/^theke:/.test(key)) window.localStorage.removeItem(key);
    } catch {
      // Storage that throws keeps nothing either.
    }
  };
  const boot = (options: BootOptions = {}) => {
    core.update(options);
    core.attach();
    if (!settings.site) throw commandError('unknownSite', 'site is missing');
    return core.state();
  };
  const own: Record<string, Run> = {
    boot,
    update: boot,
    ready: core.state,
    shutdown: forget,
    reset: forget,
    destroy,
    async state() {
      // A chat that is just being fetched decides what there is to say.
      if (core.acted) await core.chat().catch(() => {});
      return core.state();
    },
    consent(change: Consent) {
      const now = { ...Object.assign(consent, change) };
      core.emit('consent:changed', now);
      if (now.chat === false) core.drop(false);
      else if (change.chat) core.chat().catch(() => {});
      core.loaded()?.consented();
      return now;
    },
    identify(claim: IdentityClaim, proof?: IdentityProof) {
      told.identity = { claim, proof };
      return core.loaded()?.run('identify', []) ?? { verified: false };
    },
    show: () => launcher.show({ visible: true }),
    hide() {
      launcher.show({ visible: false });
      core.loaded()?.run('close', []);
    },
    setLocale: (locale: string) => core.update({ locale }),
    setTheme: (theme: Theme) => core.update({ theme }),
    page(page: Partial<Page>) {
      told.page = { url: window.location.href, ...page };
      core.attach();
      core.tell({ type: 'page', page: told.page });
    },
    context(context: Context) {
      Object.assign(told.context, context);
      core.tell({ type: 'context', context });
    },
    track: (name: string, props?: Record<string, unknown>) => core.tell({ type: 'track', name, props }),
    order(order: ShopOrder) {
      told.orders.push(order);
      core.tell({ type: 'order', order });
    },
    on: core.on,
    once(name: EventName, fn: Listener<EventName>) {
      const undo = core.on(name, (event) => {
        undo();
        fn(event);
      });
      return undo;
    },
    off: core.off,
  };
  return ([name, ...args]) => {
    const command = `${name}`;
    if (Object.hasOwn(own, command)) return own[command]!(...(args as never[]));
    const chat = core.loaded();
    if (endings.test(command)) return chat?.run(command, args);
    if (byChat.test(command)) {
      core.acted = true;
      return chat ? chat.run(command, args) : core.chat().then((it) => it.run(command, args));
    }
    if (byRules.test(command)) return core.rules().then((it) => it.run(command, args));
    // What belongs to a group may come with a later version: `call.start`.
    throw commandError(command.includes('.') ? 'notOffered' : 'unknownCommand', `${command} is not offered`);
  };
}
