import type { Say } from './say.ts';

/** For whoever would sign the figures: the method of each, and where the formulas stand. */
export function Method({ say }: { say: Say }) {
  const { method } = say.words;
  return (
    <details class="part method">
      <summary>
        <h3>{method.title}</h3>
      </summary>
      <ul>
        {method.list.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>
        {method.docs} <code>docs/uplift.md</code>
      </p>
    </details>
  );
}

/** What the sceptic asks last: the limits of every figure above. */
export function Limits({ say }: { say: Say }) {
  const { limits } = say.words;
  return (
    <details class="part method limits">
      <summary>
        <h3>{limits.title}</h3>
      </summary>
      <ul>
        {limits.list.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}
