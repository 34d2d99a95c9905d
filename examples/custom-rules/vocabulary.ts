import '@theke/rules';

// What this shop knows and Theke does not: told once, and from then on a misspelt name or a value of the wrong type does
// not compile. Nothing of it is there when the program runs.
declare module '@theke/rules' {
  interface Facts {
    /** Articles on the wish list, with commas between. */
    'shop.wishlist': string;
    'shop.member': 'none' | 'silver' | 'gold';
  }
  interface Signals {
    'voucher.refused': unknown;
    'size.changed': unknown;
  }
  interface Skills {
    sales: unknown;
    service: unknown;
  }
}
