/**
 * How many node ids one embedded page of another origin may use. Such a page numbers its nodes from a multiple of this on; the
 * shared page itself stays below.
 */
export const foreignIds = 100_000_000;
