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
