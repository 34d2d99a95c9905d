import * as v from 'valibot';
import { limits } from '../limits.ts';

/** Ids are made by either side: short, of harmless letters. */
export const id = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,64}$/),
  // What every object has would be found in any table that is keyed by ids.
  v.check((value) => !(value in {}), 'is reserved'),
);
export const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limits.nameChars));
export const line = v.pipe(v.string(), v.maxLength(300));
export const text = v.pipe(
  v.string(),
  v.maxLength(limits.messageChars),
  v.check((value) => value.trim().length > 0, 'is empty'),
);
export const email = v.pipe(v.string(), v.maxLength(254), v.email());
/** Only http(s): anything else in a link is an attack. */
export const url = v.pipe(v.string(), v.maxLength(limits.urlChars), v.regex(/^https?:\/\/[^\s]+$/i));
export const seq = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
export const cents = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e11));
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
export const currency = v.pipe(
  v.string(),
  v.regex(/^[A-Z]{3}$/),
  v.check((code) => currencies.has(code), 'is no currency'),
);
export const locale = v.pipe(v.string(), v.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/));
export const pixels = v.pipe(v.number(), v.minValue(-100_000), v.maxValue(100_000));
export const acting = v.picklist(['point', 'control', 'fill']);
