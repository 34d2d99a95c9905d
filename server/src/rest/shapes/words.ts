import * as v from 'valibot';

/** Whole milliseconds since 1970. */
export const time = v.pipe(v.number(), v.integer(), v.minValue(0), v.description('Milliseconds since 1970.'));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** Fields that are texts. */
export const strings = <K extends string>(...names: K[]) =>
  Object.fromEntries(names.map((name) => [name, v.string()])) as Record<K, ReturnType<typeof v.string>>;

/** Which site: needed only with a key for every site. */
export const siteQuery = v.optional(
  v.pipe(v.string(), v.description('Which site. Only a key for every site needs it.')),
);
