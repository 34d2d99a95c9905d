import { computed, effect, signal } from '@preact/signals-core';
import { createCleanup } from '@theke/kit';
import type { Availability, Entry, VisitorWelcome } from '@theke/protocol';
import type { App, AppPowers, German, View } from '../app.ts';
import { en, type Texts } from '../texts/en.ts';
import type { Together } from '../together/together.ts';
import { createAnnouncer } from './announce.ts';
import { createPart } from './parts.ts';
import { createVisitorStore } from './store.ts';
import { createTab } from './tab.ts';
import { createTalk } from './talk.ts';
import { createVisit } from './visit.ts';

// Shorter gaps pass unseen; longer ones are told.
const gapToldAfterMs = 2_500;
const onlineWithinMs = 12_000;
const troubleStandsMs = 8_000;

/** Everything behind the chat's screen, put together. The only file that sees all its parts. */
export async function createApp(powers: AppPowers): Promise<App> {
  const { core, clock } = powers;
  const cleanup = createCleanup();
  const german = signal<German | null>(null);
  const texts = computed<Texts>(() => german.value?.chat ?? en);
  const isOpen = signal(false);
  const view = signal<View>('chat');
  const draft = signal('');
  const availability = signal<Availability | null>(null);
  const site = signal<VisitorWelcome['site'] | null>(null);
  const lineGone = signal(false);
  const trouble = signal<string | null>(null);
  const announcer = createAnnouncer(clock, (n) => texts.peek().newMessages(n));

  const store = createVisitorStore(core);
  const tab = createTab(core);
  const visit = createVisit({
    core,
    store,
    clock,
    tabId: tab.id,
    createLine: powers.createVisitorLine,
    have: () => talk.have(),
    welcomed(welcome, first) {
      available(welcome.availability);
      site.value = welcome.site;
      if (welcome.site.accent) core.host.style.setProperty('--site-accent', welcome.site.accent);
      talk.welcomed(welcome, first);
      const { share, call } = welcome;
      // After a page load both go on as soon as may be: their code comes together with the part that runs them.
      if (share?.phase === 'on') void core.load('share').catch(() => {});
      if (call) void core.load('call').catch(() => {});
      if (share || call || together.part.peek()) gather({ share, call });
    },
  });
  const { line, lineState } = visit;
  const talk = createTalk({
    core,
    store,
    clock,
    line,
    remember: visit.remember,
    kept: () => visit.credentials?.conversationId,
    arrived,
  });
  const together = createPart(() => core.load('together').then((chunk) => chunk.createTogether(app)));
  const ways = createPart(() => core.load('ways').then((chunk) => chunk.createWays(app)));

  async function speak() {
    const wanted = core.settings.locale === 'de';
    // English stands in when the words do not come.
    const words = wanted ? await core.load('de').catch(() => null) : null;
    if (!cleanup.done) german.value = words?.german ?? null;
  }
  await speak();

  function failed(text: string) {
    trouble.value = text;
    announcer.say(text);
    clock.after(troubleStandsMs, () => {
      if (trouble.peek() === text) trouble.value = null;
    });
  }

  function available(now: Availability) {
    if (availability.peek() === now) return;
    availability.value = now;
    core.emit('availability', { availability: now });
    if (now === 'away') void ways.need().catch(() => {});
  }

  function arrived({ author, body, seq, conversationId }: Entry) {
    if (body.type === 'event' || author.kind === 'visitor') return;
    const name = ('name' in author && author.name) || texts.peek().you;
    announcer.message(texts.peek().said(name, 'text' in body ? body.text : body.title));
    core.emit('message:received', { seq, from: author.kind }, conversationId);
  }

  // The newest of each wins; the part takes over the listening once it is there.
  let held: Parameters<Together['welcomed']>[0] | null = null;
  function gather(now: Partial<Parameters<Together['welcomed']>[0]>) {
    const first = !held;
    held = { share: null, call: null, ...held, ...now };
    if (!first) return;
    void together
      .need()
      .then((it) => held && it.welcomed(held))
      .catch(() => {})
      .then(() => {
        held = null;
      });
  }
  const early = [
    line.on('share:changed', (share) => together.part.peek() || gather({ share })),
    line.on('call:changed', (call) => together.part.peek() || gather({ call })),
    line.on('code:claimed', (claim) => together.part.peek() || gather({ claim })),
    line.on('availability:changed', (now) => available(now.availability)),
    line.on('invitation:offered', async (it) => (await ways.need().catch(() => null))?.inviting.offered(it)),
    line.on('privacy:changed', (privacy) => {
      if (site.peek()) site.value = { ...site.peek()!, privacy };
    }),
  ];
  early.forEach(cleanup.add);

  function connect() {
    if (line.state === 'idle' || line.state === 'refused') line.open();
  }

  function online(): Promise<boolean> {
    connect();
    return new Promise((done) => {
      const settle = (up: boolean) => {
        stop();
        takeBack();
        done(up);
      };
      const takeBack = clock.after(onlineWithinMs, () => settle(false));
      const stop = effect(() => {
        if (lineState.value === 'online') queueMicrotask(() => settle(true));
      });
    });
  }

  let openedQuietly = false;
  let restoredAtMs = Number.NEGATIVE_INFINITY;
  function open(quietly = false) {
    if (isOpen.peek()) return;
    openedQuietly = quietly;
    if (quietly) restoredAtMs = clock.elapsed();
    core.acted = true;
    store.allowed();
    isOpen.value = true;
    core.launcher.show({ open: true });
    ways.part.peek()?.inviting.answer('expired');
    connect();
    core.emit('open', {}, talk.conversation.peek()?.conversationId);
  }

  function close() {
    if (!isOpen.peek()) return;
    isOpen.value = false;
    core.launcher.show({ open: false });
    core.emit('close', {}, talk.conversation.peek()?.conversationId);
  }

  /** The launcher's click. One that was aimed at the closed chat, just before it opened by itself, does not close it. */
  function toggle() {
    if (isOpen.peek() && clock.elapsed() - restoredAtMs > 1_000) close();
    else open();
  }

  // A gap is told once it has lasted, and its end only if it was told.
  let takeBack = () => {};
  cleanup.add(
    lineState.subscribe((state) => {
      takeBack();
      if (state === 'online' || state === 'closed' || state === 'idle') {
        if (lineGone.peek() && state === 'online') announcer.say(texts.peek().lineBack);
        lineGone.value = false;
      } else if (!lineGone.peek()) {
        takeBack = clock.after(gapToldAfterMs, () => {
          lineGone.value = true;
          if (isOpen.peek()) announcer.say(texts.peek().lineGone);
        });
      }
    }),
  );
  cleanup.add(talk.outbox.onSent(() => announcer.say(texts.peek().sentSaid)));
  let failures = 0;
  cleanup.add(
    talk.outbox.onChange(() => {
      const lost = talk.outbox.waiting.filter((one) => one.state === 'failed');
      const last = lost.at(-1);
      if (last && lost.length > failures) {
        announcer.say(texts.peek().failedSaid);
        core.emit('message:failed', { clientId: last.clientId, code: `${last.refusal}` }, last.conversationId);
      }
      failures = lost.length;
    }),
  );
  let told = 0;
  cleanup.add(
    talk.unread.subscribe((count) => {
      core.launcher.show({ unread: count });
      if (count !== told) core.emit('unread', { count });
      told = count;
    }),
  );
  cleanup.add(core.onSettings(() => void speak()));

  const app: App = {
    ...powers,
    ...{
      cleanup,
      store,
      tab,
      texts,
      german,
      isOpen,
      view,
      draft,
      availability,
      site,
      lineState,
      lineGone,
      trouble,
    },
    ...{ announcer, visit, talk, together, ways, connect, online, open, close, toggle, failed },
    get openedQuietly() {
      return openedQuietly;
    },
    look(next) {
      view.value = next;
      if (next !== 'chat') void ways.need().catch(() => failed(texts.peek().lineGone));
    },
    send(text) {
      connect();
      return talk.send(text);
    },
    destroy(wipe) {
      close();
      takeBack();
      for (const part of [together.part.peek(), ways.part.peek()?.inviting, talk, visit]) part?.close();
      cleanup.run();
      if (wipe) store.wipe();
    },
  };
  return app;
}
