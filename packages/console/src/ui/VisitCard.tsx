import type { Cart, DeskConversation, Visit } from '@theke/protocol';
import { pageName, pagePath } from '../format/address.ts';
import { cartTotalCents, money } from '../format/money.ts';
import { fullTime, spokenLength } from '../format/time.ts';
import { useView } from './use.ts';

/** The page they are on, their cart, and what else the shop tells of this visit. */
export function VisitCard({ one }: { one: DeskConversation }) {
  const { desk, texts } = useView();
  const visit = (one.visitor && desk.state.value.visits.get(one.visitor.visitorId)) || one.visitor;
  if (!visit) return null;
  return (
    <div class="part">
      <header class="part-head">
        <h3>{texts.contact.page}</h3>
        {visit.online ? null : <span class="part-count">{texts.contact.offline}</span>}
      </header>
      <PageNow visit={visit} />
      <Shopping visit={visit} />
    </div>
  );
}

function PageNow({ visit }: { visit: Visit }) {
  const { desk, language, texts } = useView();
  const nowMs = desk.nowMs.value;
  return (
    <div class="page-now">
      <p class="page-title">{pageName(visit.page)}</p>
      {visit.page.title ? (
        <p class="quiet page-path" title={visit.page.url}>
          {pagePath(visit.page.url)}
        </p>
      ) : null}
      {visit.online ? (
        <p class="quiet">
          <span title={fullTime(visit.pageSinceAt, language)}>
            {texts.contact.onSince(spokenLength(nowMs - visit.pageSinceAt))}
          </span>
          {' · '}
          <span title={fullTime(visit.visitSinceAt, language)}>
            {texts.contact.visitSince(spokenLength(nowMs - visit.visitSinceAt))}
          </span>
        </p>
      ) : null}
    </div>
  );
}

function Shopping({ visit }: { visit: Visit }) {
  const { language, texts } = useView();
  const { product, cart, order, search, error } = visit.context;
  const words = texts.contact;
  return (
    <>
      {cart ? <CartLines cart={cart} /> : null}
      {product || order || search || error ? (
        <dl class="facts">
          {product ? (
            <>
              <dt>{words.product}</dt>
              <dd>
                <span>{product.name}</span>
                {product.priceCents === undefined ? null : (
                  <span class="figure">{money(product.priceCents, product.currency, language)}</span>
                )}
              </dd>
            </>
          ) : null}
          {order ? (
            <>
              <dt>{words.order}</dt>
              <dd>
                <span>{order.id}</span>
                <span class="figure">{money(order.amountCents, order.currency, language)}</span>
              </dd>
            </>
          ) : null}
          {search ? (
            <>
              <dt>{words.search}</dt>
              <dd>
                <span>“{search.query}”</span>
                {search.results === undefined ? null : <span class="quiet">{words.results(search.results)}</span>}
              </dd>
            </>
          ) : null}
          {error ? (
            <>
              <dt>{words.error}</dt>
              <dd class="trouble">{error.message}</dd>
            </>
          ) : null}
        </dl>
      ) : null}
    </>
  );
}

function CartLines({ cart }: { cart: Cart }) {
  const { language, texts } = useView();
  const words = texts.contact;
  const total = cartTotalCents(cart);
  return (
    <table class="cart">
      <caption>{words.cart}</caption>
      <tbody>
        {(cart.lines ?? []).map((line) => (
          <tr key={line.id}>
            <td class="cart-count">{words.quantity(line.quantity)}</td>
            <td>{line.name}</td>
            <td class="figure">{money(line.priceCents * line.quantity, cart.currency, language)}</td>
          </tr>
        ))}
        {total === 0 && !cart.lines?.length ? (
          <tr>
            <td colSpan={3} class="quiet">
              {words.cartEmpty}
            </td>
          </tr>
        ) : null}
      </tbody>
      {total > 0 ? (
        <tfoot>
          <tr>
            <th colSpan={2} scope="row">
              {words.total}
            </th>
            <td class="figure">{money(total, cart.currency, language)}</td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}
