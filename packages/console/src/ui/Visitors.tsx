import type { Visit } from '@theke/protocol';
import { visitsOf } from '../desk/lists.ts';
import { pageName } from '../format/address.ts';
import { cartTotalCents, money } from '../format/money.ts';
import { fullTime, spokenLength } from '../format/time.ts';
import { nameOf, visitName } from '../format/who.ts';
import { Empty } from './parts.tsx';
import { useView } from './use.ts';

/** Everybody on the shop's pages right now: page, dwell, cart. */
export function Visitors() {
  const { desk, texts } = useView();
  const visits = visitsOf(desk.state.value);
  const present = visits.filter((visit) => visit.online).length;
  return (
    <section class="visitors" aria-labelledby="visitors-title">
      <header class="part-head">
        <h2 id="visitors-title">{texts.visitors.title}</h2>
        {present > 0 ? <span class="part-count">{texts.visitors.count(present)}</span> : null}
      </header>
      {desk.state.value.ready && visits.length === 0 ? <Empty>{texts.visitors.none}</Empty> : null}
      {/* biome-ignore lint/a11y/noRedundantRoles: without bullets some readers no longer take it for a list */}
      <ul role="list" class="rows">
        {visits.map((visit) => (
          <VisitRow key={visit.visitorId} visit={visit} />
        ))}
      </ul>
    </section>
  );
}

function VisitRow({ visit }: { visit: Visit }) {
  const { desk, language, texts } = useView();
  const { cart } = visit.context;
  // On my desk the same person has one name everywhere.
  const known = visit.conversationId ? desk.state.value.conversations.get(visit.conversationId) : undefined;
  const onPage = spokenLength(desk.nowMs.value - visit.pageSinceAt);
  return (
    <li class="visit" data-online={visit.online}>
      <p class="visit-who">
        <span class="visit-dot" aria-hidden="true" />
        <span>{known ? nameOf(known.contact, texts) : visitName(visit, texts)}</span>
        {visit.conversationId ? <em>{texts.visitors.talking}</em> : null}
        {visit.online ? null : <em>{texts.visitors.left}</em>}
      </p>
      <p class="visit-page" title={visit.page.url}>
        {pageName(visit.page)}
      </p>
      <p class="visit-facts">
        <span title={fullTime(visit.pageSinceAt, language)}>
          <span aria-hidden="true">{onPage}</span>
          <span class="heard">{texts.visitors.onPage(onPage)}</span>
        </span>
        {cart && cartTotalCents(cart) > 0 ? (
          <strong>
            <span class="heard">{texts.contact.cart} </span>
            {money(cartTotalCents(cart), cart.currency, language)}
          </strong>
        ) : null}
      </p>
    </li>
  );
}
