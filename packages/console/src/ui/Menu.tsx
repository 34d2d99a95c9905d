import { Check, ChevronDown, type LucideIcon } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { stroke } from './parts.tsx';

export interface MenuLine {
  key: string;
  icon?: LucideIcon;
  label: string;
  /** A second, quieter line. */
  hint?: string;
  /** A line that is switched on and off. */
  checked?: boolean;
  /** Why it cannot be used right now. */
  blocked?: string | null | false;
  run: () => void;
}

interface Props {
  label: string;
  icon: LucideIcon;
  lines: readonly (MenuLine | { key: string; title: string; small: readonly MenuLine[] })[];
  /** Something in it is switched on: the button tells, so that nobody has to look. */
  marked?: boolean;
  children?: ComponentChildren;
}

/** A button with a menu: arrow keys walk, Enter does it, Esc closes and gives the focus back. */
export function Menu({ label, icon: Icon, lines, marked }: Props) {
  const [open, setOpen] = useState(false);
  const holder = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
  const close = (giveBack: boolean) => {
    setOpen(false);
    if (giveBack) button.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    items()[0]?.focus();
    const away = (event: Event) => {
      if (!holder.current?.contains(event.target as Node)) close(false);
    };
    document.addEventListener('pointerdown', away);
    document.addEventListener('focusin', away);
    return () => {
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('focusin', away);
    };
  }, [open]);
  const keyed = (event: KeyboardEvent) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) all[(at + step + all.length) % all.length]?.focus();
    else if (event.key === 'Home') all[0]?.focus();
    else if (event.key === 'End') all.at(-1)?.focus();
    else if (event.key === 'Escape') close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const item = (line: MenuLine, isSmall = false) => (
    <button
      key={line.key}
      type="button"
      class={isSmall ? 'menu-key' : 'menu-line'}
      {...(line.checked === undefined
        ? { role: 'menuitem' }
        : { role: 'menuitemcheckbox', 'aria-checked': line.checked })}
      aria-disabled={line.blocked ? true : undefined}
      aria-label={isSmall ? line.label : undefined}
      title={line.blocked || undefined}
      tabIndex={-1}
      onClick={() => {
        if (line.blocked) return;
        close(true);
        line.run();
      }}
    >
      {isSmall ? (line.hint ?? line.label) : <Line line={line} />}
    </button>
  );
  return (
    <div class="menu" ref={holder}>
      <button
        ref={button}
        type="button"
        class="action menu-button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        data-marked={marked}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || open) return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <Icon size={18} strokeWidth={stroke} aria-hidden="true" />
        <span class="action-label">{label}</span>
        <ChevronDown size={14} strokeWidth={stroke} aria-hidden="true" />
      </button>
      {open ? (
        // The focus is on its lines; the box only hears their keys
        <div class="menu-list" id={id} role="menu" tabIndex={-1} aria-label={label} ref={list} onKeyDown={keyed}>
          {lines.map((line) =>
            'small' in line ? (
              // biome-ignore lint/a11y/useSemanticElements: a group of menu items, not of form fields
              <div key={line.key} class="menu-keys" role="group" aria-label={line.title}>
                <p aria-hidden="true">{line.title}</p>
                <div>{line.small.map((one) => item(one, true))}</div>
              </div>
            ) : (
              item(line)
            ),
          )}
        </div>
      ) : null}
    </div>
  );
}

function Line({ line }: { line: MenuLine }) {
  const Icon = line.checked ? Check : line.icon;
  return (
    <>
      {Icon ? <Icon size={18} strokeWidth={stroke} aria-hidden="true" /> : null}
      <span class="menu-words">
        <span>{line.label}</span>
        {line.blocked || line.hint ? <span class="menu-hint">{line.blocked || line.hint}</span> : null}
      </span>
    </>
  );
}
