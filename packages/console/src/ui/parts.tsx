import { BadgeCheck, Globe, type LucideIcon, Mail, MessageSquareText, Phone, Radio, Smartphone } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { initials } from '../format/who.ts';
import type { Texts } from '../texts/index.ts';

/** Stroke of every icon, in pixels of its own grid. */
export const stroke = 1.75;

/** Our mark: a counter seen from the front. */
export function Brand({ name }: { name: string }) {
  return (
    <span class="brand">
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" fill="none" stroke="currentColor">
        <path d="M3 10h18M5 10v9M19 10v9M8 14h8" stroke-width="2" stroke-linecap="round" />
        <circle cx="12" cy="5" r="2.25" fill="currentColor" stroke="none" />
      </svg>
      <span>{name}</span>
    </span>
  );
}

interface ActionProps {
  icon: LucideIcon;
  label: string;
  /** Shown as a picture only; the label is still its name. */
  bare?: boolean;
  tone?: 'main' | 'plain' | 'trouble';
  pressed?: boolean;
  /** What it does, where the label alone does not say it. */
  hint?: string;
  /** Why it cannot be used right now; it stays reachable so that the reason can be read. */
  blocked?: string | null | false;
  count?: number;
  onClick: () => void;
}

/** A button with a picture. */
export function Action(props: ActionProps) {
  const { icon: Icon, label, bare, tone = 'plain', pressed, hint, blocked, count, onClick } = props;
  return (
    <button
      type="button"
      class={`action action-${tone}${bare ? ' action-bare' : ''}`}
      title={blocked || (hint && bare ? `${label}: ${hint}` : hint) || (bare ? label : undefined)}
      aria-pressed={pressed}
      aria-disabled={blocked ? true : undefined}
      onClick={() => !blocked && onClick()}
    >
      <Icon size={18} strokeWidth={stroke} aria-hidden="true" />
      <span class="action-label">{label}</span>
      {count ? <Badge count={count} /> : null}
      {blocked ? <span class="heard">{blocked}</span> : null}
    </button>
  );
}

/** A figure on a round ground. Its words are said by whoever shows it. */
export const Badge = ({ count }: { count: number }) => (
  <span class="badge" aria-hidden="true">
    {count > 99 ? '99+' : count}
  </span>
);

/** Two letters in a circle: tells conversations apart faster than reading does. */
export const Mark = ({ name, online }: { name: string; online?: boolean }) => (
  <span class="mark" data-online={online} aria-hidden="true">
    {initials(name)}
  </span>
);

const channelIcons: Record<string, LucideIcon> = {
  web: Globe,
  email: Mail,
  phone: Phone,
  sms: Smartphone,
  webhook: Radio,
};

interface ChannelProps {
  channel: { kind: string; name?: string };
  texts: Texts;
}

/** Where somebody writes from, as they would call it. */
export const channelName = ({ channel, texts }: ChannelProps): string =>
  channel.name ?? texts.channel[channel.kind] ?? channel.kind;

/** A channel's name with its picture. */
export function ChannelBadge({ channel, texts }: ChannelProps) {
  const Icon = channelIcons[channel.kind] ?? MessageSquareText;
  return (
    <span class="channel">
      <Icon size={14} strokeWidth={stroke} aria-hidden="true" />
      {channelName({ channel, texts })}
    </span>
  );
}

/** Says that the shop itself vouches for this person. */
export const Verified = ({ words }: { words: string }) => (
  <span class="verified" title={words}>
    <BadgeCheck size={16} strokeWidth={stroke} aria-hidden="true" />
    <span class="heard">{words}</span>
  </span>
);

/** What a part says while it has nothing to show. */
export const Empty = ({ children }: { children: ComponentChildren }) => <p class="empty">{children}</p>;

/** Moves the focus up and down a list's rows (`data-row`) with the arrow keys, Home and End. */
export function arrowRows(event: KeyboardEvent) {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY }[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  if (at < 0) return;
  event.preventDefault();
  rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
}

/** Moves the focus along a toolbar with the arrow keys, Home and End; every tool stays one Tab away all the same. */
export function arrowTools(event: KeyboardEvent) {
  const step = { ArrowRight: 1, ArrowLeft: -1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY }[
    event.key
  ];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const bar = event.currentTarget as HTMLElement;
  if (!(event.target instanceof HTMLElement) || event.target.closest('[role=menu], input, select')) return;
  const tools = [...bar.querySelectorAll<HTMLElement>('button')].filter((one) => !one.closest('[role=menu]'));
  const at = tools.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  tools[Math.min(tools.length - 1, Math.max(0, at + step))]?.focus();
}
