import type { DeskConversation } from '@theke/protocol';
import { useRef, useState } from 'preact/hooks';
import { heldRows, queueOf, type Row, waitingSince } from '../desk/lists.ts';
import { fullTime, runningTime } from '../format/time.ts';
import { nameOf } from '../format/who.ts';
import { arrowRows, ChannelBadge, Empty, Verified } from './parts.tsx';
import { useView } from './use.ts';

/** Who waits for a person, longest first. While the pointer or the focus is in it, nothing changes its place. */
export function Queue() {
  const { app, desk, texts } = useView();
  const state = desk.state.value;
  const waiting = queueOf(state);
  const known = useRef(new Map<string, DeskConversation>());
  const rows = useRef<Row[]>([]);
  const [held, setHeld] = useState(false);
  for (const one of waiting) known.current.set(one.conversationId, one);
  rows.current = heldRows(
    rows.current,
    waiting.map((one) => one.conversationId),
    held,
  );
  const { none, noneKeysOff, noneAway } = texts.queue;
  const emptyWords = !state.available ? noneAway : app.preferences.value.value.shortcuts ? none : noneKeysOff;
  return (
    <section
      class="queue"
      aria-labelledby="queue-title"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={(event) => setHeld(event.currentTarget.contains(document.activeElement))}
      onFocusIn={() => setHeld(true)}
      onFocusOut={(event) => setHeld(event.currentTarget.contains(event.relatedTarget as Node | null))}
    >
      <header class="part-head">
        <h2 id="queue-title">{texts.queue.title}</h2>
        {waiting.length > 0 ? <span class="part-count">{texts.top.waiting(waiting.length)}</span> : null}
      </header>
      {state.ready && rows.current.length === 0 ? <Empty>{emptyWords}</Empty> : null}
      {/* biome-ignore lint/a11y/noRedundantRoles: without bullets some readers no longer take it for a list */}
      <ul role="list" class="rows" onKeyDown={arrowRows}>
        {rows.current.map(({ id, present }) => {
          const one = known.current.get(id);
          return one ? <Waiting key={id} one={one} present={present} /> : null;
        })}
      </ul>
    </section>
  );
}

// From here on somebody has waited long enough to be shown as such.
const longWaitMs = 60_000;

function Waiting({ one, present }: { one: DeskConversation; present: boolean }) {
  const { desk, screen, texts, language } = useView();
  const since = waitingSince(one);
  const waitedMs = desk.nowMs.value - since;
  const nameId = `waits-${one.conversationId}`;
  return (
    <li class="waiting" data-present={present}>
      <p class="waiting-time" data-long={waitedMs >= longWaitMs} title={texts.queue.since(fullTime(since, language))}>
        <span class="heard">{texts.queue.waits('')} </span>
        {present ? runningTime(waitedMs) : texts.queue.taken}
      </p>
      <p class="waiting-who" id={nameId}>
        <strong>{nameOf(one.contact, texts)}</strong>
        {one.contact.verified ? <Verified words={texts.contact.verified} /> : null}
      </p>
      {one.preview ? <p class="waiting-preview">{one.preview}</p> : null}
      <p class="waiting-facts">
        <ChannelBadge channel={one.channel} texts={texts} />
        {one.skill ? <span class="skill">{one.skill}</span> : null}
        {one.wish ? <span class="wish">{texts.queue.wishes[one.wish]}</span> : null}
      </p>
      <button
        type="button"
        data-row
        class="button button-main waiting-accept"
        aria-describedby={nameId}
        aria-disabled={!present}
        onClick={() => {
          if (present) void desk.accept(one.conversationId).then((done) => done && screen.writeReply());
        }}
      >
        {texts.queue.accept}
      </button>
    </li>
  );
}
