import type { Refusal, VisitorExplanation } from '@theke/protocol';
import { useId } from 'preact/hooks';
import { agoWords, exactLength } from '../../format/time.ts';
import type { Texts } from '../../texts/index.ts';
import { useView } from '../use.ts';
import { missingWords, serverNoMs } from './told.ts';
import { useWhy } from './useWhy.ts';
import { WhyPast } from './WhyPast.tsx';
import { WhyTree } from './WhyTree.tsx';

function refusedWords({ code, detail }: Refusal, { explain, refused }: Texts): string {
  const key = code === 'notFound' && detail === 'ruleId' ? 'noRule' : code;
  return explain.refused[key] ?? refused.why[code] ?? explain.refusedElse;
}

interface PanelProps {
  visitorId: string;
  ruleId: string;
  /** Leads to what the server decided; absent where leaving would lose something. */
  onDecisions?: () => void;
}

/** Why a rule does or does not invite a visitor now, kept up to date while it is open. */
export function WhyPanel({ visitorId, ruleId, onDecisions }: PanelProps) {
  const { texts } = useView();
  const { told, refusal } = useWhy(visitorId, ruleId);
  return (
    <section class="why" aria-label={`${texts.explain.why} ${ruleId}`} aria-busy={!told && !refusal}>
      {/* Said when it changes; what counts in the tree is not, or nobody could listen to anything else. */}
      <p class="trouble" role="status">
        {refusal ? refusedWords(refusal, texts) : ''}
        {refusal && told ? ` ${texts.explain.stale}` : ''}
      </p>
      {told ? (
        <Told told={told} onDecisions={onDecisions} />
      ) : refusal ? null : (
        <p class="quiet">{texts.explain.asking}</p>
      )}
    </section>
  );
}

/** In short: where the rule stands and when that may change. */
function sumWords(told: VisitorExplanation, { explain }: Texts, language: string): string[] {
  const { state, holdsInMs, nextChangeInMs, gate } = told;
  const waits = state === 'waiting';
  const noMs = serverNoMs(told);
  // What was answered a moment ago is the story; what the conditions may do is none of it.
  if (noMs !== null)
    return [
      explain.refusedByServer(agoWords(noMs, language)),
      gate?.opensInMs ? explain.askedAgain(exactLength(gate.opensInMs)) : '',
    ].filter(Boolean);
  const noChange = waits ? explain.noChange : '';
  return [
    explain.states[state],
    waits && holdsInMs !== null && holdsInMs > 0 ? explain.holdsIn(exactLength(holdsInMs)) : '',
    waits && holdsInMs === null ? explain.holdsNot : '',
    nextChangeInMs === null ? noChange : explain.nextChange(exactLength(nextChangeInMs)),
  ].filter(Boolean);
}

function Told({ told, onDecisions }: { told: VisitorExplanation } & Pick<PanelProps, 'onDecisions'>) {
  const { language, texts } = useView();
  const words = texts.explain;
  const id = useId();
  const missing = missingWords(told, { texts, language });
  const { gate, losesTo, tree, last } = told;
  const noMs = serverNoMs(told);
  return (
    <>
      <p class="why-sum" data-state={told.state}>
        {sumWords(told, texts, language).join(' ')} <span class="quiet">{words.version(told.version)}</span>
      </p>
      {gate && told.state !== 'off' ? (
        <section aria-labelledby={`${id}-gate`}>
          <h3 id={`${id}-gate`}>{words.gate}</h3>
          <p>
            {words.gates[gate.name]}{' '}
            {gate.opensInMs === null
              ? ''
              : (gate.name === 'backoff' ? words.askedAgain : words.opensIn)(exactLength(gate.opensInMs))}{' '}
            {losesTo ? words.losesTo(losesTo) : ''}
          </p>
          {gate.name === 'backoff' && onDecisions ? (
            <button type="button" class="text-button" onClick={onDecisions}>
              {texts.rules.decisions}
            </button>
          ) : null}
        </section>
      ) : null}
      <section aria-labelledby={`${id}-tree`}>
        <h3 id={`${id}-tree`}>{words.conditions}</h3>
        <WhyTree tree={tree} label={words.conditions} noMs={noMs} />
      </section>
      <section aria-labelledby={`${id}-missing`}>
        <h3 id={`${id}-missing`}>{words.missing}</h3>
        {missing.length > 0 ? (
          // biome-ignore lint/a11y/noRedundantRoles: without bullets some readers no longer take it for a list
          <ul role="list" class="why-missing">
            {missing.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        ) : (
          <p class="quiet">
            {told.state === 'waiting' ? words.missingNever : noMs === null ? words.missingNothing : words.missingServer}
          </p>
        )}
      </section>
      <section aria-labelledby={`${id}-last`}>
        <h3 id={`${id}-last`}>{words.last}</h3>
        <WhyPast last={last} />
      </section>
    </>
  );
}
