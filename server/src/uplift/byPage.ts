/**
 * Before the digest of an experiment that a page described, because the server does not keep its rule. Anybody can speak like a
 * page: such experiments are few, and stand behind the shop's own.
 */
export const byPage = 'page:';
/** Begun in the last 28 days, of one site. Beyond it nobody is held out on the word of a page. */
export const mostByPages = 100;
