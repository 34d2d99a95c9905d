// Everything the shop tells Theke. Each call returns a promise; without Theke they never settle and nobody minds.
{
  const { page } = shop;
  const tell = (...call) => void Theke(...call).catch(() => {});
  const currency = 'EUR';

  tell('page', { type: page.type });

  const { product, search, order } = page.tell;
  if (product) tell('context', { product: { ...product, url: new URL(product.url, location.href).href } });
  if (search) tell('context', { search });
  // The order counts in units, as it stands on the bill: 189 and not 18900.
  if (order) tell('order', { id: order.id, amount: order.amountCents / 100, currency });

  shop.onCart(() => {
    const lines = shop.readCart().map(({ id, quantity }) => {
      const { name, priceCents } = page.products[id];
      return { id, name, quantity, priceCents };
    });
    if (lines.length > 0) tell('context', { cart: { valueCents: shop.goodsCents(), currency, lines } });
    else tell('context', { cart: null });
  });
}
