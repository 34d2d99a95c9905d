import { mkdirSync, rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { openRunFolder } from './bundles.ts';

/** Before the first browser test: a folder for what is built in this run. Emptied when watched sources change, removed at the end. */
export default function setup(project: TestProject): (() => void) | undefined {
  // Two projects of browser tests may be in one run.
  if (process.env.THEKE_RUN_FOLDER) return;
  const folder = openRunFolder();
  process.env.THEKE_RUN_FOLDER = folder;
  project.onTestsRerun(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  });
  return () => {
    delete process.env.THEKE_RUN_FOLDER;
    rmSync(folder, { recursive: true, force: true });
  };
}
