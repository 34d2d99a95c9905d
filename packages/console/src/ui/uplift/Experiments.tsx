import type { ExperimentLine } from '@theke/protocol';
import { Compass } from 'lucide-preact';
import { arrowRows, stroke } from '../parts.tsx';
import { nameOf, type Say } from './say.ts';
import { VerdictMark } from './Verdict.tsx';

interface Props {
  lines: readonly ExperimentLine[];
  chosenId: string | null;
  say: Say;
  choose: (experimentId: string | null) => void;
}

/** Every experiment of a site, newest first, with its verdict; and the way to plan one. */
export function Experiments({ lines, chosenId, say, choose }: Props) {
  const { words, figures } = say;
  return (
    <nav class="experiments" aria-label={words.experiments}>
      <ul onKeyDown={arrowRows}>
        {lines.map((line) => (
          <li key={line.experimentId}>
            <button
              type="button"
              data-row
              aria-current={line.experimentId === chosenId ? 'true' : undefined}
              onClick={() => choose(line.experimentId)}
            >
              <strong>
                {nameOf(line, say)}
                {line.layer === 'rule' ? (
                  <>
                    {' · '}
                    <span class="quiet whole">{words.version(line.version)}</span>
                  </>
                ) : null}
              </strong>
              <VerdictMark verdict={line.verdict} say={say} />
              <span class="small quiet">
                <span class="whole">
                  {line.endedAt
                    ? words.ended(figures.date(line.startedAt), figures.date(line.endedAt))
                    : words.running(figures.date(line.startedAt))}
                </span>
                {' · '}
                <span class="whole">{words.visitors(figures.count(line.visitors))}</span>
              </span>
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            data-row
            aria-current={chosenId === null ? 'true' : undefined}
            onClick={() => choose(null)}
          >
            <span class="plan-new">
              <Compass size={16} strokeWidth={stroke} aria-hidden="true" />
              {words.planNew}
            </span>
          </button>
        </li>
      </ul>
    </nav>
  );
}
