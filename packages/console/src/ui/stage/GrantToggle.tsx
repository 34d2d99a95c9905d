import type { ActingCapability, Share } from '@theke/protocol';
import type { LucideIcon } from 'lucide-preact';
import { useId } from 'preact/hooks';
import { standingOf } from '../../desk/grants.ts';
import { stroke } from '../parts.tsx';
import { useView } from '../use.ts';

interface Props {
  share: Share;
  capability: ActingCapability;
  icon: LucideIcon;
}

/** One thing the visitor may allow: asks for it, tells how it stands, gives it back. Only their answer switches it on. */
export function GrantToggle({ share, capability, icon: Icon }: Props) {
  const { desk, texts } = useView();
  const { me } = desk.state.value;
  const { stands, heldBy } = standingOf(share, me.agentId, capability);
  const words = texts.share.grant;
  const hint = stands === 'free' && heldBy ? words.held(heldBy) : words.hint[stands];
  const id = useId();
  const press = () =>
    void (stands === 'free' || stands === 'refused' ? desk.askFor(capability) : desk.giveBack(capability));
  return (
    <span class="grant-place">
      <button
        type="button"
        class="action grant"
        data-stands={stands}
        aria-label={words[capability]}
        aria-describedby={id}
        aria-pressed={stands === 'asked' ? 'mixed' : stands === 'on'}
        title={`${words[capability]}. ${hint}`}
        onClick={press}
      >
        <Icon size={18} strokeWidth={stroke} aria-hidden="true" />
        <span aria-hidden="true">{words.short[capability]}</span>
        {/* Drawn, not written: the button's name stays what people call it; how it stands is its description. */}
        {stands === 'free' ? null : <span class="grant-chip" data-words={words.chip[stands]} />}
      </button>
      <span class="heard" id={id}>
        {hint}
      </span>
    </span>
  );
}
