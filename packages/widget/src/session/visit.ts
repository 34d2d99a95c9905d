import { signal } from '@preact/signals-core';
import { type Clock, createBackoff, createCleanup } from '@theke/kit';
import type { Line, LineState } from '@theke/line';
import {
  protocolVersion,
  type VisitorAsks,
  type VisitorHandshake,
  type VisitorTells,
  type VisitorWelcome,
} from '@theke/protocol';
import type { Core } from '../core.ts';
import { leavingPage } from './leaving.ts';
import type { VisitorStore } from './store.ts';

export type VisitorLine = Line<VisitorAsks, VisitorTells>;

/** Who the visitor is to the server. Given once, proved on every dial. */
export interface Credentials {
  visitorId: string;
  visitorToken: string;
  conversationId?: string;
}

export interface VisitPowers {
  core: Core;
  store: VisitorStore;
  clock: Clock;
  tabId: string;
  createLine(auth: () => object): VisitorLine;
  /** What we have of the conversation when the line comes up. */
  have(): { conversationId?: string; afterSeq: number };
  /** The whole present. `first` is true once for each page. */
  welcomed(welcome: VisitorWelcome, first: boolean): void;
}

/** Keeps the visitor's line: credentials, hello after each connect, and what the page told meanwhile. */
export function createVisit(powers: VisitPowers) {
  const { core, store, clock } = powers;
  const cleanup = createCleanup();
  const lineState = signal<LineState>('idle');
  const backoff = createBackoff({ firstMs: 1_000, maxMs: 30_000 });
  let credentials = readCredentials(store.read('session'));
  let welcomedOnce = false;
  let takeBack = () => {};
  let serverAheadMs = 0;

  const auth = (): VisitorHandshake => ({
    protocol: protocolVersion,
    site: core.settings.site,
    ...(credentials && { visitorId: credentials.visitorId, visitorToken: credentials.visitorToken }),
    tabId: powers.tabId,
  });
  const line = powers.createLine(auth);

  const keep = (next: Credentials) => {
    credentials = next;
    store.write('session', JSON.stringify(next));
  };

  async function hello() {
    takeBack();
    const { told } = core;
    const answer = await line.ask('visit:hello', {
      locale: core.settings.locale,
      page: leavingPage(told.page),
      ...powers.have(),
    });
    if (!answer.ok) {
      if (answer.refusal.code !== 'offline')
        takeBack = clock.after(answer.refusal.retryInMs ?? backoff.nextMs(), hello);
      return;
    }
    backoff.reset();
    const first = !welcomedOnce;
    welcomedOnce = true;
    serverAheadMs = answer.value.serverAt - clock.elapsed();
    keep({ ...credentials, ...answer.value.visitor });
    powers.welcomed(answer.value, first);
    lineState.value = 'online';
    if (Object.keys(told.context).length) void line.ask('context:set', told.context);
    void claim();
    tellOrders();
  }

  /** Shops count in the currency's main unit, we in whole cents. */
  function tellOrders() {
    for (const { id, amount, currency } of core.told.orders.splice(0))
      void line.ask('order:report', { id, amountCents: Math.round(amount * 100), currency });
  }

  /** Signed when the shop can prove it; the token is fetched anew each time, it is short-lived. */
  async function claim(): Promise<{ verified: boolean }> {
    const { identity } = core.told;
    if (!identity || line.state !== 'online') return { verified: false };
    const { proof } = identity;
    let token = proof?.token;
    try {
      token ??= await proof?.getToken?.();
    } catch {
      // Without its proof the claim is display only; the chat does not wait for the shop's server.
    }
    const answer = await line.ask('identity:claim', { ...identity.claim, ...(token && { token }) });
    return { verified: answer.ok && answer.value.verified };
  }

  cleanup.add(
    line.onState((state, refusal) => {
      // Online is only said after the welcome: before it nothing on the screen is the present.
      if (state === 'online') void hello();
      else lineState.value = state;
      core.emit('state', { line: state });
      // The server knows these credentials no more (erased, or another database): begin as a new visitor.
      if (state === 'refused' && credentials && (refusal?.code === 'signedOut' || refusal?.code === 'notFound')) {
        forget();
        line.open();
      }
    }),
  );
  cleanup.add(
    line.on('server:draining', ({ retryInMs }) => {
      clock.after(retryInMs, () => line.reconnect());
    }),
  );
  cleanup.add(
    core.onTold((told) => {
      if (told.type === 'page') void line.ask('page:show', leavingPage(told.page));
      if (told.type === 'context') void line.ask('context:set', told.context);
      if (told.type === 'order' && line.state === 'online') tellOrders();
    }),
  );

  function forget() {
    credentials = null;
    welcomedOnce = false;
    store.remove('session');
  }

  return {
    line,
    lineState,
    auth,
    claim,
    keep,
    /** Goes on as another visitor (a hand-off): the line is dialled anew with these. */
    become(next: Credentials) {
      welcomedOnce = false;
      keep(next);
      lineState.value = 'connecting';
      if (line.state === 'idle') line.open();
      else line.reconnect();
    },
    get credentials() {
      return credentials;
    },
    /** The server's clock, carried on by our monotonic one: page loads agree on it, whatever this computer's date. */
    serverNow: () => serverAheadMs + clock.elapsed(),
    /** The conversation to ask for after a page load. */
    remember(conversationId: string | undefined) {
      if (credentials && credentials.conversationId !== conversationId) keep({ ...credentials, conversationId });
    },
    close() {
      takeBack();
      cleanup.run();
      line.close();
    },
  };
}

export type Visit = ReturnType<typeof createVisit>;

function readCredentials(text: string | null): Credentials | null {
  try {
    const kept = JSON.parse(text ?? 'null') as Credentials | null;
    return typeof kept?.visitorId === 'string' && typeof kept.visitorToken === 'string' ? kept : null;
  } catch {
    return null;
  }
}
