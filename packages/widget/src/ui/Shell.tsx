import type { App } from '../app.ts';
import { Panel } from './Panel.tsx';

/** Everything beyond the launcher. The shared-view bar stands first, so that Stop is never far. */
export function Shell({ app }: { app: App }) {
  const open = app.isOpen.value;
  const together = app.together.part.value;
  const ways = app.ways.part.value;
  return (
    <div class={open ? 'open' : ''} lang={app.texts.value.lang}>
      {together && <together.Stack together={together} />}
      {open ? (
        <Panel app={app} />
      ) : (
        ways &&
        (ways.handoffs.card.value ? <ways.HandoffCard app={app} ways={ways} /> : <ways.InvitationCard ways={ways} />)
      )}
      {together && <together.Questions together={together} />}
      <div class="sr" role="status" aria-live="polite">
        {app.announcer.said.value.map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
      </div>
    </div>
  );
}
