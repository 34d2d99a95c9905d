import type { Advice } from '@theke/rules/advise';
import { useRef } from 'preact/hooks';
import { useView } from '../use.ts';
import { AdviceLine } from './AdviceLine.tsx';
import { lineOf, type Span, spanOf } from './textPlaces.ts';

/** Where in a text each thing is marked that seems wrong; what stands at one place is marked once. */
export function adviceMarks(text: string, advice: readonly Advice[]): (Span & { name: 'advice' })[] {
  const spans = advice.flatMap((one) => spanOf(text, one.path) ?? []);
  return spans
    .filter((span, no) => spans.findIndex(({ from, to }) => from === span.from && to === span.to) === no)
    .map((span) => ({ ...span, name: 'advice' }));
}

interface Props {
  text: string;
  advice: readonly Advice[];
  /** The text cannot be read right now: places and ways out wait. */
  rests: boolean;
  onGo: (span: Span) => void;
  /** Absent where nobody may change anything. */
  onUse?: (advice: Advice) => void;
}

/** What seems wrong in a rule's JSON, under it, so that the text stays where it is: each with its line, which leads there. */
export function JsonAdvice({ text, advice, rests, onGo, onUse }: Props) {
  const { texts } = useView();
  // While they wait, the buttons are out of sight but keep their room: nothing moves.
  const read = useRef(text);
  if (!rests) read.current = text;
  if (advice.length === 0) return null;
  return (
    <ul class="json-advice" aria-label={texts.ruleAdvice.list} data-rests={rests}>
      {advice.map((one) => {
        const span = spanOf(read.current, one.path);
        const place = span && lineOf(read.current, span.from);
        return (
          <li key={`${one.path} ${one.say.code}`}>
            <AdviceLine advice={one} onUse={onUse && (() => onUse(one))}>
              {span && place ? (
                <button type="button" class="text-button" onClick={() => onGo(span)}>
                  {texts.ruleForm.toLine(place.line, place.column)}
                </button>
              ) : null}
            </AdviceLine>
          </li>
        );
      })}
    </ul>
  );
}
