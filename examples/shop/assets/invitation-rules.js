// When an adviser offers help. Plain JSON; advice.js hands it to Theke('addRule', …), and Theke('explain') says what
// became of it.
{
  // The demo's and the tests' switch: ?theke-fast=1 in the address, and nobody has to wait.
  const fast = new URLSearchParams(location.search).get('theke-fast') === '1';

  const checkoutHelp = {
    id: 'checkout-help',
    version: 1,
    when: {
      op: 'all',
      of: [
        {
          op: 'any',
          of: [
            // Twenty seconds at work in the checkout form …
            { op: 'dwell', what: 'form', form: 'checkout', ms: fast ? 1500 : 20000 },
            // … or three quarters of a minute with the raincoat everybody asks about.
            {
              op: 'all',
              of: [
                { op: 'page', type: 'product' },
                { op: 'eq', fact: 'product.id', value: 'raincoat-fjord' },
                { op: 'dwell', what: 'page', ms: fast ? 1500 : 45000 },
              ],
            },
          ],
        },
        // Asked last, and only when all else holds.
        { op: 'agent', skill: 'sales' },
      ],
    },
    offer: {
      skill: 'sales',
      title: { en: 'Shall we have a look together?', de: 'Sollen wir zusammen schauen?' },
      text: {
        en: 'A question about your order? We can help right here.',
        de: 'Eine Frage zu Ihrer Bestellung? Wir helfen Ihnen gleich hier.',
      },
    },
  };

  shop.invitationRules = [checkoutHelp];
}
