import { fileURLToPath } from 'node:url';
import express from 'express';
import { findProduct, type Lang, langs } from './goods.ts';
import { renderPage } from './page.ts';
import { type Page, pages, paymentFrame } from './pages.ts';
import { createNonce, paymentPolicy, shopPolicy } from './policy.ts';

/** Where Theke is served, and under which site id it knows this shop. */
export interface ShopOptions {
  thekeUrl: () => string;
  siteId: string;
}

/**
 * The demo shop: ordinary pages with real page loads, under a policy as strict as a shop could have.
 * The caller decides where it listens.
 */
export function createShop(options: ShopOptions): express.Express {
  const app = express();
  app.disable('x-powered-by');

  app.use('/assets', express.static(fileURLToPath(new URL('./assets', import.meta.url)), { maxAge: '1h' }));

  app.get('/', (req, res) => res.redirect(302, `/${req.acceptsLanguages('en', 'de') || 'en'}/`));

  app.get('/payment-frame.html', (req, res) => {
    res
      .set(paymentPolicy)
      .type('html')
      .send(paymentFrame(langOf(req.query.lang)));
  });

  const show = (make: (lang: Lang, req: express.Request) => Page | null): express.RequestHandler => {
    return (req, res) => {
      const lang = langOf(req.params.lang);
      const known = langs.includes(req.params.lang as Lang);
      const page = known ? make(lang, req) : null;
      const nonce = createNonce();
      const thekeUrl = options.thekeUrl().replace(/\/+$/, '');
      res
        .status(page ? 200 : 404)
        .set(shopPolicy(nonce, thekeUrl))
        .type('html')
        .send(
          renderPage(page ?? pages.missing(lang), {
            lang,
            nonce,
            thekeUrl,
            siteId: options.siteId,
            url: req.originalUrl,
          }),
        );
    };
  };

  app.get(
    '/:lang',
    show((lang) => pages.home(lang)),
  );
  app.get(
    '/:lang/category/:category',
    show((lang, req) => pages.category(lang, word(req.params.category))),
  );
  app.get(
    '/:lang/product/:slug',
    show((lang, req) => {
      const product = findProduct(word(req.params.slug));
      return product ? pages.product(lang, product) : null;
    }),
  );
  app.get(
    '/:lang/search',
    show((lang, req) => pages.search(lang, word(req.query.q).trim().slice(0, 80))),
  );
  app.get(
    '/:lang/cart',
    show((lang) => pages.cart(lang)),
  );
  app.get(
    '/:lang/checkout',
    show((lang) => pages.checkout(lang)),
  );
  app.get(
    '/:lang/order',
    show((lang, req) => pages.order(lang, word(req.query.id), word(req.query.amount))),
  );
  app.get(
    '/:lang/help',
    show((lang) => pages.help(lang)),
  );
  app.get(
    '/:lang/help/:topic',
    show((lang, req) => pages.topic(lang, word(req.params.topic))),
  );
  app.get(
    '/:lang/account',
    show((lang) => pages.account(lang)),
  );
  // Without scripts the forms come here. What was typed is not read: it is a demo, and it must not end in an address.
  app.post('/:lang/order', (req, res) => res.redirect(303, `/${langOf(req.params.lang)}/order`));
  app.post('/:lang/account', (req, res) => res.redirect(303, `/${langOf(req.params.lang)}/account`));
  app.use((req, res, next) => {
    req.params = { lang: req.path.split('/')[1] ?? '' };
    show(() => null)(req, res, next);
  });
  // An address that cannot even be read is an unknown one; what was wrong with it is nobody's business.
  app.use(((_error, req, res, next) => {
    req.params = { lang: 'en' };
    show(() => null)(req, res, next);
  }) satisfies express.ErrorRequestHandler);
  return app;
}

const langOf = (value: unknown): Lang => (value === 'de' ? 'de' : 'en');
const word = (value: unknown): string => (typeof value === 'string' ? value : '');
