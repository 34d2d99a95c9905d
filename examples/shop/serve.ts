import { createShop } from './shop.ts';

// The shop alone, beside a Theke that runs elsewhere: node --import tsx examples/shop/serve.ts

const port = Number(process.env.THEKE_SHOP_PORT ?? 4801);
const thekeUrl = process.env.THEKE_PUBLIC_URL ?? 'http://localhost:4800';

createShop({ thekeUrl: () => thekeUrl, siteId: 'demo' }).listen(port, '127.0.0.1', () => {
  console.log(`Wetterfest is open at http://localhost:${port}, with Theke from ${thekeUrl}`);
});
