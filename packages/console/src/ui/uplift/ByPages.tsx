import type { UpliftReport } from '@theke/protocol';
import { byPagesOnly } from './byPages.ts';
import { CopyAddress } from './CopyAddress.tsx';
import { Estimate } from './Estimate.tsx';
import { bothN, type Say } from './say.ts';

const address = '/api/v1/orders';
// As a shop's server would send it; amounts in the main unit, the time of the order.
const example = '{ "orderId": "W-48213-k7f2q", "amount": 129.90, "currency": "EUR", "at": "2026-06-01T10:15:00Z" }';

/** How many of the customers nobody vouches for but their page: stands wherever they are among the figures. */
export function ByPagesNote({ report, say }: { report: UpliftReport; say: Say }) {
  const { words, figures } = say;
  const { count, buyers } = byPagesOnly(report);
  if (count <= 0) return null;
  return (
    <p class="small by-pages">{words.byPages.note({ count: figures.count(count), buyers: figures.count(buyers) })}</p>
  );
}

/** The same measure without what pages alone have told. */
export function ConfirmedFigure({ report, say }: { report: UpliftReport; say: Say }) {
  const { words } = say;
  const { relative } = report.confirmed;
  return (
    <div class="verdict-alone">
      <h4>{words.byPages.alone}</h4>
      {relative ? (
        <Estimate say={say} interval={relative} as="lift" n={bothN(report, say)} plain />
      ) : (
        <p class="small quiet">{words.byPages.nothing}</p>
      )}
    </div>
  );
}

interface Props {
  say: Say;
  copy: (text: string) => Promise<boolean>;
}

/** What the shop's developer needs so that orders are told by the shop's own server. */
export function TellOrders({ say, copy }: Props) {
  const { byPages } = say.words;
  return (
    <details class="tell-orders">
      <summary>{byPages.how}</summary>
      <CopyAddress method="POST" address={address} say={say} copy={copy} />
      <pre>
        <code>{example}</code>
      </pre>
      <p>{byPages.same}</p>
      <p>
        {byPages.scope} <code>orders:write</code>. {byPages.docs} <code>docs/uplift.md</code>
      </p>
    </details>
  );
}
