import { shopPreset } from '@theke/rules';
// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { createDom } from '../dom.ts';
import { createEyes } from '../sight.ts';

// As their own themes write it, shortened. `+` is shown, `-` is not.
const shops: Record<string, string> = {
  Shopify: `
<nav class="breadcrumb" aria-label="breadcrumbs"><a>+Start</a><span>+Schuhe</span></nav>
<nav class="header__inline-menu"><ul class="list-menu list-menu--inline"><li><a class="header__menu-item list-menu__item">+Neu</a></li></ul></nav>
<a href="/account" class="header__icon header__icon--account"><span class="visually-hidden">-Max Mustermann</span></a>
<div class="product__title"><h1>+Regenjacke</h1></div>
<div class="price price--large"><div class="price__container"><span class="price-item price-item--regular">+49,00 €</span></div></div>
<div class="product__description rte"><p>-Beschreibung</p></div>
<tr class="cart-item"><td class="cart-item__details"><a class="cart-item__name h4 break">+Jacke</a><div class="product-option">+49 €</div>
<dl><div class="product-option"><dt>-Gravur</dt><dd>-Für Max</dd></div></dl></td><td><quantity-input><input class="quantity__input" type="number" value="2"></quantity-input></td></tr>
<textarea class="cart__note">-Bitte klingeln</textarea>`,
  WooCommerce: `
<nav class="woocommerce-breadcrumb"><a>+Start</a> / +Schuhe</nav>
<nav id="site-navigation" class="main-navigation"><ul class="menu nav-menu"><li><a>+Shop</a></li></ul></nav>
<nav class="woocommerce-MyAccount-navigation"><ul><li class="woocommerce-MyAccount-navigation-link--customer-logout"><a href="/my-account/">-Abmelden Max</a></li></ul></nav>
<h1 class="product_title entry-title">+Regenjacke</h1>
<p class="price"><span class="woocommerce-Price-amount amount"><bdi>+49,00 €</bdi></span></p>
<h2 class="woocommerce-loop-product__title">+Hose</h2>
<tr class="woocommerce-cart-form__cart-item cart_item"><td class="product-name"><a>+Jacke</a><dl class="variation"><dt>-Name</dt><dd>-Max</dd></dl></td><td class="product-subtotal">+49 €</td></tr>
<div class="wc-block-components-product-name">+Mütze</div>
<input type="text" id="coupon_code" class="input-text" value="-MAX10"><div class="woocommerce-customer-details"><address>-Weg 1</address></div>`,
  Shopware: `
<nav aria-label="breadcrumb"><ol class="breadcrumb" itemscope itemtype="https://schema.org/BreadcrumbList"><li class="breadcrumb-item"><span class="breadcrumb-title" itemprop="name">+Schuhe</span></li></ol></nav>
<div class="main-navigation" id="mainNavigation"><nav class="nav main-navigation-menu"><a class="nav-link main-navigation-link"><span itemprop="name">+Damen</span></a></nav></div>
<div class="account-widget"><div class="account-menu-header">-Hallo Max</div></div>
<h1 class="product-detail-name" itemprop="name">+Regenjacke</h1>
<p class="product-detail-price">+49,00 €*</p>
<div class="product-info"><a class="product-name">+Hose</a><div class="product-price-info"><span class="product-price">+29 €</span></div></div>
<div class="line-item line-item-product"><a class="line-item-label">+Jacke</a><div class="line-item-total-price">+49 €</div><select class="form-select" name="quantity"><option>+1</option></select></div>
<div class="header-search"><input type="search" name="search" value="-Geschenk"></div><div class="confirm-address">-Weg 1</div>`,
  Magento: `
<div class="breadcrumbs"><ul class="items"><li class="item home"><a>+Start</a></li></ul></div>
<nav class="navigation" data-action="navigation"><ul id="ui-id-2"><li class="level0"><a class="level-top"><span>+Damen</span></a></li></ul></nav>
<ul class="header links"><li class="greet welcome"><span class="logged-in">-Willkommen, Max</span></li></ul>
<div class="page-title-wrapper product"><h1 class="page-title"><span class="base" data-ui-id="page-title-wrapper" itemprop="name">+Regenjacke</span></h1></div>
<div class="price-box price-final_price"><span class="price-wrapper"><span class="price">+49,00 €</span></span></div>
<strong class="product name product-item-name"><a class="product-item-link">+Hose</a></strong>
<tbody class="cart item"><tr class="item-info"><td class="col item"><strong class="product-item-name"><a>+Jacke</a></strong><dl class="item-options"><dt>-Gravur</dt><dd>-Max</dd></dl></td><td class="col price"><span class="cart-price">+49 €</span></td></tr></tbody>
<div class="box box-billing-address"><address>-Weg 1</address></div>`,
  PrestaShop: `
<nav data-depth="2" class="breadcrumb"><ol><li><a><span>+Start</span></a></li></ol></nav>
<div class="menu js-top-menu" id="_desktop_top_menu"><ul class="top-menu" id="top-menu"><li class="category"><a class="dropdown-item">+Kleidung</a></li></ul></div>
<div id="_desktop_user_info"><div class="user-info"><a class="account"><span>-Max Mustermann</span></a></div></div>
<h1 class="h1" itemprop="name">-ohne Produkt</h1><section itemscope itemtype="https://schema.org/Product"><h1 class="h1" itemprop="name">+Regenjacke</h1></section>
<div class="product-prices"><div class="current-price"><span itemprop="price" content="49">+49,00 €</span></div></div>
<h2 class="h3 product-title"><a>+Hose</a></h2><span class="regular-price">+59 €</span>
<ul class="cart-items"><li class="cart-item"><div class="product-line-grid"><a class="label">+Jacke</a><div class="product-customization-line customization">-Max</div><span class="product-price"><strong>+49 €</strong></span></div></li></ul>
<div class="block-contact">-Telefon</div>`,
};

const privacy = {
  version: 1,
  preset: 'shop' as const,
  presetLists: shopPreset,
  rules: [],
  capture: false,
  frames: [],
};

describe('the preset for shops', () => {
  it.each(Object.keys(shops))(
    '[PR105] on %s shows titles, prices, cart lines, breadcrumbs and navigation, and nobody who is signed in',
    (name) => {
      // Rows and cells stand only in tables.
      document.body.replaceChildren(
        document.createRange().createContextualFragment(`<template>${shops[name]!}</template>`),
      );
      const parsed = document.querySelector('template')!.content;
      const loose = new DOMParser().parseFromString(
        shops[name]!.replace(/<(\/?)(tr|td|tbody)\b/g, (_, slash: string, tag: string) => `<${slash}x-${tag}`),
        'text/html',
      );
      expect(parsed.childNodes.length).toBeGreaterThan(3);
      document.body.replaceChildren(...loose.body.childNodes);
      const eyes = createEyes(
        createDom(window),
        () => false,
        () => privacy,
      );
      const wrong: string[] = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      let told = 0;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.nodeValue!.trim();
        if (!/[+-]\S/.test(text)) continue;
        told += 1;
        const sight = eyes.see(node.parentElement!);
        const shown = sight.verdict === 'show' && (sight.place === 'open' || sight.place === 'closed');
        if (shown !== text.includes('+')) wrong.push(text);
      }
      for (const field of document.querySelectorAll('input')) {
        const shown = eyes.see(field).verdict === 'show';
        if (shown !== (field.type === 'number')) wrong.push(field.outerHTML);
      }
      expect(wrong).toEqual([]);
      expect(told).toBeGreaterThan(6);
    },
  );

  it('[PR105] shows nothing where it is not chosen, and gives way to any mark', () => {
    document.body.replaceChildren(
      document
        .createRange()
        .createContextualFragment(
          '<p class="price" id="a">1</p><div data-theke-mask><p class="price" id="b">1</p></div><p class="price" data-theke-mask id="c">1</p><nav><div class="account-menu" data-theke-show id="d">x</div></nav><div data-theke-block><p class="price" id="e">1</p></div>',
        ),
    );
    const see = (preset: 'shop' | 'none') => {
      const eyes = createEyes(
        createDom(window),
        () => false,
        () => ({ ...privacy, preset }),
      );
      return ['a', 'b', 'c', 'd', 'e'].map((id) => eyes.see(document.getElementById(id)!).verdict).join(' ');
    };
    expect(see('none')).toBe('mask mask mask show block');
    expect(see('shop')).toBe('show show mask show block');
  });
});
