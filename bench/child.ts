import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Linux counts processor time in hundredths of a second. */
const tickMs = 10;

/** A program of ours in a process of its own, so that it does not share a core's time with who measures it. */
export interface Child<Ready> {
  /** What it said when it was ready. */
  ready: Ready;
  /** Processor time it has used so far. */
  cpuMs(): number;
  /** Memory it holds, in bytes. */
  rssBytes(): number;
  stop(): Promise<void>;
}

/** Starts `bench/<file>`; resolves with the first line of JSON it prints. */
export function startChild<Ready>(file: string, env: Record<string, string> = {}): Promise<Child<Ready>> {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', `bench/${file}`], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Whoever measures may be stopped half way.
  process.once('exit', () => child.kill('SIGKILL'));
  let printed = '';
  let complained = '';
  child.stderr!.on('data', (text) => {
    complained = (complained + text).slice(-4_000);
  });
  const stat = (name: string) => readFileSync(`/proc/${child.pid}/${name}`, 'utf8');
  const started: Child<Ready> = {
    ready: undefined as Ready,
    cpuMs() {
      // The name in parentheses may contain blanks; what follows it does not.
      const fields = stat('stat').split(') ')[1]!.split(' ');
      return (Number(fields[11]) + Number(fields[12])) * tickMs;
    },
    rssBytes: () => Number(stat('status').match(/VmRSS:\s+(\d+) kB/)![1]) * 1024,
    stop: () =>
      new Promise((done) => {
        if (child.exitCode !== null || child.signalCode) return done();
        child.once('exit', () => done());
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
      }),
  };
  return new Promise((done, failed) => {
    child.stdout!.on('data', (text) => {
      printed += text;
      const line = printed.match(/^\{.*\}$/m)?.[0];
      if (!line || started.ready) return;
      started.ready = JSON.parse(line) as Ready;
      done(started);
    });
    child.once('exit', (code) => failed(new Error(`bench/${file} ended with ${code}:\n${complained || printed}`)));
  });
}
