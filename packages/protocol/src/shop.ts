/** What a shop tells about the visit. Money in whole cents. All of it is optional and display only. */
export interface Product {
  id: string;
  name: string;
  priceCents?: number;
  currency?: string;
  url?: string;
}

export interface CartLine {
  id: string;
  name: string;
  quantity: number;
  priceCents: number;
}

export interface Cart {
  valueCents: number;
  currency?: string;
  lines?: CartLine[];
}

export interface Order {
  id: string;
  amountCents: number;
  currency: string;
}

/** `page({type})`; the url is origin and path only by the time it leaves the browser. */
export interface Page {
  url: string;
  title?: string;
  type?: string;
}

/** `context({...})`: each key replaces what was there; `null` clears it. */
export interface Context {
  product?: Product | null;
  cart?: Cart | null;
  order?: Order | null;
  search?: { query: string; results?: number } | null;
  error?: { message: string } | null;
}

/** Values a page gives about its visitor. Unsigned: for display, marked so in the console, never used to link. */
export interface IdentityClaim {
  id?: string;
  email?: string;
  name?: string;
  attributes?: Record<string, string | number | boolean>;
}
