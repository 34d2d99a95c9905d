// The shop's own behaviour, plain and without a build. It knows nothing of Theke; tell-theke.js does that.
// Everything the scripts share hangs on one object, `shop`.

window.shop = (() => {
  // What the server wrote into the page: language, texts, prices, what this page is.
  const page = JSON.parse(document.getElementById('shop-data').textContent);
  const key = 'wetterfest-cart';
  const watchers = [];

  /** Lines of the cart: [{ id, size, quantity }]. Storage that is full, forbidden or nonsense is an empty cart. */
  function readCart() {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? '[]');
      return Array.isArray(kept) ? kept.filter((line) => page.products[line?.id] && line.quantity > 0) : [];
    } catch {
      return [];
    }
  }

  function writeCart(lines) {
    try {
      localStorage.setItem(key, JSON.stringify(lines.filter((line) => line.quantity > 0)));
    } catch {
      // The cart then lasts as long as the page.
    }
    for (const watcher of watchers) watcher();
  }

  function addToCart(id, size) {
    const lines = readCart();
    const same = lines.find((line) => line.id === id && line.size === size);
    if (same) same.quantity += 1;
    else lines.push({ id, size, quantity: 1 });
    writeCart(lines);
  }

  const sum = (value) => readCart().reduce((all, line) => all + line.quantity * value(page.products[line.id]), 0);

  /** What a parcel with this cart costs to a country, in cents. */
  function shippingCents(country) {
    const rate = page.rates[country] ?? page.rates.DE;
    const goods = sum((product) => product.priceCents);
    if (goods === 0 || (rate.freeFromCents && goods >= rate.freeFromCents)) return 0;
    return rate.baseCents + rate.perKgCents * Math.ceil(sum((product) => product.weightGrams) / 1000);
  }

  const money = new Intl.NumberFormat(page.lang === 'de' ? 'de-DE' : 'en-IE', { style: 'currency', currency: 'EUR' });

  /** Builds an element: el('a', { href: '/' }, 'Home', child …). Texts stay texts. */
  function el(name, attributes = {}, ...inside) {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    made.append(...inside);
    return made;
  }

  return {
    page,
    el,
    readCart,
    writeCart,
    addToCart,
    shippingCents,
    goodsCents: () => sum((product) => product.priceCents),
    weightGrams: () => sum((product) => product.weightGrams),
    money: (cents) => money.format(cents / 100),
    /** Called at once and after every change of the cart, in other tabs too. */
    onCart(watcher) {
      watchers.push(watcher);
      watcher();
    },
    changed: () => watchers.forEach((watcher) => void watcher()),
  };
})();

window.addEventListener('storage', (event) => {
  if (event.key === 'wetterfest-cart') shop.changed();
});
// A page that comes back from the back/forward cache shows what the cart is now.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) shop.changed();
});

// The number beside "Cart" on every page.
shop.onCart(() => {
  const count = shop.readCart().reduce((all, line) => all + line.quantity, 0);
  document.querySelector('[data-cart-count]').textContent = String(count);
});

// Product page: size and "add to cart".
document.getElementById('product')?.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const { product: t } = shop.page.texts;
  const said = document.getElementById('added');
  const sizes = [...form.querySelectorAll('[name=size]')];
  const size = sizes.find((radio) => radio.checked)?.value;
  if (sizes.length > 0 && !size) {
    said.textContent = t.chooseSize;
    sizes[0].focus();
    return;
  }
  const id = form.dataset.slug;
  shop.addToCart(id, size);
  const name = shop.page.products[id].name + (size ? `, ${size}` : '');
  said.replaceChildren(`${t.added} ${name}. `, shop.el('a', { href: `/${shop.page.lang}/cart` }, t.toCart));
});

// Size adviser.
const adviser = document.getElementById('adviser');
if (adviser) {
  const { product: t } = shop.page.texts;
  const result = document.getElementById('adviser-result');
  document.getElementById('adviser-open').onclick = () => adviser.showModal();
  document.getElementById('adviser-close').onclick = () => adviser.close();
  document.getElementById('adviser-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const fields = [...event.currentTarget.querySelectorAll('input')];
    const cm = Object.fromEntries(fields.map((field) => [field.name, Number(field.value.replace(',', '.'))]));
    if (!Object.values(cm).every((value) => value > 5 && value < 250)) {
      result.textContent = t.adviserNone;
      return;
    }
    const radios = [...document.querySelectorAll('#product [name=size]')];
    const size = suggestSize(
      adviser.dataset.sizing,
      cm,
      radios.map((radio) => radio.value),
    );
    radios.find((radio) => radio.value === size).checked = true;
    result.textContent = `${t.adviserResult} ${size}.`;
  });
}

/** The nearest size there is. A long body takes the next one, so that the sleeves are long enough. */
function suggestSize(sizing, cm, sizes) {
  if (sizing === 'foot') {
    // European sizes count in two thirds of a centimetre; a centimetre and a half is room for the toes.
    const wanted = (cm.foot + 1.5) * 1.5;
    return sizes.reduce((best, size) => (Math.abs(size - wanted) < Math.abs(best - wanted) ? size : best));
  }
  const scale = sizing === 'head' ? ['S', 'M', 'L', 'XL'] : ['XS', 'S', 'M', 'L', 'XL', 'XXL'];
  const upTo = sizing === 'head' ? [55, 57, 59, 99] : [84, 92, 100, 108, 116, 250];
  let step = upTo.findIndex((limit) => (sizing === 'head' ? cm.head : cm.chest) <= limit);
  if (step < 0) step = upTo.length - 1;
  if (cm.height > 176 + (step - 1) * 4) step += 1;
  const known = sizes.map((size) => scale.indexOf(size));
  return scale[Math.min(Math.max(step, known[0]), known[known.length - 1])];
}

// Account: nothing is sent.
document.getElementById('sign-in')?.addEventListener('submit', (event) => {
  event.preventDefault();
  event.currentTarget.reset();
  document.getElementById('signed-in').textContent = shop.page.texts.account.signedIn;
});
