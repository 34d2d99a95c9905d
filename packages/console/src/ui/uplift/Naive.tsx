import type { UpliftReport } from '@theke/protocol';
import type { Say } from './say.ts';

/** What the field shows, struck through, with the reason: the one figure here that has no interval, because it means nothing. */
export function Naive({ report, say }: { report: UpliftReport; say: Say }) {
  const { words, figures } = say;
  const { naive } = report;
  if (!naive || !Number.isFinite(naive.ratio)) return null;
  return (
    <section class="part naive" aria-labelledby="uplift-naive">
      <h3 id="uplift-naive">
        {words.naive.title} <span class="tag">{words.naive.notCausal}</span>
      </h3>
      <p class="naive-figure">
        <span class="heard">{words.naive.said} </span>
        <s>{words.naive.more(figures.lift(naive.ratio - 1, 0))}</s>
      </p>
      <p class="small quiet" data-n>
        {words.naive.long({
          chatters: figures.count(naive.chatters),
          bought: figures.count(naive.chatters * naive.chattersRate),
          others: figures.count(naive.others),
          othersBought: figures.count(naive.others * naive.othersRate),
        })}
      </p>
      <p>{words.naive.why}</p>
    </section>
  );
}
