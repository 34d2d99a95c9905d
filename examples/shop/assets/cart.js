// Cart page and checkout: lines, sums, shipping, and the order.
{
  const { page, el } = shop;
  const t = page.texts.cart;
  const country = document.getElementById('ship-country') ?? document.getElementById('country');
  const checkout = document.getElementById('checkout');
  const surchargeCents = { express: 690 };

  const delivery = () => checkout?.querySelector('[name=delivery]:checked')?.value ?? 'standard';

  function shipping() {
    if (delivery() === 'pickup') return 0;
    return shop.shippingCents(country?.value ?? 'DE') + (surchargeCents[delivery()] ?? 0);
  }

  function change(line, by) {
    const lines = shop.readCart();
    const same = lines.find((one) => one.id === line.id && one.size === line.size);
    if (same) same.quantity = Math.max(0, same.quantity + by);
    shop.writeCart(lines);
  }

  function drawLine(line, mayEdit) {
    const { name, priceCents } = page.products[line.id];
    const full = line.size ? `${name}, ${line.size}` : name;
    const button = (label, sign, by) => {
      const made = el(
        'button',
        { type: 'button', 'aria-label': `${label} ${full}`, 'data-step': `${by} ${full}` },
        sign,
      );
      made.onclick = () => change(line, by);
      return made;
    };
    const words = el('div', {}, el('a', { href: `/${page.lang}/product/${line.id}` }, full));
    if (mayEdit) {
      const remove = el('button', { type: 'button', class: 'as-link', 'aria-label': `${t.remove}: ${full}` }, t.remove);
      remove.onclick = () => change(line, -line.quantity);
      const count = el('output', { 'aria-label': t.quantity }, String(line.quantity));
      words.append(el('span', { class: 'quiet' }, `${shop.money(priceCents)} ${t.each}`));
      words.append(el('span', { class: 'amount' }, button(t.less, '−', -1), count, button(t.more, '+', 1)), remove);
    } else words.append(el('span', { class: 'quiet' }, `${line.quantity} × ${shop.money(priceCents)}`));
    return el(
      'li',
      {},
      el('img', { src: `/assets/pictures/${line.id}.svg`, alt: '', width: '600', height: '640' }),
      words,
      el('b', {}, shop.money(line.quantity * priceCents)),
    );
  }

  function drawSums(list) {
    const row = (name, value, kind = '') => el('div', { class: kind }, el('dt', {}, name), el('dd', {}, value));
    const goods = shop.goodsCents();
    const parcel = shipping();
    list.replaceChildren(
      row(t.subtotal, shop.money(goods)),
      row(t.shipping, parcel === 0 ? t.free : shop.money(parcel)),
      row(t.total, shop.money(goods + parcel), 'total'),
    );
  }

  function draw() {
    const lines = shop.readCart();
    // Drawing anew must not take the keyboard away from the button just pressed.
    const pressed = document.activeElement?.getAttribute('data-step');
    for (const list of document.querySelectorAll('[data-cart-lines]'))
      list.replaceChildren(...lines.map((line) => drawLine(line, list.dataset.cartLines === 'edit')));
    if (pressed) document.querySelector(`[data-step="${CSS.escape(pressed)}"]`)?.focus();
    for (const list of document.querySelectorAll('[data-cart-sums]')) drawSums(list);
    const full = document.getElementById('cart-full');
    if (!full) return;
    full.hidden = lines.length === 0;
    document.getElementById('cart-empty').hidden = lines.length > 0;
    const kg = (shop.weightGrams() / 1000).toLocaleString(page.lang, { maximumFractionDigits: 1 });
    document.getElementById('ship-weight').textContent = `${t.weight}: ${kg} kg`;
  }

  shop.onCart(draw);
  country?.addEventListener('change', draw);
  checkout?.addEventListener('change', draw);

  // "Buy now": nothing is sent. The order page is told a number and the amount, and the cart is empty.
  checkout?.addEventListener('submit', (event) => {
    event.preventDefault();
    const id = `W-${1000 + (crypto.getRandomValues(new Uint16Array(1))[0] % 9000)}`;
    const amount = shop.goodsCents() + shipping();
    shop.writeCart([]);
    location.assign(`/${page.lang}/order?id=${id}&amount=${amount}`);
  });
}
