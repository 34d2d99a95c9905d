import { CopyAddress } from './CopyAddress.tsx';
import type { Say } from './say.ts';

interface Props {
  experimentId: string;
  say: Say;
  copy: (text: string) => Promise<boolean>;
}

/** Where the rows are, for whoever wants to compute everything anew. Rows of visitors are not for a browser's session: a key fetches them. */
export function Rows({ experimentId, say, copy }: Props) {
  const { raw } = say.words;
  const address = `/api/v1/reports/uplift/${encodeURIComponent(experimentId)}/rows`;
  return (
    <section class="part raw" aria-labelledby="uplift-raw">
      <h3 id="uplift-raw">{raw.title}</h3>
      <p>{raw.long}</p>
      <dl class="uplift-facts">
        <div>
          <dt>{raw.address}</dt>
          <dd>
            <CopyAddress method="GET" address={address} say={say} copy={copy} />
          </dd>
        </div>
        <div>
          <dt>{raw.scope}</dt>
          <dd>
            <code>reports:read</code>
          </dd>
        </div>
      </dl>
    </section>
  );
}
