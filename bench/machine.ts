import { spawnSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { findBrowser } from './chromium.ts';

/** Where a measurement ran: figures without it mean nothing. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  node: string;
  browser: string;
  /** Mean number of programs that wanted a core in the last minute. Far above the cores: others were measuring, too. */
  load: number;
}

export function readMachine(): Machine {
  const browser = findBrowser();
  const version = browser ? spawnSync(browser, ['--version'], { encoding: 'utf8' }).stdout : '';
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    browser: version.match(/\S+ [\d.]+/)?.[0] ?? 'none',
    load: Math.round(loadavg()[0]! * 10) / 10,
  };
}
