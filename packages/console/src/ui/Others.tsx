import type { DeskConversation } from '@theke/protocol';
import { Eye, MonitorUp } from 'lucide-preact';
import { othersOf } from '../desk/lists.ts';
import { nameOf } from '../format/who.ts';
import { Action, arrowRows, Mark, stroke } from './parts.tsx';
import { useView } from './use.ts';

/** What colleagues are at, for who oversees; and the page one looks on at, for whoever was invited. Absent otherwise. */
export function Others() {
  const { desk, texts } = useView();
  const state = desk.state.value;
  const others = othersOf(state);
  const { watching } = state;
  const isKnown = watching !== null && others.some((one) => one.conversationId === watching.conversationId);
  if (others.length === 0 && !watching) return null;
  return (
    <nav class="mine" aria-labelledby="others-title">
      <header class="part-head">
        <h2 id="others-title">{texts.others.title}</h2>
        {others.length > 0 ? <span class="part-count">{others.length}</span> : null}
      </header>
      {/* biome-ignore lint/a11y/noRedundantRoles: without bullets some readers no longer take it for a list */}
      <ul role="list" class="rows" onKeyDown={arrowRows}>
        {watching && !isKnown ? (
          <li>
            <button
              type="button"
              data-row
              class="mine-row"
              aria-current={state.watchOpen ? 'true' : undefined}
              onClick={() => desk.openWatched()}
            >
              <Mark name={watching.agent.name} />
              <span class="mine-text">
                <span class="mine-name">
                  <span>{texts.others.looking}</span>
                </span>
                <span class="mine-preview">{texts.others.with(watching.agent.name)}</span>
              </span>
            </button>
          </li>
        ) : null}
        {others.map((one) => (
          <OtherRow key={one.conversationId} one={one} />
        ))}
      </ul>
    </nav>
  );
}

function OtherRow({ one }: { one: DeskConversation }) {
  const { desk, screen, texts } = useView();
  const words = texts.others;
  const name = nameOf(one.contact, texts);
  const isOpen = desk.state.value.openId === one.conversationId;
  const shares = one.share?.phase === 'on';
  return (
    <li class="other">
      <button
        type="button"
        data-row
        class="mine-row"
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => {
          desk.open(one.conversationId);
          screen.pane.value = 'conversation';
        }}
      >
        <Mark name={name} online={one.visitor?.online} />
        <span class="mine-text">
          <span class="mine-name">
            <span>{name}</span>
            <em>{words.with(one.agent?.name ?? '')}</em>
          </span>
          <span class="mine-preview">{one.preview}</span>
        </span>
        <span class="mine-signs">
          {shares ? <MonitorUp size={16} strokeWidth={stroke} role="img" aria-label={texts.mine.shares} /> : null}
        </span>
      </button>
      {shares ? (
        <Action
          bare
          icon={Eye}
          label={words.lookOnNamed(name)}
          hint={words.told}
          onClick={() => {
            screen.pane.value = 'conversation';
            void desk.watch(one.conversationId);
          }}
        />
      ) : null}
    </li>
  );
}
