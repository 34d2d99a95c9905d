import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { acceptFirst, agent, expectAccessible, openChat, person, picture, reply, write } from './people.ts';
import { openStage } from './stage.ts';

const { world, browser } = await openStage(['--autoplay-policy=no-user-gesture-required']);

it('[CA80] face to face: one click, sound and picture both ways, back after a page load, the chat goes on when it ends', async () => {
  const anna = await agent(browser, world);
  const visitor = await person(browser);
  await visitor.page.goto(`${world.shopUrl}/en/product/raincoat-fjord`);
  await openChat(visitor.page);
  await write(visitor.page, 'I would like to see the colour.');
  await acceptFirst(anna.page);
  await reply(anna.page, 'It is a warm yellow, like a buoy. Shall I show it to you?');
  await visitor.page.getByRole('log', { name: 'Conversation' }).getByText('like a buoy').waitFor();
  await picture(visitor.page, 'shop-with-widget');
  await anna.page.getByRole('button', { name: 'Start call' }).click();
  const ringing = visitor.page.getByRole('alertdialog', { name: /is calling/ });
  await ringing.waitFor();
  await expectAccessible(visitor.page, 'the ringing call');
  await picture(visitor.page, 'call-ringing');
  await visitor.page.waitForTimeout(600);
  await ringing.getByRole('button', { name: 'Accept', exact: true }).click();
  await pictureComes(visitor.page);
  await pictureComes(anna.page);
  await expectAccessible(visitor.page, 'the call at the visitor');
  await expectAccessible(anna.page, 'the call in the console');
  await picture(visitor.page, 'call-visitor');
  await picture(anna.page, 'console-call');

  // A full page load by a link. No new question, the picture is back on both sides.
  await visitor.page.goto(`${world.shopUrl}/en/help/returns`);
  await pictureComes(visitor.page);
  await pictureComes(anna.page);

  await visitor.page.getByRole('region', { name: 'Call' }).getByRole('button', { name: 'Mute' }).click();
  await visitor.page.getByRole('region', { name: 'Call' }).getByRole('button', { name: 'Hang up' }).click();
  await expect.poll(() => anna.page.getByRole('button', { name: 'Start call' }).count()).toBe(1);
  await openChat(visitor.page);
  await reply(anna.page, 'It was good to meet you.');
  await visitor.page.getByRole('log', { name: 'Conversation' }).getByText('good to meet you').waitFor();
  expect(visitor.errors).toEqual([]);
  expect(anna.errors).toEqual([]);
  await visitor.context.close();
  await anna.context.close();
});

/** Waits until a remote video draws new frames: a stuck picture does not count. */
async function pictureComes(page: Page) {
  await expect
    .poll(
      () =>
        page.evaluate(async () => {
          const roots: (Document | ShadowRoot)[] = [document];
          const host = document.querySelector('theke-widget');
          if (host?.shadowRoot) roots.push(host.shadowRoot);
          const videos = roots
            .flatMap((root) => [...root.querySelectorAll('video')])
            .filter((video) => !video.muted || video.dataset.remote !== undefined);
          const drawn = videos.map((video) => video.getVideoPlaybackQuality().totalVideoFrames);
          await new Promise((later) => setTimeout(later, 300));
          return videos.some((video, index) => video.getVideoPlaybackQuality().totalVideoFrames > drawn[index]!);
        }),
      { timeout: 15_000 },
    )
    .toBe(true);
}
