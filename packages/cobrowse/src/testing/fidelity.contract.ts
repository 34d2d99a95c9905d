import type { Page } from 'playwright-core';

/** The same page as the visitor sees it and as the agent does, as PNG of one size. */
export interface BothPictures {
  visitor: Buffer;
  agent: Buffer;
}

/**
 * Takes both pictures on a page of the stand, with a shop of this size already shared on it (`openShop(path, width, height)`).
 * Waits until the view has caught up and its pictures and fonts are there.
 */
export async function bothPictures(
  page: Page,
  { width, height }: { width: number; height: number },
): Promise<BothPictures> {
  await page.setViewportSize({ width: width + 20, height: height + 20 });
  await page.evaluate(
    async ({ width, height }) => {
      const mount = document.querySelector<HTMLElement>('#mount')!;
      Object.assign(mount.style, { width: `${width}px`, height: `${height}px` });
      await until(() => stand.view.state.value.phase === 'live', 20_000);
      // Quiet: nothing new for a while.
      let seen = '';
      await until(() => {
        const now = JSON.stringify([stand.view.seen, stand.share.stats.chunks]);
        const same = now === seen;
        seen = now;
        return same;
      }, 10_000);
      await pause(500);
      const loaded = (of: Document) =>
        [...of.images].every((image) => image.complete || !image.src || image.loading === 'lazy');
      await until(() => loaded(stand.mirror()) && loaded(stand.shop().document), 10_000);
      await Promise.all([stand.mirror().fonts.ready, stand.shop().document.fonts.ready]);
      await pause(200);
    },
    { width, height },
  );
  const shoot = async (which: 'visitor' | 'agent') => {
    // Each alone at the top of the page, so that both are drawn at the same place and scale.
    const undo = await page.evaluateHandle((which) => {
      const mount = document.querySelector<HTMLElement>('#mount')!;
      const shop = stand.shop().frameElement as HTMLElement;
      const hide = which === 'agent' ? shop : mount;
      const was = hide.style.cssText;
      hide.style.position = 'fixed';
      hide.style.left = '-10000px';
      return () => {
        hide.style.cssText = was;
      };
    }, which);
    await page.waitForTimeout(100);
    const picture = await page.screenshot({
      clip: { x: 0, y: 0, width, height },
      animations: 'disabled',
      caret: 'hide',
    });
    await undo.evaluate((back) => back());
    return picture;
  };
  return { visitor: await shoot('visitor'), agent: await shoot('agent') };
}
