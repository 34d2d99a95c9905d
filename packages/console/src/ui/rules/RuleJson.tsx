import type { Advice } from '@theke/rules/advise';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useView } from '../use.ts';
import { withInstead } from './advice.ts';
import { type Draft, faultSpan } from './draft.ts';
import { adviceMarks, JsonAdvice } from './JsonAdvice.tsx';
import { pathText } from './path.ts';
import { caretAfter, changedSpan, lineOf, linesOf, piecesOf, type Span, spanOf } from './textPlaces.ts';
import { nextTrail, type TrailEvent, trailOf, trailStroke } from './trail.ts';

interface Props {
  draft: Draft;
  /** What seems wrong with it, though it may be saved. */
  advice: readonly Advice[];
  readOnly: boolean;
  onText: (text: string) => void;
  onValue: (value: unknown) => void;
}

/**
 * The rule as it is kept. What is wrong is marked at its place while one types, and a press leads there; what the form changes is
 * marked too. Steps back and forward are its own, because a browser forgets them when somebody else writes into a field.
 */
export function RuleJson({ draft, advice, readOnly, onText, onValue }: Props) {
  const { texts } = useView();
  const words = texts.ruleForm;
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const trail = useRef(trailOf(draft.text));
  /** The browser has put the cursor to the end: it goes back to its place once it is wanted. */
  const strayed = useRef(false);
  const [news, setNews] = useState<Span | null>(null);
  const { text, fault } = draft;
  const wrong = faultSpan(draft);
  const place = wrong && lineOf(text, wrong.from);
  const step = (event: TrailEvent) => {
    trail.current = nextTrail(trail.current, event);
  };

  useLayoutEffect(() => {
    const { now } = trail.current;
    if (text === now.text) {
      if (document.activeElement === field.current && field.current?.selectionStart !== now.caret)
        field.current?.setSelectionRange(now.caret, now.caret);
      return;
    }
    const caret = caretAfter(now.caret, now.text, text);
    const changed = changedSpan(now.text, text);
    step({ type: 'changed', step: { text, caret }, by: 'form', atMs: performance.now() });
    strayed.current = true;
    setNews(changed && linesOf(text, changed));
  }, [text]);

  // Only what stands around the text is scrolled: the form beside it stays where it is.
  useLayoutEffect(() => {
    const box = scroller.current;
    const mark = box?.querySelector<HTMLElement>('[data-mark~=news]');
    if (!news || !box || !mark || box.scrollHeight <= box.clientHeight) return;
    const top = mark.offsetTop;
    const isSeen = top >= box.scrollTop && top + mark.offsetHeight <= box.scrollTop + box.clientHeight;
    if (!isSeen) box.scrollTop = Math.max(0, top - box.clientHeight / 3);
  }, [news]);

  const go = (span: Span | null) => {
    if (!field.current || !span) return;
    field.current.focus();
    field.current.setSelectionRange(span.from, span.to);
  };
  const useInstead = (one: Advice) => {
    const meant = withInstead(draft.value, one);
    if (!meant) return;
    onValue(meant.value);
    // The button is gone by then; the text is the new one.
    requestAnimationFrame(() => go(field.current && spanOf(field.current.value, pathText(meant.path))));
  };
  const marks = [
    ...(wrong ? [{ ...wrong, name: 'fault' }] : adviceMarks(text, advice)),
    ...(news ? [{ ...news, name: 'news' }] : []),
  ];
  return (
    <div class="rule-json field">
      <label for={id}>{words.json}</label>
      <p id={`${id}-fault`} class="field-fault">
        {place ? (
          <>
            <button type="button" class="text-button" onClick={() => go(wrong)}>
              {words.toLine(place.line, place.column)}
            </button>{' '}
            {fault && fault.code !== 'syntax' ? (words.codes[fault.code] ?? words.fault) : null}
          </>
        ) : null}
      </p>
      <div class="json-scroll" ref={scroller}>
        <div class="json-paper">
          {/* A field tells nobody where its letters are; the same words, invisible and under it, do. */}
          <div class="json-marks" aria-hidden="true">
            {piecesOf(text, marks).map((piece, no) =>
              piece.names ? (
                <mark key={no} data-mark={piece.names}>
                  {piece.text}
                </mark>
              ) : (
                piece.text
              ),
            )}
            {'\n'}
          </div>
          <textarea
            id={id}
            ref={field}
            class="mono"
            spellcheck={false}
            autocomplete="off"
            autocapitalize="off"
            value={text}
            readOnly={readOnly}
            aria-invalid={fault !== null}
            aria-describedby={`${id}-fault`}
            onInput={(event) => {
              const { value, selectionStart } = event.currentTarget;
              step({
                type: 'changed',
                step: { text: value, caret: selectionStart },
                by: 'json',
                atMs: event.timeStamp,
              });
              setNews(null);
              onText(value);
            }}
            onKeyDown={(event) => {
              const type = readOnly || event.isComposing ? null : trailStroke(event);
              if (!type) return;
              event.preventDefault();
              step({ type });
              setNews(null);
              onText(trail.current.now.text);
            }}
            onBlur={(event) => {
              const caret = event.currentTarget.selectionStart;
              step({ type: 'changed', step: { text: trail.current.now.text, caret }, by: 'json', atMs: 0 });
            }}
            onFocus={(event) => {
              if (!strayed.current) return;
              strayed.current = false;
              const { caret } = trail.current.now;
              const { selectionStart, value } = event.currentTarget;
              // Whoever chose a place on the way in means it.
              if (selectionStart === value.length) event.currentTarget.setSelectionRange(caret, caret);
            }}
          />
        </div>
      </div>
      <JsonAdvice
        text={text}
        advice={advice}
        rests={fault !== null}
        onGo={go}
        onUse={readOnly ? undefined : useInstead}
      />
    </div>
  );
}
