import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  field: RefObject<HTMLInputElement & HTMLTextAreaElement>;
  text: string;
  caret: { start: number; end: number } | null;
  isLine: boolean;
  style: { fontSize: string };
}

/**
 * The visitor's caret in an editor. A field tells nobody where its letters are; the same words, invisible and over it, do.
 */
export function FieldMirror({ field, text, caret, isLine, style }: Props) {
  const mirror = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = field.current;
    const follow = () => {
      if (mirror.current && element)
        mirror.current.style.transform = `translate(${-element.scrollLeft}px, ${-element.scrollTop}px)`;
    };
    follow();
    element?.addEventListener('scroll', follow);
    return () => element?.removeEventListener('scroll', follow);
  }, [field, text, caret]);
  if (!caret) return null;
  const start = Math.min(caret.start, text.length);
  const end = Math.max(start, Math.min(caret.end, text.length));
  return (
    <div class="fill-mirror" aria-hidden="true" data-line={isLine} style={style}>
      <div ref={mirror}>
        {text.slice(0, start)}
        <mark>{text.slice(start, end)}</mark>
        <i />
        {text.slice(end)}
      </div>
    </div>
  );
}
