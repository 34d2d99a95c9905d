import type { ToldEdge } from '@theke/protocol';
import { agoWords } from '../../format/time.ts';
import { useView } from '../use.ts';

/** So many are seen at once; the earlier ones are behind a click. */
const shown = 6;

/** What happened to a rule on that page, the newest first. */
export function WhyPast({ last }: { last: readonly ToldEdge[] }) {
  const words = useView().texts.explain;
  const newest = [...last].reverse();
  if (newest.length === 0) return <p class="quiet">{words.lastNone}</p>;
  return (
    <>
      <Line edges={newest.slice(0, shown)} />
      {newest.length > shown ? (
        <details>
          <summary>{words.earlier(newest.length - shown)}</summary>
          <Line edges={newest.slice(shown)} />
        </details>
      ) : null}
    </>
  );
}

function Line({ edges }: { edges: readonly ToldEdge[] }) {
  const { language, texts } = useView();
  const words = texts.explain;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without figures some readers no longer take it for a list
    <ol role="list" class="why-line">
      {edges.map(({ what, agoMs, to }, at) => (
        <li key={at} data-edge={what}>
          <span>{what === 'lostTo' && to ? words.lostTo(to) : words.edges[what]}</span>{' '}
          <span class="quiet">{agoWords(agoMs, language)}</span>
        </li>
      ))}
    </ol>
  );
}
