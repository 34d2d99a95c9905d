import type { Log } from '@theke/kit';
import pino from 'pino';
import type { Config } from '../config.ts';

/** One JSON line for each thing worth knowing. Facts are ids, counts and codes – never texts, page content or tokens. */
export function createLog(config: Pick<Config, 'logLevel'>): Log {
  const logger = pino({ level: config.logLevel, base: undefined, timestamp: pino.stdTimeFunctions.isoTime });
  return {
    error: (what, facts) => logger.error(facts ?? {}, what),
    warn: (what, facts) => logger.warn(facts ?? {}, what),
    info: (what, facts) => logger.info(facts ?? {}, what),
    debug: (what, facts) => logger.debug(facts ?? {}, what),
  };
}
