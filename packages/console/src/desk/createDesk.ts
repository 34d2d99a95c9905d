import { createCleanup } from '@theke/kit';
import { createOutbox, type LineState } from '@theke/line';
import type { DeskConversation, Entry } from '@theke/protocol';
import { createActs } from './acts.ts';
import { createCalling } from './calling.ts';
import { createCodes } from './codes.ts';
import type { Desk, DeskPowers } from './desk.ts';
import { createDrafts } from './drafts.ts';
import { mayOn } from './grants.ts';
import { isMine, mineOf, openOf, queueOf, stagedOf } from './lists.ts';
import { createNotices } from './notices.ts';
import { createPrivacyDesk } from './privacyDesk.ts';
import { createRadarFeed } from './radarFeed.ts';
import { createRecordings } from './recordings.ts';
import { createRulesDesk } from './rulesDesk.ts';
import { sayShare } from './sayShare.ts';
import { createSharing } from './sharing.ts';
import { batch, computed, effect, signal } from './signals.ts';
import { type DeskEvent, type DeskState, emptyDesk, nextDesk } from './state.ts';
import { createThreads } from './threads.ts';
import { createUpliftDesk } from './upliftDesk.ts';
import { createWhyDesk } from './why.ts';

/** Makes a {@link Desk}: the only place that hears the line. Screens hear nothing but signals. */
export function createDesk(powers: DeskPowers): Desk {
  const { me, line, clock, store } = powers;
  const cleanup = createCleanup();
  const state = signal(emptyDesk(me));
  const connection = signal<LineState>(line.state);
  const draining = signal(false);
  const secondMs = signal(clock.now());
  const notices = createNotices(clock);
  const drafts = createDrafts(store, `desk:${me.agentId}:drafts`);
  const outbox = createOutbox({
    store,
    key: `desk:${me.agentId}:outbox`,
    clock,
    send: (draft) => line.ask('message:send', draft),
  });
  const threads = createThreads({ line, outbox, clock });
  const sharing = createSharing({ ...powers });
  const calling = createCalling({ ...powers, notices });

  function step(event: DeskEvent) {
    batch(() => {
      state.value = nextDesk(state.value, event);
      threads.follow(threadsOf(state.value));
    });
  }
  const rules = createRulesDesk(line);
  cleanup.add(rules.close);
  const uplift = createUpliftDesk(line, () => clock.now());
  cleanup.add(uplift.close);
  const radar = createRadarFeed({ clock, apply: (visits) => step({ type: 'visits', visits }) });
  cleanup.add(radar.close);
  const acts = createActs({ line, state: () => state.value, step, notices });
  const codes = createCodes({ line, opened: (conversationId) => openWhenHere(conversationId) });

  // The yes of the visitor and the conversation itself come in either order.
  let awaitedId: string | null = null;
  function openWhenHere(conversationId: string) {
    awaitedId = conversationId;
    if (!state.value.conversations.has(conversationId)) return;
    awaitedId = null;
    step({ type: 'opened', conversationId });
  }

  function conversationTold(conversation: DeskConversation) {
    const before = state.value.conversations.get(conversation.conversationId);
    step({ type: 'conversation', conversation });
    if (awaitedId === conversation.conversationId) openWhenHere(awaitedId);
    if (conversation.call) calling.changed(conversation.call, conversation.contact.name ?? '');
    if (conversation.status !== 'waiting' || before?.status === 'waiting') return;
    notices.say({ type: 'arrived', name: conversation.contact.name ?? '' });
    if (state.value.available) powers.sound('waiting');
  }

  function entryTold({ entry, headSeq }: { entry: Entry; headSeq: number }) {
    const id = entry.conversationId;
    threads.take(entry, headSeq);
    if (!isTheirs(entry) || !threads.all.peek().has(id) || !isMineNow(id)) return;
    notices.say({ type: 'messaged', name: nameIn(id), text: 'text' in entry.body ? entry.body.text : '' });
    if (!(powers.attentive.peek() && state.value.openId === id)) powers.sound('message');
  }

  const isMineNow = (conversationId: string) => {
    const one = state.value.conversations.get(conversationId);
    return one !== undefined && isMine(state.value, one);
  };
  const nameIn = (conversationId: string) => state.value.conversations.get(conversationId)?.contact.name ?? '';

  async function hello() {
    const answer = await line.ask('desk:hello', { locale: powers.language() });
    if (!answer.ok) {
      if (answer.refusal.code === 'signedOut') powers.revoked('revoked');
      return;
    }
    draining.value = false;
    radar.clear();
    step({ type: 'welcomed', welcome: answer.value, atMs: clock.now() });
    outbox.flush();
    for (const one of answer.value.conversations) if (one.call) calling.changed(one.call, one.contact.name ?? '');
    calling.lineUp();
    // What was read while the line was down was told to nobody.
    for (const one of mineOf(state.value)) {
      const thread = threads.all.value.get(one.conversationId);
      const seq = thread?.haveSeq ?? 0;
      if (thread?.unread.value === 0 && seq > one.readByAgentSeq) {
        void line.ask('message:read', { conversationId: one.conversationId, seq });
      }
    }
  }

  const heard = [
    line.onState((next, refusal) => {
      connection.value = next;
      if (next === 'online') void hello();
      if (next === 'refused' && refusal?.code === 'signedOut') powers.revoked('revoked');
    }),
    line.on('entry:added', entryTold),
    line.on('conversation:changed', conversationTold),
    line.on('conversation:gone', ({ conversationId }) => step({ type: 'gone', conversationId })),
    line.on('visit:changed', radar.take),
    line.on('visit:gone', ({ visitorId }) => {
      radar.drop(visitorId);
      step({ type: 'visitGone', visitorId });
    }),
    line.on('typing:told', ({ conversationId: id, on }) => threads.typed(id, on, nameIn(id))),
    line.on('share:changed', (share) => {
      const before = stagedOf(state.value);
      step({ type: 'share', share });
      sayShare({ before, after: share, meId: state.value.me.agentId, notices });
    }),
    line.on('share:invited', (invitation) => step({ type: 'invited', invitation })),
    line.on('picture:gap', ({ shareId, why }) => sharing.gap(shareId, why)),
    line.on('call:changed', (call) => {
      step({ type: 'call', call });
      calling.changed(call, nameIn(call.conversationId));
    }),
    line.on('call:renewed', calling.joined),
    line.on('call:signalled', calling.signalled),
    line.on('call:mediaTold', calling.mediaTold),
    line.on('call:away', ({ callId }) => calling.away(callId)),
    line.on('code:answered', codes.answered),
    line.on('agent:availableChanged', ({ available }) => step({ type: 'availability', on: available })),
    line.on('session:revoked', ({ reason }) => powers.revoked(reason)),
    line.on('server:draining', () => {
      draining.value = true;
    }),
  ];
  for (const undo of heard) cleanup.add(undo);

  const openThread = computed(() => threads.all.value.get(state.value.openId ?? '') ?? null);
  // Read means: open, and in front of somebody.
  cleanup.add(
    effect(() => {
      const thread = openThread.value;
      const open = openOf(state.value);
      // Somebody who looks on has not read it for the one whose conversation it is.
      if (!open || !isMine(state.value, open)) return;
      if (thread && powers.attentive.value && thread.lines.value.length) thread.markRead();
    }),
  );

  cleanup.add(effect(() => sharing.allow(mayOn(stagedOf(state.value), state.value.me.agentId))));

  let stopTicking = () => {};
  function tick() {
    secondMs.value = clock.now();
    stopTicking = clock.after(1_000, tick);
  }
  tick();
  line.open();

  return {
    ...acts,
    state,
    connection,
    draining,
    threads: threads.all,
    openThread,
    calls: computed(() => {
      let count = state.value.available ? queueOf(state.value).length : 0;
      for (const one of mineOf(state.value)) count += threads.all.value.get(one.conversationId)?.unread.value ?? 0;
      return count;
    }),
    nowMs: computed(() => secondMs.value + state.value.aheadMs),
    drafts,
    notices,
    codes,
    sharing,
    recordings: createRecordings({ ...powers }),
    privacy: createPrivacyDesk(line),
    rules,
    why: createWhyDesk(powers),
    uplift,
    calling,
    sendDraft(conversationId) {
      const text = drafts.of(conversationId).trim();
      const thread = threads.all.value.get(conversationId);
      if (!text || !thread || openOf(state.value)?.status === 'ended') return false;
      const answer = thread.send(text);
      if (!answer.ok) {
        notices.refuse('reply', answer.refusal.code);
        return false;
      }
      drafts.set(conversationId, '');
      thread.typing(false);
      return true;
    },
    close() {
      stopTicking();
      cleanup.run();
      calling.close();
      threads.close();
      outbox.close();
      line.close();
    },
  };
}

/** Mine, and the colleague's one that is open. */
function threadsOf(state: DeskState): DeskConversation[] {
  const open = openOf(state);
  const mine = mineOf(state);
  return open && open.status !== 'waiting' && !isMine(state, open) ? [...mine, open] : mine;
}

/** Said by the customer, on whatever channel. */
const isTheirs = (entry: Entry) =>
  (entry.author.kind === 'visitor' || entry.author.kind === 'contact') && entry.body.type !== 'event';
