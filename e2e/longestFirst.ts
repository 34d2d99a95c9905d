import { statSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestSequencer, TestSpecification } from 'vitest/node';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Files that take more than a quarter of a minute, with about how many seconds on two cores. A long file that comes last
 * keeps one core waiting for the other; that is all these figures decide, so they need not be right.
 */
const seconds: Record<string, number> = {
  'e2e/crash.e2e.ts': 87,
  'packages/widget/src/together.browser.test.ts': 90,
  'packages/console/src/stage.browser.test.ts': 85,
  'packages/console/src/console.browser.test.ts': 75,
  'packages/console/src/uplift.browser.test.ts': 70,
  'packages/widget/src/trust.browser.test.ts': 65,
  'packages/console/src/rules.browser.test.ts': 55,
  'packages/cobrowse/src/act.deny.browser.test.ts': 55,
  'packages/cobrowse/src/fill/fields.browser.test.ts': 45,
  'packages/cobrowse/src/act.sec3.browser.test.ts': 44,
  'e2e/8-the-sceptic.e2e.ts': 43,
  'packages/cobrowse/src/fill/together.browser.test.ts': 42,
  'e2e/2-acting.e2e.ts': 40,
  'packages/cobrowse/src/watch.browser.test.ts': 38,
  'packages/widget/src/widget.browser.test.ts': 36,
  'packages/cobrowse/src/fill/forms.browser.test.ts': 34,
  'e2e/beside-recorders.e2e.ts': 25,
  'e2e/7-the-bad-day.e2e.ts': 25,
  'e2e/2-look-together.e2e.ts': 25,
  'e2e/4-from-a-post.e2e.ts': 22,
  'e2e/embedded.e2e.ts': 22,
};
/** What any other file takes at most; the larger ones of them come first. */
const restSeconds = 20;
const bytesASecond = 1_500;

/** The order of the files of a run: the longest first, whatever part of the project they are of. */
export default class LongestFirst implements TestSequencer {
  sort(files: TestSpecification[]): TestSpecification[] {
    const costs = new Map(files.map((file) => [file, cost(file.moduleId)]));
    return [...files].sort((a, b) => costs.get(b)! - costs.get(a)!);
  }

  /** One machine runs all. */
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}

function cost(file: string): number {
  const known = seconds[relative(root, file).split(sep).join('/')];
  return known ?? Math.min(restSeconds, statSync(file).size / bytesASecond);
}
