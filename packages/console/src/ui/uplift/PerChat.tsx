import type { UpliftReport } from '@theke/protocol';
import { Estimate } from './Estimate.tsx';
import { isTelling } from './figures.ts';
import { bothN, type Say } from './say.ts';

/** What one accepted chat changed, with what that figure takes for granted; or that it cannot be told, and why. */
export function PerChat({ report, say }: { report: UpliftReport; say: Say }) {
  const words = say.words.perChat;
  const found = report.perAcceptedChat;
  return (
    <section class="part" aria-labelledby="uplift-per-chat">
      <h3 id="uplift-per-chat">{words.title}</h3>
      {found && isTelling(found) ? (
        <>
          <Estimate say={say} interval={found} as="points" n={bothN(report, say)} plain />
          <p class="small quiet">{words.assumes}</p>
        </>
      ) : (
        <p>{found ? words.wide : words.unknown}</p>
      )}
    </section>
  );
}
