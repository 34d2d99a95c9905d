import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A running Theke with its demo shop, in a process of its own: exactly what `npm start` starts. */
export interface World {
  thekeUrl: string;
  shopUrl: string;
  password: string;
  apiKey: string;
  dataDir: string;
  /** Everything the process printed. */
  output(): string;
  /** Ends it without a word, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same ports and data. */
  restart(): Promise<void>;
  /** Ctrl-C; gives the exit code. */
  stop(): Promise<number | null>;
  /** Stops and removes what it kept. */
  close(): Promise<void>;
}

/** Starts a world on free ports with a fresh database. */
export async function startWorld(env: Record<string, string> = {}): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'theke-e2e-'));
  const password = 'a-password-for-tests';
  const apiKey = 'thk_a-key-for-tests-0123456789';
  let printed = '';
  let child: ChildProcess;
  let ports = { theke: '0', shop: '0' };

  async function start() {
    printed = '';
    child = spawn(process.execPath, ['--import', 'tsx', 'server/src/demo/start.ts'], {
      cwd: root,
      env: {
        ...process.env,
        THEKE_PORT: ports.theke,
        THEKE_SHOP_PORT: ports.shop,
        THEKE_DATA_DIR: dataDir,
        THEKE_DEMO_PASSWORD: password,
        THEKE_DEMO_API_KEY: apiKey,
        THEKE_LOG: 'warn',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout!.on('data', (text) => {
      printed += text;
    });
    child.stderr!.on('data', (text) => {
      printed += text;
    });
    await waitFor(() => {
      if (child.exitCode !== null) throw new Error(`Theke did not start:\n${printed}`);
      return printed.includes('Theke is ready');
    }, 60_000);
    const found = [...printed.matchAll(/http:\/\/localhost:(\d+)/g)].map((match) => match[1]!);
    const shop = printed.match(/shop[^\n]*http:\/\/localhost:(\d+)/i)?.[1];
    const theke = found.find((port) => port !== shop);
    if (!shop || !theke) throw new Error(`Theke printed no addresses:\n${printed}`);
    ports = { theke, shop };
  }

  const ended = () =>
    new Promise<number | null>((done) =>
      child.exitCode !== null || child.signalCode ? done(child.exitCode) : child.once('exit', (code) => done(code)),
    );

  await start();
  return {
    get thekeUrl() {
      return `http://localhost:${ports.theke}`;
    },
    get shopUrl() {
      return `http://localhost:${ports.shop}`;
    },
    password,
    apiKey,
    dataDir,
    output: () => printed,
    async kill() {
      child.kill('SIGKILL');
      await ended();
    },
    restart: start,
    async stop() {
      child.kill('SIGINT');
      return ended();
    },
    async close() {
      child.kill('SIGTERM');
      const code = await Promise.race([ended(), new Promise((late) => setTimeout(late, 15_000, 'late'))]);
      if (code === 'late') child.kill('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Asks until it is true; the failure names what was waited for. */
export async function waitFor(isTrue: () => boolean | Promise<boolean>, withinMs = 10_000, what = 'it'): Promise<void> {
  const endAt = Date.now() + withinMs;
  while (Date.now() < endAt) {
    if (await isTrue()) return;
    await new Promise((later) => setTimeout(later, 25));
  }
  throw new Error(`waited ${withinMs} ms for ${what}`);
}
