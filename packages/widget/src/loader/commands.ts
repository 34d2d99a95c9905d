import type { Context, IdentityClaim, Page } from '@theke/protocol';
import type { IdentityProof, Listener, ShopOrder } from '../api/commands.ts';
import type { EventName } from '../api/events.ts';
import type { BootOptions, Consent, Theme } from '../api/options.ts';
import type { LoaderCore } from './core.ts';

type Run = (...args: never[]) => unknown;

// Carried out by the chat chunk; calling one of these loads it.
const byChat = /^(open|toggle|send|(start|end)Conversation|rate|resume|cobrowse\.start)$/;
// Without the chat nothing is going on that they could change, so nothing is loaded for them.
const endings = /^(close|call\.(end|mute)|cobrowse\.(stop|pause|preview))$/;
const byRules = /^(addRule|predicate|explain|invite|radar\.record|adapter|live)$/;
// A command with its arguments as JSON that means nothing. What would have been expected stands in a chunk of its own.
const nonsense =
  /^((page|boot|update|open)\[[^\]{n]|(con\w+|identify)\[[^{]|consent.*:[^tfn]|(track|send)\[(?!"[^"])|setLocale\[(?!"(de|en|DE|EN))|setTheme\[(?!"(auto|light|dark)")|o(n|nce|ff)\[(?!".*null)|order(?!(?=.*"id":"[^"])(?=.*"amount":\d)(?=.*"currency":"[A-Z]{3}")))/;

/** The command table: what the loader can do itself it does, the rest it hands to the chunk that can. */
export function createCommands(core: LoaderCore, destroy: () => void): (args: unknown[]) => Promise<unknown> {
  const { told, consent, settings, window, launcher } = core;
  const wipe = () => {
    try {
      for (const storage of [window.localStorage, window.sessionStorage])
        for (const key in storage) if (/^theke:/.test(key)) delete storage[key];
    } catch {
      // Storage that throws keeps nothing either.
    }
  };
  const forget = () => {
    core.drop(true);
    delete told.identity;
    wipe();
    core.tell({ type: 'reset' });
  };
  // In words that are fetched for it.
  const refuse = (command: string) => core.load('refuse').then((it) => it.refuse(command));
  const boot = (options: BootOptions = {}) => {
    core.update(options);
    core.attach();
    return settings.site ? core.state() : refuse('site');
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
      if (now.storage === false) wipe();
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
  return async ([name, ...args]) => {
    const command = `${name}`;
    if (byRules.test(command)) return core.rules().then((it) => it.run(command, args));
    if (nonsense.test(command + JSON.stringify(args))) return refuse(command);
    if (Object.hasOwn(own, command)) return own[command]!(...(args as never[]));
    const chat = core.loaded();
    if (endings.test(command)) return chat?.run(command, args);
    if (byChat.test(command)) {
      core.acted = true;
      return chat ? chat.run(command, args) : core.chat().then((it) => it.run(command, args));
    }
    return refuse(command);
  };
}
