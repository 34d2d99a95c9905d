// Class names and microdata of the shop systems most shops run on. Single compounds wherever possible: these are asked about
// every element of a page. Grouped by what they show, then by where they come from.
const words = (list: string) => list.trim().split(/\s*\n\s*/);

const show = /* @__PURE__ */ words(`
  [itemtype*="schema.org/BreadcrumbList"]
  [itemtype*="schema.org/SiteNavigationElement"]
  [itemtype*="schema.org/Product"] [itemprop="name"]
  [itemprop="price"]
  [itemprop="priceCurrency"]
  [itemprop="availability"]
  nav:not([class*="account"],[class*="customer"],[id*="account"])
  [role="navigation"]:not([class*="account"],[class*="customer"],[id*="account"])
  [aria-label*="breadcrumb" i]
  .breadcrumb
  .breadcrumbs
  .breadcrumb-list
  .product__title
  .product-single__title
  .product-title
  .product_title
  .product--title
  .product-name
  .product-detail-name
  .product-item-name
  .product-item-link
  .product-card__title
  .grid-product__title
  .card__heading
  .collection-hero__title
  .woocommerce-loop-product__title
  .wc-block-components-product-name
  .page-title-wrapper.product
  .price
  .prices
  .price-box
  .price-item
  .price-wrapper
  .price--default
  .product-price
  .product__price
  .product-detail-price
  .product-prices
  .current-price
  .regular-price
  .woocommerce-Price-amount
  .wc-block-components-product-price
  .money
  .cart-item
  .cart__row
  .cart-items
  .cart_item
  .cart.item
  .cart-item__name
  .cart-price
  .cart__items
  .cart-drawer__items
  .line-item
  .line-item-label
  .line-item-total-price
  .line-item-unit-price
  .minicart-items
  .mini_cart_item
  .wc-block-cart-item__product
  .wc-block-cart-items__row
  .product-line-grid
  .header__inline-menu
  .list-menu
  .menu-drawer__navigation
  .site-nav
  .main-navigation
  .main-navigation-menu
  .category-navigation
  .navigation-main
  .wp-block-navigation
  .top-menu
  .category-top-menu
  .woocommerce-breadcrumb
  .content--breadcrumb
`);

const mask = /* @__PURE__ */ words(`
  input:not([type="number" i],[type="submit" i],[type="button" i])
  textarea
  select:not([name*="qty" i],[name*="quantity" i],[name*="menge" i])
  [contenteditable]:not([contenteditable="false" i])
  dl
  [itemtype*="schema.org/Person"]
  [itemprop="author"]
  [class*="account"]
  [class*="customer"]
  [class*="greet"]
  [class*="welcome"]
  [class*="user-"]
  [class*="username"]
  [class*="engraving"]
  [class*="personali"]
  [class*="item-options"]
  [class*="customization"]
  [class*="address"]
  [href*="account"]
  [href*="customer"]
  [href*="mailto:" i]
  [href*="tel:" i]
`);

/**
 * What the preset `shop` shows without a mark of the shop's own: product titles, prices, cart lines, breadcrumbs and navigation;
 * and what stays masked within these: anything typed, whoever is signed in, what the visitor had written onto a product.
 */
export const shopPreset = { show, mask } as const;
