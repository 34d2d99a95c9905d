import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { FieldDetails, OpenField, PageView } from '../../desk/viewDoor.ts';
import { useView } from '../use.ts';
import { useBox } from './place.ts';
import { TextEditor } from './TextEditor.tsx';

interface Props {
  view: PageView;
  open: OpenField;
  label: string;
  scale: number;
  /** The focus goes back to the picture. */
  onDone: () => void;
}

// Smaller and nobody can read or hit it.
const leastPx = { width: 96, height: 26 };
// Letters of the page, made as small as the page is, but never too small to read.
const letterPx = { page: 15, least: 12 };
// Room the words below need; nearer to the lower edge they stand above.
const wordsPx = 44;

/** A real field exactly over the visitor's: what is written here is written there, and the other way round. */
export function FieldEditor({ view, open, label, scale, onDone }: Props) {
  const { texts } = useView();
  const holder = useRef<HTMLDivElement>(null);
  const left = useRef(false);
  const box = useBox(view, open.node);
  const words = texts.fill;
  const details = view.detailsOf?.(open.node) ?? null;
  const locked = open.locked.value;
  const isVisible = box !== null && locked !== 'closed';
  // Once it is there: whoever clicked the field types on.
  useLayoutEffect(() => {
    if (isVisible) holder.current?.querySelector<HTMLElement>('[data-editor]')?.focus();
  }, [isVisible, open]);
  // The page leaves the field when the editor goes, whatever took it away.
  useEffect(() => () => void (left.current || open.leave()), [open]);
  if (!isVisible) return null;
  const height = Math.max(leastPx.height, box.height * scale);
  const width = Math.max(leastPx.width, box.width * scale);
  const pageHeight = (view.size.value?.height ?? 0) * scale;
  // Larger than the field where that is tiny, but about its middle.
  const top = box.top * scale - (height - box.height * scale) / 2;
  const above = box.top * scale + height + wordsPx > pageHeight;
  // Said once, whichever way the focus takes.
  const leave = () => {
    if (!left.current) open.leave();
    left.current = true;
  };
  const done = () => {
    leave();
    onDone();
  };
  const told = locked === 'busy' ? words.typing : open.mode === 'blind' ? words.blind : words.open;
  return (
    // biome-ignore lint/a11y/useSemanticElements: it lies over a picture; a fieldset would bring a look of its own
    <div
      ref={holder}
      class="fill"
      role="group"
      aria-label={words.editor}
      data-above={above}
      data-mode={open.mode}
      data-locked={locked === 'busy'}
      style={{ left: `${box.left * scale}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` }}
      onFocusIn={() => {
        left.current = false;
      }}
      onFocusOut={(event) => {
        if (!holder.current?.contains(event.relatedTarget as Node | null)) leave();
      }}
      onKeyDown={(event) => {
        // Letters belong to the field, not to the desk.
        event.stopPropagation();
        const ends = event.key === 'Enter' && (open.kind === 'text' || open.kind === 'whole' || event.ctrlKey);
        if (event.isComposing || (event.key !== 'Escape' && !ends)) return;
        event.preventDefault();
        done();
      }}
    >
      <Editor
        open={open}
        label={words.field(details?.label || label)}
        details={details}
        letters={Math.max(letterPx.least, letterPx.page * scale)}
      />
      <p class="fill-words" role="status">
        <span>{told}</span>
        <span class="fill-keys" aria-hidden="true">
          {open.kind === 'lines' || open.kind === 'rich' ? words.keysLines : words.keys}
        </span>
        <button type="button" class="text-button" onClick={done}>
          {words.done}
        </button>
      </p>
    </div>
  );
}

interface EditorProps {
  open: OpenField;
  label: string;
  details: FieldDetails | null;
  letters: number;
}

function Editor({ open, label, details, letters }: EditorProps) {
  const { texts } = useView();
  const text = open.text.value;
  const style = { fontSize: `${letters}px` };
  if (open.kind === 'tick') {
    return (
      <label class="fill-tick" style={style}>
        <input
          data-editor
          type="checkbox"
          aria-label={label}
          checked={text !== ''}
          onChange={(event) => open.tick(event.currentTarget.checked)}
        />
        <span aria-hidden="true">{texts.fill.ticked}</span>
      </label>
    );
  }
  if (open.kind === 'choice') {
    const chosen = new Set(text.split(',').filter(Boolean));
    const options = details?.options ?? [];
    return (
      <select
        data-editor
        class="fill-field"
        style={style}
        aria-label={label}
        multiple={details?.multiple}
        onChange={(event) => {
          const all = [...event.currentTarget.options];
          open.pick(all.flatMap((one) => (one.selected && one.value !== '' ? [Number(one.value)] : [])));
        }}
      >
        {chosen.size === 0 && !details?.multiple ? <option value="">{texts.fill.choose}</option> : null}
        {options.map((words, at) => (
          <option key={`${at}-${words}`} value={String(at)} selected={chosen.has(String(at))}>
            {words || texts.fill.option(at + 1)}
          </option>
        ))}
      </select>
    );
  }
  if (open.kind === 'whole') {
    return (
      <input
        data-editor
        class="fill-field"
        style={style}
        type={wholeType(details?.type)}
        aria-label={label}
        value={text}
        onInput={(event) => open.put(event.currentTarget.value)}
      />
    );
  }
  return <TextEditor open={open} label={label} style={style} />;
}

const wholeTypes = ['date', 'time', 'month', 'week', 'datetime-local', 'number', 'range', 'color'];
const wholeType = (type: string | undefined) => (type && wholeTypes.includes(type) ? type : 'text');
