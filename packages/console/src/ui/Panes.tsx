import { Headset, type LucideIcon, MessagesSquare, UserRound } from 'lucide-preact';
import { Badge, stroke } from './parts.tsx';
import type { Pane } from './screen.ts';
import { useView } from './use.ts';

const icons: Record<Pane, LucideIcon> = { work: Headset, conversation: MessagesSquare, context: UserRound };

/** Chooses a part of the desk where there is not room for all of them. */
export function Panes() {
  const { desk, screen, texts } = useView();
  return (
    <nav class="panes" aria-label={texts.panes.label}>
      {(['work', 'conversation', 'context'] as const).map((pane) => {
        const Icon = icons[pane];
        return (
          <button
            key={pane}
            type="button"
            aria-current={screen.pane.value === pane ? 'true' : undefined}
            onClick={() => {
              screen.pane.value = pane;
            }}
          >
            <Icon size={18} strokeWidth={stroke} aria-hidden="true" />
            <span>{texts.panes[pane]}</span>
            {pane === 'work' && desk.calls.value > 0 ? <Badge count={desk.calls.value} /> : null}
          </button>
        );
      })}
    </nav>
  );
}
