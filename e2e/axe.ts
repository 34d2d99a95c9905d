import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Result = { violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] };
type WithAxe = typeof globalThis & { axe: { run(where: Document | Element, options: object): Promise<Result> } };

/**
 * What axe-core finds wrong on the page as it stands, shadow roots included; all rules, best practice too. One line for
 * each rule that is broken, with every place. `within`: a selector, when only a part of the page is ours.
 */
export async function findViolations(page: Page, within?: string): Promise<string[]> {
  await stillness(page);
  // By the debugger: a strict policy forbids a script tag, and the attempt would be an error on the page. Once for a page.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  return page.evaluate(async (selector) => {
    const where = selector ? document.querySelector(selector)! : document;
    // What passes is counted but not described: describing each element that is right takes longer than looking at it.
    const { violations } = await (globalThis as WithAxe).axe.run(where, { resultTypes: ['violations'] });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((node) => `${JSON.stringify(node.target)} ${node.failureSummary}`).join(' · ')}`,
    );
  }, within);
}

/** What is fading or sliding in is not what stands there: two pictures in a row without motion. Motion without an end is not waited for. */
const stillness = (page: Page) =>
  page.evaluate(async () => {
    const roots: (Document | ShadowRoot)[] = [document];
    for (const root of roots)
      for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
    const ending = () =>
      roots
        .flatMap((root) => root.getAnimations())
        .filter(
          (one) => Number.isFinite(one.effect?.getComputedTiming().endTime ?? Infinity) && one.playState === 'running',
        );
    // What has just been put there begins to move with the next picture; a hidden page draws none.
    const drawn = () =>
      new Promise((done) => {
        requestAnimationFrame(done);
        setTimeout(done, 100);
      });
    const until = performance.now() + 2_000;
    for (let still = 0; still < 2 && performance.now() < until; still++) {
      await drawn();
      const moving = ending();
      if (moving.length === 0) continue;
      still = -1;
      // A motion that is cancelled is over as well.
      await Promise.race([
        Promise.allSettled(moving.map((one) => one.finished)),
        new Promise((done) => setTimeout(done, until - performance.now())),
      ]);
    }
  });
