import { useLayoutEffect, useRef } from 'preact/hooks';
import type { OpenField } from '../../desk/viewDoor.ts';
import { FieldMirror } from './FieldMirror.tsx';

interface Props {
  open: OpenField;
  label: string;
  style: { fontSize: string };
}

/** Text that two people write. What the other one puts in before the caret moves the caret along. */
export function TextEditor({ open, label, style }: Props) {
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  // What this editor itself did last: it stands in the field already, caret and all.
  const own = useRef<{ text: string; at: number } | null>(null);
  const text = open.text.value;
  const caret = open.caret.value;
  const isLine = open.kind === 'text';
  const place = () => field.current?.setSelectionRange(caret.start, caret.end);

  // A value that is set puts the caret at its end.
  useLayoutEffect(() => {
    if (document.activeElement !== field.current) return;
    if (own.current?.text === text && own.current.at === caret.end) return;
    own.current = { text, at: caret.end };
    place();
  }, [text, caret]);

  const wrote = (element: HTMLInputElement) => {
    const at = element.selectionEnd ?? element.value.length;
    own.current = { text: element.value, at };
    open.write(element.value, at);
  };
  /** A caret that was only moved must be known too: the next change of the visitor's moves it from there. */
  const moved = () => {
    const element = field.current;
    if (element && element.value === open.text.peek() && element.selectionEnd !== own.current?.at) wrote(element);
  };
  const Tag = isLine ? 'input' : 'textarea';
  return (
    <>
      <Tag
        ref={field}
        data-editor
        class="fill-field"
        style={style}
        aria-label={label}
        autocomplete="off"
        spellcheck={false}
        value={text}
        onFocus={place}
        onInput={(event) => wrote(event.currentTarget as HTMLInputElement)}
        onKeyUp={moved}
        onPointerUp={moved}
      />
      <FieldMirror field={field} text={text} caret={open.visitorCaret.value} isLine={isLine} style={style} />
    </>
  );
}
