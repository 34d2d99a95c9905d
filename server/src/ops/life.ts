import type { Config } from '../config.ts';
import { StoreTrouble } from '../store/open.ts';

/** Why the server did not start, as one sentence for the person who started it. */
export function explainStart(error: unknown, config: Pick<Config, 'port' | 'host'>): string {
  if (error instanceof StoreTrouble) return error.message;
  const { code, port, message } = error as { code?: string; port?: number; message?: string };
  if (code === 'EADDRINUSE') {
    const name = port === undefined || port === config.port ? 'THEKE_PORT' : 'THEKE_SHOP_PORT';
    return `Port ${port ?? config.port} is taken by another program; stop that one or set ${name} to a free port.`;
  }
  if (code === 'EACCES') {
    return `This user may not open port ${port ?? config.port}; set THEKE_PORT to a number above 1023.`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `THEKE_HOST is "${config.host}", which is no address of this machine; correct it or unset it.`;
  }
  return `Theke could not start: ${message ?? String(error)}`;
}

/** Past this a drain is given up: whoever supervises us would send SIGKILL anyway. */
const patienceMs = 14_000;

/**
 * Ends the process properly on SIGTERM and Ctrl-C; a second signal ends it at once. An error nobody caught is never
 * swallowed: it is written down, everybody is sent off as for a restart, and the exit code says that something was wrong.
 */
export function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  const begin = (code: number) => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), patienceMs).unref();
    stop().then(
      () => process.exit(code),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', () => begin(0));
  process.on('SIGINT', () => begin(0));
  process.on('uncaughtException', (error) => {
    console.error(error);
    if (!stopping) begin(1);
  });
}
