import { SignalHigh, SignalLow, SignalMedium } from 'lucide-preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Link } from '../../desk/link.ts';
import type { Texts } from '../../texts/index.ts';
import { stroke } from '../parts.tsx';
import { useView } from '../use.ts';

const icons = { good: SignalHigh, fair: SignalMedium, poor: SignalLow };

/** How well the page comes over, in one word; the figures for who asks. */
export function LinkBadge({ link }: { link: Link }) {
  const { texts } = useView();
  const [open, setOpen] = useState(false);
  const holder = useRef<HTMLSpanElement>(null);
  const id = useId();
  const Icon = icons[link.grade];
  const word = texts.link[link.grade];
  const figures = figuresOf(link, texts);
  useEffect(() => {
    if (!open) return;
    const away = (event: Event) => {
      if (!holder.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only hears Esc from the button inside
    <span
      class="link"
      ref={holder}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.preventDefault();
        setOpen(false);
      }}
    >
      <button
        type="button"
        class="link-badge"
        data-grade={link.grade}
        aria-label={texts.link.said(word)}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        title={figures.join('\n')}
        onClick={() => setOpen(!open)}
      >
        <Icon size={16} strokeWidth={stroke} aria-hidden="true" />
        <span aria-hidden="true">{word}</span>
      </button>
      {open ? (
        <span class="link-figures" id={id}>
          {figures.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </span>
      ) : null}
    </span>
  );
}

function figuresOf(link: Link, { link: words }: Texts): string[] {
  const lines = [
    link.roundTripMs === null ? words.unknown : words.roundTrip(Math.round(link.roundTripMs)),
    ...(link.visitorMs === null ? [] : [words.visitor(Math.round(link.visitorMs))]),
    words.lag(Math.round(link.lagMs)),
    words.dropped(link.droppedLately),
    words.rate(Math.round(link.rate / 102.4) / 10),
  ];
  return link.unanswered > 0 ? [words.unanswered, ...lines] : lines;
}
