/** error = a person lost something · warn = we recovered · info = a step of a lifecycle · debug = the rest. Never texts, page content or tokens. */
export interface Log {
  error(what: string, facts?: Record<string, unknown>): void;
  warn(what: string, facts?: Record<string, unknown>): void;
  info(what: string, facts?: Record<string, unknown>): void;
  debug(what: string, facts?: Record<string, unknown>): void;
}

const nothing = () => {};

/** Says nothing: the default in tests and on the shop's page. */
export const silentLog: Log = { error: nothing, warn: nothing, info: nothing, debug: nothing };
