import type { Clock } from '@theke/kit';
import type { RuleEvent } from '@theke/rules';
import type { Core, Telling } from '../core.ts';
import { cameBack } from './back.ts';
import { factsOf, type Given } from './facts.ts';
import type { InviteMemory } from './memory.ts';
import { type Senses, watchSenses } from './senses.ts';

export interface PagePowers {
  core: Core;
  clock: Clock;
  memory: InviteMemory;
  wanted(names: RegExp): boolean;
  feed(event: RuleEvent): void;
  /**
   * The page is being left, hidden or back in sight, or something was bought. `reads`: another tab did something; with nothing in
   * `theirs`: the visitor is somebody else from now on. Settles once what other tabs did counts here.
   */
  keep(reads?: boolean, theirs?: object): Promise<void>;
}

/** Tells the engine what the page knows and what happens on it. Begun with the first rule; `fit` after every change of rules. */
export function createPageFeed({ core, clock, memory, wanted, feed, keep }: PagePowers) {
  const { window, told, ended } = core;
  const { document } = window;
  const { kept } = memory;
  const facts: Given = {};
  let senses: Senses | undefined;
  let heard = '';
  /** As long as it is the same object only its address has changed. */
  let seen: object | undefined;
  let path = '';
  let product: string | undefined;
  let knowsVisit: boolean | undefined;

  function learn(given: Given) {
    for (const [name, value] of Object.entries(given)) {
      facts[name] = value;
      feed({ type: 'fact', name, value });
    }
  }
  const signal = (name: string, at?: string) => feed({ type: 'signal', name, at });
  const visible = () => feed({ type: 'visible', on: !document.hidden });
  const talking = () => {
    const { open, conversation } = core.state();
    feed({ type: 'conversation', open: open || (!!conversation && conversation.status !== 'ended') });
  };
  const look = (on: boolean) => product && feed({ type: 'inside', what: 'product', name: product, on });

  function page(anew?: boolean) {
    const now = told.page;
    if (!anew && now === seen) return learn({ 'page.url': now.url });
    seen = now;
    feed({ type: 'page', page: now });
    const next = new URL(now.url, window.location.href).pathname;
    if (anew || next !== path) {
      path = next;
      learn({ 'page.path': path, 'page.views': memory.viewed(path), 'visit.pages': kept.pages });
    }
    look(true);
    senses?.again();
  }

  function hear(telling: Telling) {
    if (telling.type === 'reset') void keep(true, {});
    if (telling.type === 'page') page();
    if (telling.type === 'context') {
      const { context } = telling;
      learn(factsOf(context, facts));
      if ('product' in context) {
        look(false);
        product = context.product?.id;
        look(true);
      }
      if (context.search?.results === 0) signal('search.empty');
    }
    if (telling.type === 'track') {
      signal(telling.name, telling.props?.at as string | undefined);
    }
    if (telling.type === 'order') {
      kept.orderedAtMs = clock.now();
      kept.ordered = true;
      feed({ type: 'ordered' });
      keep();
    }
  }

  const watch = (target: EventTarget, name: string, fn: (event: Event) => void) =>
    target.addEventListener(name, fn, { signal: ended });

  return {
    facts,
    begin() {
      visible();
      page(true);
      hear({ type: 'context', context: told.context });
      // What other tabs did comes first: with it less may be shown.
      watch(document, 'visibilitychange', async () => {
        if (!document.hidden) await keep();
        visible();
        void keep();
      });
      watch(window, 'storage', () => keep(true));
      watch(window, 'pageshow', (event) => {
        if (!(event as PageTransitionEvent).persisted) return;
        keep();
        page(true);
        signal('back');
      });
      if (cameBack(window)) signal('back');
      core.onTold(hear);
      for (const name of ['open', 'close', 'conversation:started', 'conversation:ended', 'consent:changed'] as const)
        core.on(name, talking);
      talking();
      ended.addEventListener('abort', () => senses?.stop());
    },
    /** Listens for what rules use now. `wants`: their names, to see whether anything is new. */
    fit(wants: string) {
      if (wants === heard) return;
      heard = wants;
      senses?.stop();
      senses = watchSenses({ window, clock, wanted, feed, signal });
      if (knowsVisit || !wanted(/visit\.(?!pages)/)) return;
      knowsVisit = true;
      void core.load('visit').then((chunk) => learn(chunk.visitFacts(core, clock, memory)));
    },
  };
}
