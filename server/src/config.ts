/** Settings of one server, read from the environment once at start. See docs/self-hosting.md for every name. */
export interface Config {
  /** Port of Theke; 0 = any free one. */
  port: number;
  /** Port of the demo shop. */
  shopPort: number;
  host: string;
  dataDir: string;
  /** Unset: the embedded database in `dataDir`. */
  databaseUrl?: string;
  /** Where browsers reach us, without a trailing slash. Unset: http://localhost:PORT once listening. */
  publicUrl?: string;
  demoPassword?: string;
  demoApiKey?: string;
  logLevel: 'error' | 'warn' | 'info' | 'debug';
  /** STUN and TURN for calls; empty means: same network only. */
  iceUrls: string[];
  /** Shared secret with coturn (`use-auth-secret`); short-lived credentials are made from it. */
  turnSecret?: string;
  /** How many reverse proxies stand before us: so many entries of X-Forwarded-For are believed. */
  proxies: number;
  /** New visitors and wrong sign-ins of one address in a minute. Many people can share one address. */
  newVisitorsPerMinute: number;
  /** Multiplies every pace of the gate. 1 but for measurements. */
  paceFactor: number;
  /** 32 bytes in base64 that seal the keys of recordings. Unset: made once in `dataDir`. */
  recordingKey?: string;
  /** Lets channels answer to loopback and private addresses (`THEKE_ALLOW_PRIVATE_EGRESS=1`): for tests and closed networks. */
  allowPrivateEgress?: boolean;
}

/** Either a whole configuration or every mistake, one sentence each. */
export type ConfigReading = { ok: true; config: Config } | { ok: false; mistakes: string[] };

const levels = ['error', 'warn', 'info', 'debug'] as const;

/** Reads the environment. Nothing is guessed: a wrong value is a sentence that names it and how to mend it. */
export function readConfig(env: Record<string, string | undefined> = process.env): ConfigReading {
  const mistakes: string[] = [];
  // An empty variable counts as unset: that is what people mean in compose files.
  const text = (name: string) => env[name]?.trim() || undefined;
  const whole = (name: string, otherwise: number, max: number) => {
    const value = text(name);
    if (value === undefined) return otherwise;
    const number = Number(value);
    if (Number.isInteger(number) && number >= 0 && number <= max) return number;
    mistakes.push(
      `${name} is "${value}", but must be a whole number from 0 to ${max}; correct it or unset it for ${otherwise}.`,
    );
    return otherwise;
  };
  const url = (name: string, schemes: readonly string[]) => {
    const value = text(name);
    if (value === undefined) return undefined;
    const parsed = URL.canParse(value) ? new URL(value) : null;
    if (parsed && schemes.includes(parsed.protocol)) return value.replace(/\/+$/, '');
    const wanted = schemes.map((scheme) => `${scheme}//`).join(' or ');
    mistakes.push(`${name} is not an address we understand; write one that begins with ${wanted}, or unset it.`);
    return undefined;
  };

  const level = text('THEKE_LOG') ?? 'info';
  if (!levels.some((known) => known === level)) {
    mistakes.push(`THEKE_LOG is "${level}", but must be one of ${levels.join(', ')}; correct it or unset it for info.`);
  }
  if (text('THEKE_REDIS_URL')) {
    mistakes.push('THEKE_REDIS_URL is set, but this version runs as one process; unset it and start one server only.');
  }
  const iceUrls = (text('THEKE_ICE_URLS') ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  if (iceUrls.some((entry) => !/^(stun|stuns|turn|turns):[^\s]+$/.test(entry))) {
    mistakes.push(
      'THEKE_ICE_URLS must list addresses such as stun:host:3478,turn:host:3478?transport=udp, separated by commas; correct it or unset it.',
    );
  }
  const turnSecret = text('THEKE_TURN_SECRET');
  if (!turnSecret && iceUrls.some((entry) => entry.startsWith('turn'))) {
    mistakes.push(
      'THEKE_ICE_URLS names a TURN server, but THEKE_TURN_SECRET is missing; set it to the static-auth-secret of your coturn.',
    );
  }
  const recordingKey = text('THEKE_RECORDING_KEY');
  if (recordingKey && Buffer.from(recordingKey, 'base64').length !== 32) {
    mistakes.push(
      'THEKE_RECORDING_KEY is not 32 bytes in base64; make one with "openssl rand -base64 32", or unset it to have one made in THEKE_DATA_DIR.',
    );
  }
  const demoPassword = text('THEKE_DEMO_PASSWORD');
  if (demoPassword && demoPassword.length < 8) {
    mistakes.push(
      'THEKE_DEMO_PASSWORD is shorter than 8 characters; choose a longer one or unset it to get a random one.',
    );
  }
  const config: Config = {
    port: whole('THEKE_PORT', 4800, 65_535),
    shopPort: whole('THEKE_SHOP_PORT', 4801, 65_535),
    host: text('THEKE_HOST') ?? '0.0.0.0',
    dataDir: text('THEKE_DATA_DIR') ?? './data',
    databaseUrl: url('THEKE_DATABASE_URL', ['postgres:', 'postgresql:']),
    publicUrl: url('THEKE_PUBLIC_URL', ['http:', 'https:']),
    demoPassword,
    demoApiKey: text('THEKE_DEMO_API_KEY'),
    logLevel: levels.find((known) => known === level) ?? 'info',
    iceUrls,
    turnSecret,
    recordingKey,
    proxies: whole('THEKE_PROXIES', 0, 10),
    newVisitorsPerMinute: whole('THEKE_NEW_VISITORS_PER_MINUTE', 300, 1_000_000),
    paceFactor: whole('THEKE_PACE_FACTOR', 1, 1_000_000) || 1,
    allowPrivateEgress: text('THEKE_ALLOW_PRIVATE_EGRESS') === '1',
  };
  if (config.port !== 0 && config.port === config.shopPort) {
    mistakes.push(`THEKE_PORT and THEKE_SHOP_PORT are both ${config.port}; give each its own port.`);
  }
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, config };
}
