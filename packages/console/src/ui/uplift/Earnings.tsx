import type { ReportInterval, UpliftReport } from '@theke/protocol';
import { Estimate } from './Estimate.tsx';
import { bothN, rangeOf, type Say } from './say.ts';

/** The figures beside the one the verdict stands on: in percentage points, in money, and the order value as mere description. */
export function Earnings({ report, say, whole }: { report: UpliftReport; say: Say; whole?: boolean }) {
  const { words, figures } = say;
  const { conversion, revenue, arms, experiment } = report;
  const n = bothN(report, say);
  const perVisitor = (arm: typeof arms.invite) => figures.money(arm.visitors > 0 ? arm.revenue / arm.visitors : 0);
  return (
    <div class="cards">
      <div class="card">
        <h4>
          {words.conversion} <span class="tag tag-main">{words.primary}</span>
        </h4>
        {whole && conversion.relative ? (
          <Estimate
            say={say}
            interval={conversion.relative}
            as="lift"
            n={n}
            p={conversion.p === null ? null : figures.p(conversion.p)}
          />
        ) : null}
        {conversion.absolute ? (
          <Estimate say={say} interval={conversion.absolute} as="points" n={n} />
        ) : (
          <p class="quiet">{words.nothing}</p>
        )}
        <p class="small quiet">
          {words.counted({
            invite: figures.count(arms.invite.buyers),
            ofInvite: figures.count(arms.invite.visitors),
            holdout: figures.count(arms.holdout.buyers),
            ofHoldout: figures.count(arms.holdout.visitors),
          })}
        </p>
      </div>
      <div class="card">
        <h4>
          {words.revenue} <span class="tag">{words.secondary}</span>
        </h4>
        {revenue.relative ? (
          <Estimate
            say={say}
            interval={revenue.relative}
            as="lift"
            n={n}
            p={revenue.p === null ? null : figures.p(revenue.p)}
          />
        ) : experiment.capCents === undefined ? null : (
          <p class="quiet">{words.nothing}</p>
        )}
        <p class="small quiet">
          {words.perVisitor(perVisitor(arms.invite), perVisitor(arms.holdout))}.{' '}
          {experiment.capCents !== undefined ? words.cut(figures.money(experiment.capCents)) : words.uncut}
        </p>
      </div>
      <div class="card card-quiet">
        <h4>
          {words.orderValue} <span class="tag">{words.describes}</span>
        </h4>
        <OrderValue say={say} name={words.invited} value={report.orderValue.invite} orders={arms.invite.orders} />
        <OrderValue say={say} name={words.heldBack} value={report.orderValue.holdout} orders={arms.holdout.orders} />
        <p class="small quiet">{words.describesWhy}</p>
      </div>
    </div>
  );
}

function OrderValue(props: { say: Say; name: string; value: ReportInterval | null; orders: number }) {
  const { say, name, value, orders } = props;
  const { words, figures } = say;
  return (
    <div class="order-value">
      <p>
        <span class="quiet">{name}</span> <strong>{value ? figures.money(value.estimate) : '–'}</strong>
      </p>
      {value ? (
        <p class="small quiet">
          {rangeOf(value, figures.money, say)} · {words.nOrders(figures.count(orders))}
        </p>
      ) : null}
    </div>
  );
}
